import { currencyModule } from '@stoa/currency'
import { eventsModule } from '@stoa/events'
import { FulfillmentService, fulfillmentModule } from '@stoa/fulfillment'
import { type Asker, Authenticator, createServer, type StoaServer } from '@stoa/http'
import { type Modules, provide, startModules } from '@stoa/kernel'
import { paymentModule } from '@stoa/payment'
import { PricingService, pricingModule } from '@stoa/pricing'
import { createLinks, Query, queryModule } from '@stoa/query'
import { RegionService, regionModule } from '@stoa/region'
import { SalesChannelService, salesChannelModule } from '@stoa/sales-channel'
import { StockLocationService, stockLocationModule } from '@stoa/stock-location'
import { StoreService, storeModule } from '@stoa/store'
import { taxModule } from '@stoa/tax'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  regionPaymentProvider,
  salesChannelStockLocation,
  settings,
  settingsGraph,
  settingsMigrations,
  shippingOptionPriceSet,
} from '../src/index.ts'

/** Lets everybody in: who is asking is the accounts' concern. */
class OpenDoor extends Authenticator {
  async authenticate(): Promise<Asker> {
    return { publishable_key: { id: 'apk_1', sales_channel_ids: [] }, actor: { type: 'user', id: 'user_1' } }
  }
}

const headers = { 'x-publishable-api-key': 'pk_1', authorization: 'Bearer token' }

let database: TestDatabase
let modules: Modules
let app: StoaServer

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules(
    [
      queryModule,
      eventsModule,
      currencyModule,
      storeModule,
      taxModule,
      regionModule,
      salesChannelModule,
      stockLocationModule,
      paymentModule,
      pricingModule,
      fulfillmentModule,
    ],
    {
      database: database.url,
      graph: settingsGraph,
      migrations: settingsMigrations,
      providers: [provide(Authenticator, () => new OpenDoor())],
    },
  )
  await modules.migrate()
  app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(settings as never)
})

afterAll(async () => {
  await app?.close()
  await modules?.close()
  await database?.drop()
})

const get = async (url: string) => {
  const answer = await app.inject({ url, headers })
  return { status: answer.statusCode, ...answer.json() }
}

async function createRegion(name: string, currency_code: string, countries: string[] = []) {
  const regions = modules.resolve(RegionService)
  const region = await regions.createRegions({ name, currency_code })
  await regions.setCountries(region.id, countries)
  return region
}

test('a region comes with its countries', async () => {
  const { id } = await createRegion('Nordics', 'sek', ['se', 'no'])
  const { status, region } = await get(`/store/regions/${id}`)
  expect(status).toBe(200)
  expect(region).toMatchObject({
    id,
    name: 'Nordics',
    currency_code: 'sek',
    metadata: null,
    deleted_at: null,
  })
  expect(region).not.toHaveProperty('automatic_taxes')
  expect(region.countries).toMatchObject([
    { iso_2: 'no', iso_3: 'nor', display_name: 'Norway', region_id: id },
    { iso_2: 'se', iso_3: 'swe', display_name: 'Sweden', region_id: id },
  ])
})

test('a region that does not exist is not found', async () => {
  expect(await get('/store/regions/reg_none')).toMatchObject({ status: 404, type: 'not_found' })
  expect(await get('/admin/regions/reg_none')).toMatchObject({ status: 404, type: 'not_found' })
})

test('regions are found by currency and by what they are called', async () => {
  const alps = await createRegion('Alps', 'chf')
  expect(await get('/store/regions?currency_code[]=chf&fields=id')).toMatchObject({
    regions: [{ id: alps.id }],
    count: 1,
    offset: 0,
    limit: 50,
  })
  expect((await get('/admin/regions?q=alp')).regions).toMatchObject([{ id: alps.id, automatic_taxes: true }])
})

test('a store asks for no more of a region than the wire allows', async () => {
  expect(await get('/store/regions?fields=automatic_taxes')).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining('automatic_taxes'),
  })
})

test("payment providers are a region's own, those of them that are enabled", async () => {
  const region = await createRegion('Iberia', 'eur')
  const other = await createRegion('Elsewhere', 'gbp')
  await modules.database.query(
    "insert into stoa_payment.payment_provider (id, is_enabled) values ('pp_off', false)",
  )
  await createLinks(
    modules.database,
    regionPaymentProvider,
    ['pp_system_default', 'pp_off'].map((payment_provider_id) => ({
      region_id: region.id,
      payment_provider_id,
    })),
  )
  expect(await get(`/store/payment-providers?region_id=${region.id}`)).toEqual({
    status: 200,
    payment_providers: [{ id: 'pp_system_default', is_enabled: true }],
    count: 1,
    offset: 0,
    limit: 20,
  })
  expect((await get(`/store/payment-providers?region_id=${other.id}`)).count).toBe(0)
  const { region: shown } = await get(`/store/regions/${region.id}?fields=payment_providers.id`)
  expect(shown.payment_providers.map(({ id }: { id: string }) => id).sort()).toEqual([
    'pp_off',
    'pp_system_default',
  ])
})

