import { Authenticator, createServer, type StoaServer } from '@stoa/http'
import { type Modules, StoaError, startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import { Type } from 'typebox'
import { addIdempotency, idempotencyModule } from '../src/index.ts'

/** Whoever shows a token is a user of that name. */
class Named extends Authenticator {
  override async authenticate(_request: unknown, { credentials: { bearer } }: any) {
    return bearer ? { actor: { type: 'user', id: bearer } } : {}
  }
}

type Step = () => Promise<unknown> | unknown

/** What a route does on its way; tests change it. */
export const steps: { before: Step; inside: Step; after: Step } = {
  before: () => undefined,
  inside: () => undefined,
  after: () => undefined,
}

async function openHost(url: string): Promise<{ app: StoaServer; modules: Modules }> {
  const modules = await startModules([idempotencyModule], { database: url })
  const app = await createServer({
    container: modules.container,
    cookie_secret: 'a'.repeat(32),
    authenticator: new Named(),
    auth_rate_limit: false,
  })
  addIdempotency(app)
  const write = async (body: unknown) => {
    await steps.before()
    const [row] = await modules.transaction(async () => {
      const rows = await modules.database.query<{ id: number }>(
        'insert into note (text) values ($1) returning id',
        [JSON.stringify(body)],
      )
      await steps.inside()
      return rows
    })
    await steps.after()
    return { id: row?.id }
  }
  const schema = { body: Type.Object({ text: Type.String() }) }
  for (const path of ['/admin/notes', '/admin/other-notes', '/auth/notes']) {
    app.post(path, { schema, config: { auth: { actor: 'user', by: ['bearer'] } } }, async ({ body }, reply) =>
      reply.code(201).send(await write(body)),
    )
  }
  app.post('/admin/repeatable', { schema, config: { idempotency: 'repeatable' } }, ({ body }) => write(body))
  app.put('/admin/notes', { schema }, ({ body }) => write(body))
  app.post('/admin/refusals/:type', async ({ params }) => {
    await write(params)
    throw new StoaError((params as { type: 'conflict' }).type, 'Not like this.')
  })
  await app.ready()
  return { app, modules }
}

/** Two hosts on one database. */
export async function openHosts() {
  const { url, drop } = await createTestDatabase()
  const hosts = [await openHost(url), await openHost(url)] as const
  const { modules } = hosts[0]
  await modules.migrate()
  await modules.database.query('create table note (id int generated always as identity, text text)')
  return {
    database: modules.database,
    keys: modules,
    /** Sends a note with a key, to the first host unless said otherwise. */
    async send(key: string | undefined, options: Sending = {}) {
      const { text = 'a', path = '/admin/notes', as = 'ann', host = 0, method = 'POST' } = options
      const answer = await (hosts[host] as (typeof hosts)[0]).app.inject({
        method,
        url: path,
        headers: { authorization: `Bearer ${as}`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
        payload: { text },
      })
      return {
        status: answer.statusCode,
        body: answer.json(),
        replayed: answer.headers['idempotency-replayed'] === 'true',
        type: answer.headers['content-type'],
      }
    },
    async count() {
      const [row] = await modules.database.query<{ n: number }>('select count(*)::int as n from note')
      return row?.n
    },
    /** As if whoever holds the key had been silent for too long. */
    expire: (key: string) =>
      modules.database.query(
        `update stoa_idempotency.request set lease_expires_at = now() - interval '1 second' where key = $1`,
        [key],
      ),
    async stop() {
      for (const { app, modules } of hosts) {
        await app.close()
        await modules.close()
      }
      await drop()
    },
  }
}

interface Sending {
  text?: string
  path?: string
  as?: string
  host?: number
  method?: 'POST' | 'PUT'
}
