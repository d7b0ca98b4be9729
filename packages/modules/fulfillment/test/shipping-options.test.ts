import { type Modules, provide, startModules } from '@stoa/kernel'

import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  FulfillmentProviderStrategy,
  FulfillmentProviders,
  FulfillmentService,
  fulfillmentModule,
} from '../src/index.ts'

class TestCarrier extends FulfillmentProviderStrategy {
  readonly id = 'test_carrier'
  getFulfillmentOptions = async () => [{ id: 'parcel' }]
  validateOption = async () => true
  validateFulfillmentData = async () => ({})
  canCalculate = async () => false
  calculatePrice = async () => ({ calculated_amount: 0, is_calculated_price_tax_inclusive: false })
  createFulfillment = async () => ({ data: {}, labels: [] })
  createReturnFulfillment = async () => ({ data: {}, labels: [] })
  cancelFulfillment = async () => undefined
}

let database: TestDatabase
let modules: Modules
let service: FulfillmentService
let profileId: string

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([fulfillmentModule], {
    database: database.url,
    providers: [provide(FulfillmentProviders, () => new FulfillmentProviders([new TestCarrier()]))],
  })
  await modules.migrate()
  service = modules.resolve(FulfillmentService)
  profileId = (await service.listShippingProfiles())[0]?.id as string
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

let count = 0

/** A shipping option in a zone of its own. */
async function option(name: string, geoZone: object, rules: object[] = []): Promise<string> {
  count += 1
  const set = await service.createFulfillmentSets({ name: `Set ${count}`, type: 'shipping' })
  const zone = await service.createServiceZones({
    name: `Zone ${count}`,
    fulfillment_set_id: set.id,
    geo_zones: [geoZone as never],
  })
  const [created] = await service.createShippingOptions([
    {
      name,
      service_zone_id: zone.id,
      shipping_profile_id: profileId,
      provider_id: 'test_carrier',
      type: { label: 'Standard', code: 'standard' },
      rules: rules as never,
    },
  ])
  return created?.id as string
}

const namesAt = async (address: object, context: Record<string, unknown> = {}) =>
  (await service.listShippingOptionsForContext({ address, context })).map(({ name }) => name)

test('a default shipping profile and the registered providers are there after the start, once', async () => {
  await modules.migrate()
  expect(await service.listShippingProfiles()).toMatchObject([
    { name: 'Default Shipping Profile', type: 'default' },
  ])
  expect(await service.listFulfillmentProviders()).toMatchObject([{ id: 'test_carrier', is_enabled: true }])
})

test('an option is offered where its zone reaches, with what belongs to it', async () => {
  const id = await option('Germany', { country_code: 'de' })
  const [offered] = await service.listShippingOptionsForContext({ address: { country_code: 'DE' } })
  expect(offered).toMatchObject({
    id,
    name: 'Germany',
    price_type: 'flat',
    shipping_profile_id: profileId,
    provider: { id: 'test_carrier', is_enabled: true },
    type: { label: 'Standard', code: 'standard' },
    service_zone: { fulfillment_set: { type: 'shipping' } },
    rules: [],
  })
  expect(offered).not.toHaveProperty('geo_zones')
  expect(offered?.shipping_option_type_id).toBe(offered?.type.id)
  expect(await namesAt({ country_code: 'fr' })).toEqual([])
})

test('zones narrow down to province, city and postal code', async () => {
  await option('Quebec', { type: 'province', country_code: 'ca', province_code: 'qc' })
  await option('Montreal', { type: 'city', country_code: 'ca', province_code: 'qc', city: 'Montreal' })
  const postal_expression = { type: 'regex', exp: '^H2' }
  await option('H2', { type: 'zip', country_code: 'ca', postal_expression })
  const quebec = { country_code: 'ca', province_code: 'qc' }
  expect(await namesAt(quebec)).toEqual(['Quebec'])
  expect(await namesAt({ ...quebec, city: 'montreal', postal_code: 'H2Y 1C6' })).toEqual([
    'Quebec',
    'Montreal',
    'H2',
  ])
})

test('all rules must hold, and reads take one statement', async () => {
  const rule = (attribute: string, value: string, operator = 'eq') => ({ attribute, operator, value })
  await option('Shop', { country_code: 'us' }, [rule('enabled_in_store', 'true'), rule('is_return', 'false')])
  await option('Return', { country_code: 'us' }, [rule('is_return', 'true')])
  await option('Large', { country_code: 'us' }, [rule('item_total', '60', 'gte')])
  const us = { country_code: 'us' }
  const store = { enabled_in_store: 'true', is_return: 'false' }
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  expect(await namesAt(us, store)).toEqual(['Shop'])
  stop()
  expect(texts).toHaveLength(1)
  expect(await namesAt(us, { ...store, item_total: 100 })).toEqual(['Shop', 'Large'])
  expect(await namesAt(us, { is_return: 'true' })).toEqual(['Return'])
})

test('lists those of some profiles and sets only', async () => {
  const id = await option('Chosen', { country_code: 'it' })
  await option('Other', { country_code: 'it' })
  const zone = (await service.retrieveShippingOption(id, { relations: ['service_zone'] })).service_zone
  const fulfillment_set_ids = [zone?.fulfillment_set_id as string]
  const list = await service.listShippingOptionsForContext({
    address: { country_code: 'it' },
    fulfillment_set_ids,
  })
  expect(list.map(({ name }) => name)).toEqual(['Chosen'])
  expect(await service.listShippingOptionsForContext({ shipping_profile_ids: ['sp_none'] })).toEqual([])
})

test('options of a provider that is not enabled, and deleted zones, are left out', async () => {
  const id = await option('Gone', { country_code: 'es' })
  await service.updateFulfillmentProviders({ id: 'test_carrier', is_enabled: false })
  expect(await namesAt({ country_code: 'es' })).toEqual([])
  await service.updateFulfillmentProviders({ id: 'test_carrier', is_enabled: true })
  expect(await namesAt({ country_code: 'es' })).toEqual(['Gone'])
  const { service_zone_id } = await service.retrieveShippingOption(id)
  await service.softDeleteServiceZones(service_zone_id)
  expect(await namesAt({ country_code: 'es' })).toEqual([])
  await service.restoreServiceZones(service_zone_id)
  expect(await namesAt({ country_code: 'es' })).toEqual(['Gone'])
})

test('an option can change its type by id', async () => {
  const id = await option('Retyped', { country_code: 'pt' })
  const type = await service.createShippingOptionTypes({ label: 'Express', code: 'express' })
  await service.updateShippingOptions([{ id, type_id: type.id }])
  const [offered] = await service.listShippingOptionsForContext({ address: { country_code: 'pt' } })
  expect(offered?.type).toMatchObject({ code: 'express' })
})

test("a provider's services are asked of it, and one that is missing is named", async () => {
  expect(await service.retrieveFulfillmentOptions('test_carrier')).toEqual([{ id: 'parcel' }])
  await expect(service.retrieveFulfillmentOptions('gone')).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('gone'),
  })
})
