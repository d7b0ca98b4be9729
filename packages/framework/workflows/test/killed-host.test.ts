import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Database, type Modules, startModules } from '@stoa/kernel'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workflows, workflowsModule } from '../src/index.ts'
import { between, inside } from './fixtures/killed.ts'

let test_database: TestDatabase
let modules: Modules
let database: Database

beforeAll(async () => {
  test_database = await createTestDatabase()
  modules = await startModules([workflowsModule], { database: test_database.url })
  await modules.migrate()
  database = modules.resolve(Database)
  await database.query('create table effect (note text not null)')
})

afterAll(async () => {
  await modules?.close()
  await test_database?.drop()
})

/** Starts a host in a process of its own and kills it with SIGKILL once it says where it stands. */
async function killAt(name: string): Promise<void> {
  const script = fileURLToPath(new URL('./fixtures/killed-host.ts', import.meta.url))
  const host = spawn(process.execPath, ['--conditions=@stoa/source', script, test_database.url, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface({ input: host.stdout })) {
    expect(line).toBe(name)
    break
  }
  host.kill('SIGKILL')
  await once(host, 'exit')
}

/** What a host finds half a minute later: the dead one's lease has run out. */
const expireLeases = () => database.query('update stoa_workflows.execution set lease_expires_at = now()')

const effects = async (name: string) =>
  (await database.query<{ note: string }>('select note from effect where note like $1', [`${name}%`])).map(
    ({ note }) => note,
  )

test('a workflow killed between two steps resumes at the second', async () => {
  await killAt('between')
  expect(await effects('between')).toEqual(['between first'])
  await expireLeases()
  const workflows = modules.resolve(Workflows)
  workflows.register(between(async () => undefined))
  expect(await workflows.resume()).toBe(1)
  expect(await effects('between')).toEqual(['between first', 'between second'])
  expect(await workflows.resume()).toBe(0)
})

test('a workflow killed inside a local step neither loses nor doubles it', async () => {
  await killAt('inside')
  expect(await effects('inside')).toEqual([])
  await expireLeases()
  const workflows = modules.resolve(Workflows)
  workflows.register(inside(async () => undefined))
  expect(await workflows.resume()).toBe(1)
  expect(await workflows.resume()).toBe(0)
  expect(await effects('inside')).toEqual(['inside only'])
})
