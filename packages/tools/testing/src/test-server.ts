import { type EmbeddedPostgres, startEmbeddedPostgres, stopEmbeddedPostgres } from '@stoa/embedded-postgres'
import type pg from 'pg'
import { connect, lockKey } from './admin.ts'

/** A PostgreSQL for a run, and the connection the run holds to it. */
export type TestServer = { adminUrl: string; client: pg.Client; release(): Promise<void> }

const inUse = lockKey('stoa_test_server')

/** The server at `DATABASE_URL`, or else the embedded one. */
export async function openTestServer(projectRoot: string): Promise<TestServer> {
  const adminUrl = process.env.DATABASE_URL
  if (!adminUrl) return openEmbedded(projectRoot)
  const client = await connect(adminUrl)
  return { adminUrl, client, release: () => client.end() }
}

/** Runs that overlap share the embedded server; each holds a lock on it, and the last one stops it. */
async function openEmbedded(projectRoot: string): Promise<TestServer> {
  const place = { projectRoot, dataName: 'test' }
  // Losing it costs nothing but a second, so it need not survive a power failure.
  const settings = { fsync: false, synchronous_commit: false, full_page_writes: false }
  for (let attempt = 1; ; attempt++) {
    const server = await startEmbeddedPostgres({ ...place, settings })
    try {
      const client = await join(server)
      const release = async () => {
        const last = await leave(client)
        if (last) await stopEmbeddedPostgres(place)
        await client.end().catch(() => undefined)
      }
      // The process that started the server would otherwise stop it on exit, under the others.
      server.disown()
      return { adminUrl: server.url, client, release }
    } catch (error) {
      // The last of the other runs stopped the server just as we adopted it.
      if (attempt === 5) throw error
    }
  }
}

async function join({ url }: EmbeddedPostgres): Promise<pg.Client> {
  const client = await connect(url)
  await client.query('select pg_advisory_lock_shared($1)', [inUse])
  return client
}

/** Gives up our lock; true if nobody else holds it. Whoever asks for it from now on loses the connection and starts anew. */
async function leave(client: pg.Client): Promise<boolean> {
  await client.query('select pg_advisory_unlock_shared($1)', [inUse])
  const { rows } = await client.query('select pg_try_advisory_lock($1) as last', [inUse])
  return rows[0].last
}
