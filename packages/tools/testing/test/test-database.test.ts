import { fork } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase, templateDatabase, untilBlocked } from '../src/index.ts'

async function open(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return client
}

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = await open(url)
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('each test database is another one, and empty', async () => {
  const [first, second] = await Promise.all([createTestDatabase(), createTestDatabase()])
  await run(first.url, 'create table mine (id int)')
  const tables = "select count(*)::int as tables from pg_tables where schemaname = 'public'"
  expect(await run(second.url, tables)).toEqual([{ tables: 0 }])
  expect(await run(first.url, 'select current_database() as name')).toEqual([{ name: first.name }])
})

test('a dropped database is gone, also when somebody was connected', async () => {
  const database = await createTestDatabase()
  const client = await open(database.url)
  await database.drop()
  await client.end()
  await expect(open(database.url)).rejects.toThrow(`database "${database.name}" does not exist`)
})

test('copies of a template hold what was prepared and do not touch each other', async () => {
  const template = await templateDatabase('shelf', async (url) => {
    await run(url, 'create table shelf as select 1 as id')
  })
  const [first, second] = await Promise.all([
    createTestDatabase({ template }),
    createTestDatabase({ template }),
  ])
  await run(first.url, 'delete from shelf')
  expect(await run(second.url, 'select id from shelf')).toEqual([{ id: 1 }])
})

test('a template is prepared once, whichever processes ask for it at once', async () => {
  const answers = await Promise.all(
    [1, 2, 3].map(async () => {
      const child = fork(new URL('./template-in-process.ts', import.meta.url), ['shared'], {
        execArgv: ['--conditions=@stoa/source'],
      })
      const [answer] = await once(child, 'message')
      return answer as { name: string; prepared: boolean }
    }),
  )
  expect(answers.filter(({ prepared }) => prepared)).toHaveLength(1)
  expect(new Set(answers.map(({ name }) => name)).size).toBe(1)
})

test('nobody can connect to a template, so that copying never finds it in use', async () => {
  const template = await templateDatabase('closed', async () => undefined)
  const { url } = await createTestDatabase({ template })
  const closed = Object.assign(new URL(url), { pathname: `/${template.name}` }).href
  await expect(open(closed)).rejects.toThrow('not currently accepting connections')
})

test('preparing again after a failure starts from an empty database', async () => {
  const failing = templateDatabase('mended', async (url) => {
    await run(url, 'create table half (id int)')
    throw new Error('no such column')
  })
  await expect(failing).rejects.toThrow('no such column')
  const template = await templateDatabase('mended', async (url) => {
    await run(url, 'create table half (id int)')
  })
  const { url } = await createTestDatabase({ template })
  expect(await run(url, 'select * from half')).toEqual([])
})

test('a template whose preparation leaves a connection open is refused', async () => {
  let left: pg.Client | undefined
  const leaking = templateDatabase('leaking', async (url) => {
    left = await open(url)
  })
  await expect(leaking).rejects.toThrow('"leaking" left 1 connections open')
  await left?.end()
})

test('untilBlocked returns once a transaction waits for another', async () => {
  const database = await createTestDatabase()
  await run(database.url, 'create table stock as select 1 as id, 10 as quantity')
  const [holder, waiter] = await Promise.all([open(database.url), open(database.url)])
  await holder.query('begin; update stock set quantity = quantity - 1')
  const waiting = waiter.query('update stock set quantity = quantity - 1')
  await untilBlocked(database.url)
  await holder.query('commit')
  await waiting
  expect(await run(database.url, 'select quantity from stock')).toEqual([{ quantity: 8 }])
  await Promise.all([holder.end(), waiter.end()])
})
