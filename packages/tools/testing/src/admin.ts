import { createHash } from 'node:crypto'
import pg from 'pg'

/** Opens a connection for the time of `work`. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'stoa-testing' })
  // A lost connection shows in the next statement; without a listener it would end the process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** The same server, another database. */
export function urlOfDatabase(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

export async function dropDatabase(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`)
}

/** A 64-bit number for PostgreSQL's advisory locks that stands for a text. */
export function lockKey(text: string): string {
  return createHash('sha256').update(text).digest().readBigInt64BE().toString()
}
