import { type Modules, startModules } from '@stoa/kernel'

import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StockLocationService, stockLocationModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: StockLocationService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([stockLocationModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(StockLocationService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

test('a location is created with its address', async () => {
  const location = await service.createStockLocations({
    name: 'Berlin',
    address: { address_1: 'Hauptstr. 1', country_code: 'de' },
  })
  const read = await service.retrieveStockLocation(location.id, { relations: ['address'] })
  expect(read).toMatchObject({ name: 'Berlin', address: { address_1: 'Hauptstr. 1', country_code: 'de' } })
  expect(read.address_id).toMatch(/^laddr_/)
})

test('a location goes with its address', async () => {
  const { id, address_id } = await service.createStockLocations({
    name: 'Paris',
    address: { address_1: 'Rue 1', country_code: 'fr' },
  })
  await service.softDeleteStockLocationAddresses(address_id as string)
  expect(await service.listStockLocations({ id: [id] })).toEqual([])
})

test('addresses in changes are written over those there are, or become the first', async () => {
  const [housed, bare, left] = await service.createStockLocations([
    { name: 'Housed', address: { address_1: 'Via 1', city: 'Rome', country_code: 'it' } },
    { name: 'Bare' },
    { name: 'Left', address: { address_1: 'Via 2', country_code: 'it' } },
  ])
  const address = { address_1: 'Via 3', country_code: 'it' }
  const changed = await service.updateStockLocations([
    { id: housed?.id as string, address },
    { id: bare?.id as string, address },
    { id: left?.id as string, address: null, name: 'Right' },
  ])
  expect(changed.map(({ address_id }) => address_id)).toEqual([
    housed?.address_id,
    expect.stringMatching(/^laddr_/),
    null,
  ])
  const read = await service.listStockLocations(
    { id: changed.map(({ id }) => id) },
    { relations: ['address'], order: { name: 'asc' } },
  )
  expect(read).toMatchObject([
    { name: 'Bare', address: { address_1: 'Via 3', city: null } },
    { name: 'Housed', address: { address_1: 'Via 3', city: 'Rome' } },
    { name: 'Right', address_id: null },
  ])
  await expect(service.updateStockLocations({ id: 'sloc_none', address })).rejects.toMatchObject({
    type: 'not_found',
  })
})
