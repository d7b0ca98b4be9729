import { readFile, realpath } from 'node:fs/promises'
import pg from 'pg'
import { superuser } from './cluster.ts'
import { EmbeddedPostgresError } from './error.ts'
import type { Place } from './place.ts'

/** The database every embedded PostgreSQL has. */
const database = 'stoa'

const wrongPassword = '28P01'

export async function urlOf(place: Place, port: number, name = database): Promise<string> {
  const password = (await readFile(place.password, 'utf8')).trim()
  return `postgres://${superuser}:${password}@127.0.0.1:${port}/${name}`
}

/** Whether a PostgreSQL answers on the port and works on exactly this data. */
export async function answers(place: Place, port: number): Promise<boolean> {
  try {
    return await withClient(await urlOf(place, port, 'postgres'), async (client) => {
      const { rows } = await client.query('show data_directory')
      return (await realpath(rows[0].data_directory)) === (await realpath(place.data))
    })
  } catch (error) {
    if ((error as { code?: string }).code !== wrongPassword) return false
    throw new EmbeddedPostgresError(
      `The PostgreSQL on ${place.data} does not accept the password in ${place.password}. ` +
        'Put the password it was given there, or set DATABASE_URL.',
    )
  }
}

/** Creates the database `stoa` unless it is there, also when another process is about to. */
export async function createDatabase(place: Place, port: number): Promise<void> {
  await withClient(await urlOf(place, port, 'postgres'), async (client) => {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database])
    if (rowCount) return
    await client.query(`create database ${database}`).catch((error) => {
      const made = ['42P04', '23505'].includes(error.code)
      if (!made) throw error
    })
  })
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
