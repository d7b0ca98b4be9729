import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase } from '../src/index.ts'
import { beginRun, currentRun, databaseName, dropLeftovers } from '../src/run.ts'

let client: pg.Client
let other: pg.Client

beforeAll(async () => {
  const connect = async () => {
    const opened = new pg.Client({ connectionString: currentRun().adminUrl })
    await opened.connect()
    return opened
  }
  client = await connect()
  other = await connect()
})
afterAll(() => client.end())

const exists = async (name: string) => {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  return rowCount === 1
}

test('removes the databases of runs that ended, and of those only', async () => {
  const mine = await createTestDatabase()
  const id = await beginRun(other)
  const theirs = databaseName(id, 'db', 'left')
  await client.query(`create database ${theirs} template template0`)
  await dropLeftovers(client)
  expect(await exists(theirs)).toBe(true)
  await other.end()
  // The server lets go of a run's lock a moment after its connection ended.
  await expect
    .poll(async () => dropLeftovers(client).then(() => exists(theirs)), { timeout: 10_000 })
    .toBe(false)
  expect(await exists(mine.name)).toBe(true)
})
