// npm run chaos [-- --short] [-- --kills 100] [-- --write, and then npm run format]
// Kills hosts, NATS and PostgreSQL under a load of orders, then counts. Exits with 1 if anything was lost or doubled.
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '@stoa/embedded-postgres'
import pg from 'pg'
import { Bank } from './bank.ts'
import { Buyers } from './buyers.ts'
import { crashBackend, disturb, type Plan } from './disturbances.ts'
import { freePorts } from './free-ports.ts'
import { NatsServer } from './nats-server.ts'
import { HostProcess } from './process.ts'
import { quiet } from './quiet.ts'
import { report } from './report.ts'
import { openShop } from './shop.ts'
import { tally } from './tally.ts'

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    kills: { type: 'string' },
    buyers: { type: 'string', default: '4' },
    write: { type: 'boolean', default: false },
  },
})
const plan: Plan = values.short
  ? { kills: 6, nats_outage: 3_000, database_crashes: 1 }
  : { kills: 100, nats_outage: 60_000, database_crashes: 3 }
if (values.kills) plan.kills = Number(values.kills)

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const CANNOT_CONNECT_NOW = '57P03'

const began = Date.now()
const progress = (text: string) =>
  console.log(`${((Date.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`)

/** Once the database is there, should it just be recovering. */
async function connected(): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client({ connectionString: postgres.url })
    // It may be among those who lose their connection.
    client.on('error', () => undefined)
    try {
      await client.connect()
      return client
    } catch (error) {
      if ((error as { code?: string }).code !== CANNOT_CONNECT_NOW) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

const project = await mkdtemp(join(tmpdir(), 'stoa-chaos-'))
const postgres = await startEmbeddedPostgres({ projectRoot: project })
const [natsPort, ...ports] = await freePorts(3)
const nats = await NatsServer.open(natsPort as number)
const bank = new Bank()
const log = await open(join(project, 'hosts.log'), 'a')
const environment = {
  DATABASE_URL: postgres.url,
  NATS_URL: nats.url,
  BANK_URL: await bank.open(),
  JWT_SECRET: 'c8f1d0a97b2e4435',
  COOKIE_SECRET: '55b0ce6a1f9d4c21',
  LOG_LEVEL: 'error',
}
const hosts = ports.map((port) => new HostProcess(port, environment, log.fd))
let failed = true
try {
  progress('a shop is opened')
  const shop = await openShop(postgres.url)
  await Promise.all(hosts.map((host) => host.start()))
  const buyers = new Buyers({ ...shop, hosts: hosts.map(({ url }) => url) }, bank)
  progress(`${values.buyers} buyers at two hosts`)
  const buying = buyers.buy(Number(values.buyers))
  const happened = await disturb(
    plan,
    hosts,
    nats,
    async () => {
      const client = await connected()
      await crashBackend(client)
      await client.end().catch(() => undefined)
    },
    progress,
  )
  buyers.callOff()
  await buying
  progress('nobody buys any more; what is open is awaited')
  const client = await connected()
  const ask = async (sql: string) => (await client.query(sql)).rows
  const open = await quiet(ask, (what) => progress(`open: ${what}`))
  if (open) progress(`still open: ${open}`)
  const lines = await tally(ask, bank, buyers.told)
  await client.end()
  const text = report({ happened, lines, bank, buyers, seconds: Math.round((Date.now() - began) / 1000) })
  console.log(`\n${text}`)
  failed = lines.some(({ expected, found }) => expected !== found)
  if (values.write) await writeFile(new URL('../RESULTS.md', import.meta.url), text)
} finally {
  await Promise.all(hosts.map((host) => host.stop()))
  await nats.close()
  bank.close()
  await postgres.stop()
  await log.close()
  if (failed) console.log(`The hosts' log: ${join(project, 'hosts.log')}`)
  else {
    await rm(project, { recursive: true })
    await rm(postgres.dataDirectory, { recursive: true, force: true })
  }
}
const count = failed ? '0 passed, 1 failed' : '1 passed, 0 failed'
console.log(`\n${count}`)
process.exit(failed ? 1 : 0)
