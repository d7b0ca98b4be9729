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
