import { once } from 'node:events'
import { access, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type EmbeddedPostgres, startEmbeddedPostgres, stopEmbeddedPostgres } from '../src/index.ts'
import { makeProject, query, refusesConnections, startHost } from './project.ts'

let project: Awaited<ReturnType<typeof makeProject>>
let postgres: EmbeddedPostgres
const start = async () => {
  postgres = await startEmbeddedPostgres({ projectRoot: project.root })
  return postgres
}

beforeAll(async () => {
  project = await makeProject()
})
afterEach(() => stopEmbeddedPostgres({ projectRoot: project.root }))
afterAll(() => project.remove(postgres.dataDirectory))

test('starts a PostgreSQL 18 with a database "stoa" and notes where its data is', async () => {
  const { url, adopted, dataDirectory, pid } = await start()
  expect(adopted).toBe(false)
  const [row] = await query(
    url,
    "select current_database() as name, current_setting('server_version') as version",
  )
  expect(row).toEqual({ name: 'stoa', version: expect.stringMatching(/^18\./) })
  const note = JSON.parse(await readFile(path.join(project.root, '.stoa', 'postgres.json'), 'utf8'))
  expect(note).toMatchObject({ data: dataDirectory, pid, port: Number(new URL(url).port) })
  await access(path.join(dataDirectory, 'PG_VERSION'))
})

test('listens on loopback only and asks for the password', async () => {
  const { url } = await start()
  const [row] = await query(url, "select current_setting('listen_addresses') as addresses")
  expect(row).toEqual({ addresses: '127.0.0.1' })
  const wrong = Object.assign(new URL(url), { password: 'wrong' }).href
  await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed')
})

test('keeps data and address from one start to the next', async () => {
  const first = await start()
  await query(first.url, 'create table kept as select 42 as answer')
  await first.stop()
  expect(await refusesConnections(first.url)).toBe(true)
  const second = await start()
  expect(second).toMatchObject({ adopted: false, url: first.url })
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('adopts a server that runs on the data, and leaves it running', async () => {
  const first = await start()
  const second = await startEmbeddedPostgres({ projectRoot: project.root })
  expect(second).toMatchObject({ adopted: true, url: first.url, pid: first.pid })
  await second.stop()
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('one of several hosts that start at once starts the server, the others adopt it', async () => {
  const hosts = await Promise.all([1, 2, 3].map(() => startEmbeddedPostgres({ projectRoot: project.root })))
  expect(hosts.map((host) => host.adopted).sort()).toEqual([false, true, true])
  expect(new Set(hosts.map((host) => host.pid)).size).toBe(1)
})

test('closing a second host in a process of its own leaves the server to the first', async () => {
  const first = await start()
  const second = await startHost(project.root)
  expect(second.adopted).toBe(true)
  second.process.kill('SIGINT')
  await once(second.process, 'exit')
  expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a host that is killed leaves its server to the next', async () => {
  const killed = await startHost(project.root)
  killed.process.kill('SIGKILL')
  await once(killed.process, 'exit')
  expect(await start()).toMatchObject({ adopted: true, pid: killed.pid })
})

test('recovers what was committed after host and server were killed', async () => {
  const killed = await startHost(project.root)
  await query(killed.url, 'create table survived as select 42 as answer')
  process.kill(killed.pid, 'SIGKILL')
  killed.process.kill('SIGKILL')
  await once(killed.process, 'exit')
  const { url, adopted } = await start()
  expect(adopted).toBe(false)
  expect(await query(url, 'select answer from survived')).toEqual([{ answer: 42 }])
})

test('starts although the number in postmaster.pid belongs to another process by now', async () => {
  const { dataDirectory, stop } = await start()
  const lines = (await readFile(path.join(dataDirectory, 'postmaster.pid'), 'utf8')).split('\n')
  await stop()
  lines[0] = String(process.pid)
  await writeFile(path.join(dataDirectory, 'postmaster.pid'), lines.join('\n'))
  expect(await start()).toMatchObject({ adopted: false })
})

test('a host that ends by a signal stops the server it started', async () => {
  const host = await startHost(project.root)
  host.process.kill('SIGINT')
  const [, signal] = await once(host.process, 'exit')
  expect(signal).toBe('SIGINT')
  await vi.waitFor(async () => expect(await refusesConnections(host.url)).toBe(true), { timeout: 10_000 })
})

test('stopping twice is stopping once', async () => {
  const { stop, url } = await start()
  await Promise.all([stop(), stop()])
  await stop()
  expect(await refusesConnections(url)).toBe(true)
})

test('says what PostgreSQL said when it cannot start', async () => {
  const starting = startEmbeddedPostgres({ projectRoot: project.root, settings: { no_such_setting: 1 } })
  await expect(starting).rejects.toThrow('no_such_setting')
})

test('a second name is a second server', async () => {
  const first = await start()
  const second = await startEmbeddedPostgres({
    projectRoot: project.root,
    dataName: 'other',
    settings: { fsync: false },
  })
  expect(second.adopted).toBe(false)
  expect(second.dataDirectory).not.toBe(first.dataDirectory)
  expect(await query(second.url, 'show fsync')).toEqual([{ fsync: 'off' }])
  await second.stop()
})
