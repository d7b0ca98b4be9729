// The floor under scenario a of the benchmark over the wire: the same page of products, as one statement written by hand,
// through bare Fastify and pg. Nobody is asked who they are.
//
//   DATABASE_URL=postgres://… PORT=9300 node tooling/bench/floor.mjs STATE.json
//
// STATE.json is what the benchmark's seed wrote. Then run the benchmark against it: bench.mjs http://127.0.0.1:9300
// STATE.json --only a
import { readFile } from 'node:fs/promises'
import Fastify from 'fastify'
import pg from 'pg'

const [stateFile] = process.argv.slice(2)
if (!stateFile || !process.env.DATABASE_URL) {
  console.error('usage: DATABASE_URL=postgres://… floor.mjs STATE.json')
  process.exit(2)
}
const state = JSON.parse(await readFile(stateFile, 'utf8'))
const text = await readFile(new URL('page.sql', import.meta.url), 'utf8')

/** JSON stays the text it is. */
const types = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.JSON ? (value) => value : pg.types.getTypeParser(oid, format),
}
const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  options: '-c jit=off -c plan_cache_mode=force_generic_plan',
})

const app = Fastify()
app.get('/store/products', async (request, reply) => {
  const offset = Number(request.query.offset ?? 0)
  const values = [state.sales_channel_id, 'usd', offset]
  const { rows } = await pool.query({ name: 'page', text, values, types })
  const [{ products, count }] = rows
  const body = `{"products":${products},"count":${count},"offset":${offset},"limit":20}`
  return reply.type('application/json; charset=utf-8').send(Buffer.from(body))
})
// What the benchmark asks for beside the page.
app.post('/auth/user/emailpass', () => ({ token: 'none' }))
app.get('/health', () => 'OK')
await app.listen({ port: Number(process.env.PORT ?? 9300), host: '127.0.0.1' })
