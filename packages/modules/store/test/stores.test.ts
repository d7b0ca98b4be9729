import { type Modules, startModules } from '@stoa/kernel'

import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StoreService, storeModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: StoreService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([storeModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(StoreService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

test('a store has a name from the start, and its currencies and locales', async () => {
  const store = await service.createStores({
    supported_currencies: [{ currency_code: 'eur', is_default: true }, { currency_code: 'usd' }],
    supported_locales: [{ locale_code: 'de-DE' }],
  })
  const read = await service.retrieveStore(store.id, {
    relations: ['supported_currencies', 'supported_locales'],
  })
  expect(read).toMatchObject({ name: 'Stoa Store', supported_locales: [{ locale_code: 'de-DE' }] })
  expect(read.supported_currencies).toHaveLength(2)
})

test('an update replaces the currencies', async () => {
  const store = await service.createStores({
    supported_currencies: [{ currency_code: 'eur', is_default: true }],
  })
  await service.updateStores({
    id: store.id,
    supported_currencies: [{ currency_code: 'dkk', is_default: true }],
  })
  expect(await service.listStoreCurrencies({ store_id: store.id })).toMatchObject([{ currency_code: 'dkk' }])
})

test('currencies and locales go and come back with their store', async () => {
  const store = await service.createStores({ supported_locales: [{ locale_code: 'fr-FR' }] })
  await service.softDeleteStores(store.id)
  expect(await service.listStoreLocales({ store_id: store.id })).toEqual([])
  await service.restoreStores(store.id)
  expect(await service.listStoreLocales({ store_id: store.id })).toHaveLength(1)
})

test('currencies are set by their codes, and one that stays keeps its id', async () => {
  const store = await service.createStores({
    supported_currencies: [{ currency_code: 'eur', is_default: true }],
  })
  const [euro] = await service.listStoreCurrencies({ store_id: store.id })
  await service.setCurrencies(store.id, [
    { currency_code: 'EUR' },
    { currency_code: 'usd', is_default: true },
  ])
  expect(await service.listStoreCurrencies({ store_id: store.id })).toMatchObject([
    { id: euro?.id, currency_code: 'eur', is_default: false },
    { currency_code: 'usd', is_default: true },
  ])
  await expect(service.setCurrencies(store.id, [{ currency_code: 'eur' }])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('none'),
  })
  await expect(
    service.setCurrencies('store_none', [{ currency_code: 'eur', is_default: true }]),
  ).rejects.toMatchObject({ type: 'not_found' })
})

test('languages are set once each, in the form of the standard', async () => {
  const store = await service.createStores({})
  await service.setLocales(store.id, ['de-de', 'fr'])
  await service.setLocales(store.id, ['de-DE'])
  expect(await service.listStoreLocales({ store_id: store.id })).toMatchObject([{ locale_code: 'de-DE' }])
  await expect(service.setLocales(store.id, ['de', 'DE'])).rejects.toMatchObject({ type: 'invalid_data' })
})