test('payment providers need to know for which region', async () => {
  expect(await get('/store/payment-providers')).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining('region_id'),
  })
})

test('sales channels are found by whether they are open and from where they are served', async () => {
  const channels = modules.resolve(SalesChannelService)
  const [web, market] = await channels.createSalesChannels([
    { name: 'Web' },
    { name: 'Market', is_disabled: true },
  ])
  const berlin = await modules.resolve(StockLocationService).createStockLocations({ name: 'Berlin' })
  await createLinks(modules.database, salesChannelStockLocation, [
    { sales_channel_id: web?.id, stock_location_id: berlin.id },
  ])
  expect((await get('/admin/sales-channels?is_disabled=true')).sales_channels).toMatchObject([
    { id: market?.id, name: 'Market', description: null, is_disabled: true },
  ])
  expect((await get(`/admin/sales-channels?location_id=${berlin.id}`)).sales_channels).toMatchObject([
    { id: web?.id },
  ])
  expect((await get(`/admin/sales-channels/${web?.id}`)).sales_channel).toMatchObject({ name: 'Web' })
})

test('a shipping option knows its prices, and what it costs a buyer', async () => {
  const fulfillment = modules.resolve(FulfillmentService)
  const set = await fulfillment.createFulfillmentSets({ name: 'Berlin shipping', type: 'shipping' })
  const zone = await fulfillment.createServiceZones({ name: 'Germany', fulfillment_set_id: set.id } as never)
  const [option] = await fulfillment.createShippingOptions([
    { name: 'Standard', service_zone_id: zone.id, type: { label: 'Standard', code: 'standard' } } as never,
  ])
  const [prices] = await modules.resolve(PricingService).createPriceSets([
    {
      prices: [
        { currency_code: 'eur', amount: 4.9 },
        { currency_code: 'usd', amount: 6 },
      ],
    },
  ])
  await createLinks(modules.database, shippingOptionPriceSet, [
    { shipping_option_id: option?.id, price_set_id: prices?.id },
  ])
  const [found] = await modules.resolve(Query).list('shipping_option', {
    fields: ['id', 'prices.amount', '*calculated_price'],
    context: { currency_code: 'eur' },
  })
  expect(found).toMatchObject({
    prices: [{ amount: 4.9 }, { amount: 6 }],
    calculated_price: { calculated_amount: 4.9, currency_code: 'eur' },
  })
})

test('currencies are found at their codes, by admins and by stores', async () => {
  const euro = { code: 'eur', name: 'Euro', symbol: '€', symbol_native: '€', decimal_digits: 2, rounding: 0 }
  for (const [door, limit] of [
    ['admin', 200],
    ['store', 50],
  ]) {
    expect(await get(`/${door}/currencies/EUR`)).toEqual({ status: 200, currency: euro })
    expect(await get(`/${door}/currencies?q=eur&code=eur`)).toEqual({
      status: 200,
      currencies: [euro],
      count: 1,
      offset: 0,
      limit,
    })
    expect((await get(`/${door}/currencies?fields=name&order=-code&limit=1`)).currencies).toEqual([
      { code: expect.stringMatching(/^z/), name: expect.any(String) },
    ])
    expect(await get(`/${door}/currencies/xyz`)).toMatchObject({ status: 404, type: 'not_found' })
  }
  expect(await get('/store/currencies/eur?fields=raw_rounding')).toMatchObject({ status: 400 })
  expect((await get('/store/currencies/eur?fields=created_at')).currency).toHaveProperty('created_at')
})

test('a store learns the languages the shop speaks', async () => {
  expect(await get('/store/locales')).toEqual({ status: 200, locales: [] })
  const stores = modules.resolve(StoreService)
  const { id } = await stores.createStores({ name: 'Corner shop' })
  await stores.setLocales(id, ['de-CH', 'fr'])
  expect((await get('/store/locales')).locales).toEqual([
    { code: 'de-CH', name: 'Swiss High German' },
    { code: 'fr', name: 'French' },
  ])
  await stores.softDeleteStores(id)
  expect((await get('/store/locales')).locales).toEqual([])
})
