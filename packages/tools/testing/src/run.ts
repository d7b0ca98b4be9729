import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import { dropDatabase, lockKey } from './admin.ts'

/** One run of the tests: the server it uses and the id in the names of its databases. */
export type Run = { adminUrl: string; id: string }

const prefix = 'stoa_test_'
const urlVariable = 'STOA_TEST_ADMIN_URL'
const idVariable = 'STOA_TEST_RUN'

/** Environment variables reach the test processes, and the processes those start. */
export function publishRun({ adminUrl, id }: Run): void {
  process.env[urlVariable] = adminUrl
  process.env[idVariable] = id
}

export function currentRun(): Run {
  const adminUrl = process.env[urlVariable]
  const id = process.env[idVariable]
  if (adminUrl && id) return { adminUrl, id }
  throw new Error(
    "There is no PostgreSQL for this test. Add '@stoa/testing/global-setup' to `test.globalSetup` in the vitest config.",
  )
}

/** Starts a run: its id is alive as long as the connection holds the lock on it. */
export async function beginRun(client: pg.Client): Promise<string> {
  const id = randomBytes(5).toString('hex')
  await client.query('select pg_advisory_lock($1)', [lockKey(prefix + id)])
  return id
}

export function databaseName(runId: string, kind: 'db' | 'template', suffix: string): string {
  return `${prefix}${runId}_${kind}_${suffix}`
}

export async function dropDatabasesOf(client: pg.Client, runId: string): Promise<void> {
  for (const name of await testDatabases(client)) {
    if (runOf(name) === runId) await dropDatabase(client, name)
  }
}

/** Drops what runs left behind that were killed. Two runs may do so at once. */
export async function dropLeftovers(client: pg.Client): Promise<void> {
  const names = await testDatabases(client)
  for (const id of new Set(names.map(runOf))) {
    const key = lockKey(prefix + id)
    const { rows } = await client.query('select pg_try_advisory_lock($1) as dead', [key])
    if (!rows[0].dead) continue
    await dropDatabasesOf(client, id)
    await client.query('select pg_advisory_unlock($1)', [key])
  }
}

async function testDatabases(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [
    prefix,
  ])
  return rows.map((row) => row.datname)
}

function runOf(name: string): string {
  return name.slice(prefix.length).split('_')[0] ?? ''
}
