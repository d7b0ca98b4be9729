import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Events } from '@stoa/events'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadProjectConfig, startHost } from '../src/index.ts'

let database: TestDatabase
let project: string

beforeEach(async () => {
  database = await createTestDatabase()
  project = await mkdtemp(join(tmpdir(), 'stoa-project-'))
})

afterEach(async () => {
  await database.drop()
  await rm(project, { recursive: true })
})

const write = async (file: string, text: string) => {
  await mkdir(dirname(join(project, file)), { recursive: true })
  await writeFile(join(project, file), text)
}

const start = async () =>
  startHost({
    database: database.url,
    jwt_secret: 'a secret of the tests',
    cookie_secret: 'another secret of the tests',
    project,
    config: await loadProjectConfig(project),
  })

test('a project adds routes, subscribers, jobs and what its configuration names', async () => {
  await write(
    'src/api/hello/[name]/route.ts',
    'export const GET = (request) => ({ hello: request.params.name })',
  )
  await write(
    'src/subscribers/note-greeting.ts',
    `export default (event) => globalThis.stoaHeard.push(event.data.id)
     export const config = { event: 'greeting.sent' }`,
  )
  await write(
    'src/jobs/sweep.ts',
    `export default () => globalThis.stoaHeard.push('swept')
     export const config = { name: 'sweep-daily', schedule: '0 4 * * *' }`,
  )
  await write(
    'stoa.config.ts',
    `const area = async (app) => { app.get('/configured', () => ({ yes: true })) }
     export default { plugins: [{ areas: [area] }] }`,
  )
  const heard: string[] = []
  Object.assign(globalThis, { stoaHeard: heard })
  const host = await start()
  try {
    expect((await host.app.inject('/hello/world')).json()).toEqual({ hello: 'world' })
    expect((await host.app.inject('/configured')).json()).toEqual({ yes: true })
    const events = host.modules.resolve(Events)
    await events.emit('greeting.sent', { id: 'greeting_1' })
    await events.runJob('sweep-daily')
    await vi.waitFor(() => expect(heard.sort()).toEqual(['greeting_1', 'swept']), 15_000)
  } finally {
    await host.stop()
  }
})

test.each([
  ['src/subscribers/broken.ts', 'export default () => 1'],
  ['src/jobs/broken.ts', 'export const config = { schedule: "0 4 * * *" }'],
])('%s that lacks an export is named, and nothing stays open', async (file, text) => {
  await write(file, text)
  await expect(start()).rejects.toThrow(join(project, file))
})

test('a project without anything of its own is fine', async () => {
  expect(await loadProjectConfig(project)).toEqual({})
  const host = await start()
  await host.stop()
})
