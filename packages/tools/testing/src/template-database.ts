import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { dropDatabase, lockKey, urlOfDatabase, withClient } from './admin.ts'
import { currentRun, databaseName } from './run.ts'
import { createDatabase } from './test-database.ts'

/** A database that is only there to be copied. */
export type TemplateDatabase = { name: string }

/** How long connections that `prepare` closed may take to be gone, in milliseconds. */
const patience = 3_000

/**
 * Makes a database to copy, once a run for each key, whichever test process asks first; the others wait for it.
 *
 * @param key says what is in it; the same key must always come with the same `prepare`.
 * @param prepare fills the database, migrates it for example. It has to close every connection it opened.
 * @throws if `prepare` throws or leaves a connection open; the next to ask tries again.
 */
export async function templateDatabase(
  key: string,
  prepare: (url: string) => Promise<void>,
): Promise<TemplateDatabase> {
  const run = currentRun()
  const name = databaseName(run.id, 'template', createHash('sha256').update(key).digest('hex').slice(0, 16))
  await withClient(run.adminUrl, async (client) => {
    // Given back when the connection ends, so also when this process is killed in the middle.
    await client.query('select pg_advisory_lock($1)', [lockKey(name)])
    if (await isFinished(client, name)) return
    await dropDatabase(client, name)
    await createDatabase(client, name)
    await prepare(urlOfDatabase(run.adminUrl, name))
    await untilUnused(client, name, key)
    await client.query(`alter database ${pg.escapeIdentifier(name)} allow_connections false`)
  })
  return { name }
}

/** A template that takes no connections is finished: closing it is the last thing done to it. */
async function isFinished(client: pg.Client, name: string): Promise<boolean> {
  const { rows } = await client.query('select datallowconn from pg_database where datname = $1', [name])
  return rows[0]?.datallowconn === false
}

async function untilUnused(client: pg.Client, name: string, key: string): Promise<void> {
  const deadline = Date.now() + patience
  while (true) {
    const { rows } = await client.query(
      `select count(*)::int as open from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
      [name],
    )
    if (rows[0].open === 0) return
    if (Date.now() > deadline) {
      throw new Error(
        `Preparing the template "${key}" left ${rows[0].open} connections open. Close them in prepare.`,
      )
    }
    await sleep(20)
  }
}
