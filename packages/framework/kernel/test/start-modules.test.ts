import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Modules, moduleService, provide, sqlMigration, startModules } from '../src/index.ts'
import { LedgerService, ledgerModule } from './fixtures/ledger.ts'
import { Rack, ShelfService, shelfModule } from './fixtures/shelf.ts'

let database: TestDatabase
let started: Modules[]

beforeEach(async () => {
  database = await createTestDatabase()
  started = []
})

afterEach(async () => {
  await Promise.all(started.map((modules) => modules.close()))
  await database.drop()
})

async function start(...[definitions, options = {}]: [Parameters<typeof startModules>[0], object?]) {
  const modules = await startModules(definitions, { database: database.url, ...options })
  started.push(modules)
  return modules
}

test('two hosts that migrate at once apply each migration once', async () => {
  const hosts = [await start([shelfModule, ledgerModule]), await start([shelfModule, ledgerModule])] as const
  const applied = await Promise.all(hosts.map((host) => host.migrate()))
  expect(applied.flat()).toEqual([
    'shelf/20260101_initial',
    'shelf/20260102_books',
    'ledger/20260101_initial',
  ])
  expect(await hosts[0].migrate()).toEqual([])
  await hosts[1].resolve(ShelfService).createRacks({ name: 'After' })
  expect(await hosts[0].resolve(ShelfService).listRacks()).toHaveLength(1)
})

test('a module added later brings its tables to a database with rows', async () => {
  const first = await start([shelfModule])
  await first.migrate()
  await first.resolve(ShelfService).createRacks({ name: 'Kept' })
  const second = await start([shelfModule, ledgerModule], {
    migrations: [sqlMigration('shop/20260103_extra', 'create table extra (id text)')],
  })
  expect(await second.migrate()).toEqual(['ledger/20260101_initial', 'shop/20260103_extra'])
  expect(await second.resolve(ShelfService).listRacks()).toHaveLength(1)
})

test('a migration that fails leaves nothing of itself and is tried again', async () => {
  const broken = sqlMigration(
    'shop/20260103_broken',
    'create table half (id text); create table half (id text);',
  )
  const modules = await start([shelfModule], { migrations: [broken] })
  await expect(modules.migrate()).rejects.toThrow('already exists')
  const whole = sqlMigration('shop/20260103_broken', 'create table half (id text)')
  const mended = await start([shelfModule], { migrations: [whole] })
  expect(await mended.migrate()).toContain('shop/20260103_broken')
})

test('prepare runs after the migrations, on every start', async () => {
  const prepared = {
    ...shelfModule,
    prepare: async (container: Modules['container']) => {
      const shelves = container.resolve(ShelfService)
      if ((await shelves.listRacks()).length === 0) await shelves.createRacks({ name: 'Default' })
    },
  }
  const modules = await start([prepared])
  await modules.migrate()
  await modules.migrate()
  expect(await modules.resolve(ShelfService).listRacks()).toMatchObject([{ name: 'Default' }])
})

test('a service registered under the same token replaces the module’s own', async () => {
  class Loud extends moduleService({ Rack }) {
    createLoudRack(name: string) {
      return this.createRacks({ name: name.toUpperCase() })
    }
  }
  const modules = await start([shelfModule], {
    providers: [provide(ShelfService, (container) => new Loud(container) as never)],
  })
  await modules.migrate()
  const shelves = modules.resolve(ShelfService)
  expect(shelves).toBeInstanceOf(Loud)
  expect(modules.resolve(ShelfService)).toBe(shelves)
  expect(await (shelves as unknown as Loud).createLoudRack('quiet')).toMatchObject({ name: 'QUIET' })
})

test('two modules of one name are refused', async () => {
  await expect(start([shelfModule, { ...ledgerModule, name: 'shelf' }])).rejects.toMatchObject({
    type: 'invalid_data',
    message: 'Two modules are named shelf. Leave one out, or replace its service instead.',
  })
})

test('what nobody provides is not found by name', async () => {
  const modules = await start([shelfModule])
  expect(modules.container.has(LedgerService)).toBe(false)
  expect(() => modules.resolve(LedgerService)).toThrow(
    'Nothing is registered for LedgerService. Add the module or plugin that provides it.',
  )
})
