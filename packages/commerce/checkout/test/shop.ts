import {
  accounts,
  accountsGraph,
  accountsMigrations,
  accountsProviders,
  createAdmin,
  publishableKeySalesChannel,
} from '@stoa/accounts'
import { ApiKeyService, apiKeyModule } from '@stoa/api-key'
import { AuthOptions, authModule } from '@stoa/auth'
import { cartModule } from '@stoa/cart'
import { catalog, catalogGraph, catalogMigrations, createProducts } from '@stoa/catalog'
import { currencyModule } from '@stoa/currency'
import { customerModule } from '@stoa/customer'
import { Events, eventsModule } from '@stoa/events'
import { FulfillmentProviders, FulfillmentService, fulfillmentModule } from '@stoa/fulfillment'
import { ManualFulfillment } from '@stoa/fulfillment-manual'
import { createServer, type StoaServer } from '@stoa/http'
import { InventoryService, inventoryModule } from '@stoa/inventory'
import { Database, type Modules, provide, startModules } from '@stoa/kernel'
import { orderModule } from '@stoa/order'
import { paymentModule } from '@stoa/payment'
import { PricingService, pricingModule } from '@stoa/pricing'
import { productModule } from '@stoa/product'
import { promotionModule } from '@stoa/promotion'
import { createLinks, Query, queryModule } from '@stoa/query'
import { RegionService, regionModule } from '@stoa/region'
import { sales, salesGraph, salesMigrations } from '@stoa/sales'
import { SalesChannelService, salesChannelModule } from '@stoa/sales-channel'
import {
  locationFulfillmentSet,
  regionPaymentProvider,
  salesChannelStockLocation,
  settings,
  settingsGraph,
  settingsMigrations,
  shippingOptionPriceSet,
} from '@stoa/settings'
import { StockLocationService, stockLocationModule } from '@stoa/stock-location'
import { storeModule } from '@stoa/store'
import { TaxService, taxModule } from '@stoa/tax'
import { createTestDatabase, type TestDatabase, templateDatabase } from '@stoa/testing'
import { translationModule } from '@stoa/translation'
import { userModule } from '@stoa/user'
import { workflowsModule } from '@stoa/workflows'
import { checkout, checkoutGraph, checkoutMigrations, checkoutProviders } from '../src/index.ts'

const ADMIN = { email: 'admin@example.com', password: 'a long password for tests' }

/** A shop in Europe with a few things to sell, behind a server that listens nowhere. */
export interface Shop {
  app: StoaServer
  modules: Modules
  database: Database
  url: string
  key: string
  regionId: string
  /** Sells in dollars. */
  otherRegionId: string
  variants: { plenty: string; few: string }
  locationId: string
  request(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<Answer>
  stop(): Promise<void>
}

/** What a route answered. */
export interface Answer {
  status: number
  body: any
}

const start = (url: string, connections = 20) =>
  startModules(
    [
      productModule,
      pricingModule,
      inventoryModule,
      stockLocationModule,
      salesChannelModule,
      regionModule,
      currencyModule,
      storeModule,
      taxModule,
      translationModule,
      cartModule,
      orderModule,
      paymentModule,
      promotionModule,
      fulfillmentModule,
      customerModule,
      userModule,
      authModule,
      apiKeyModule,
      eventsModule,
      workflowsModule,
      queryModule,
    ],
    {
      database: { url, max_connections: connections },
      graph: [...settingsGraph, ...accountsGraph, ...catalogGraph, ...salesGraph, ...checkoutGraph],
      migrations: [
        ...settingsMigrations,
        ...accountsMigrations,
        ...catalogMigrations,
        ...checkoutMigrations,
        ...salesMigrations,
      ],
      providers: [
        ...accountsProviders,
        ...checkoutProviders,
        provide(AuthOptions, () => new AuthOptions({ jwt_secret: 'a secret for tests' })),
        provide(FulfillmentProviders, () => new FulfillmentProviders([new ManualFulfillment()])),
      ],
    },
  )

/** Opens a shop of its own on a copy of a database that was filled once. */
export async function openShop(): Promise<Shop> {
  const template = await templateDatabase('checkout-shop', fill)
  const test: TestDatabase = await createTestDatabase({ template })
  const modules = await start(test.url)
  const app = await createServer({
    container: modules.container,
    cookie_secret: 'a cookie secret for tests',
    auth_rate_limit: false,
    logger: { level: 'error' },
  })
  for (const area of [accounts, settings, catalog, sales, checkout]) await app.register(area as never)
  await app.ready()
  const query = modules.resolve(Query)
  const key = (await query.first('api_key', { filters: { type: 'publishable' } }))?.token as string
  const regionOf = async (currency_code: string) =>
    (await query.first('region', { filters: { currency_code } }))?.id as string
  const location = await query.first('stock_location', {})
  const bySku = async (sku: string) =>
    (await query.first('product_variant', { filters: { sku } }))?.id as string
  return {
    app,
    modules,
    database: modules.resolve(Database),
    url: test.url,
    key,
    regionId: await regionOf('eur'),
    otherRegionId: await regionOf('usd'),
    locationId: location?.id as string,
    variants: { plenty: await bySku('PLENTY'), few: await bySku('FEW') },
    async request(method, url, body, headers = {}) {
      const response = await app.inject({
        method,
        url,
        headers: { 'x-publishable-api-key': key, ...headers },
        ...(body ? { payload: body } : {}),
      })
      return { status: response.statusCode, body: response.body ? response.json() : undefined }
    },
    async stop() {
      await app.close()
      await modules.resolve(Events).stop()
      await modules.close()
      await test.drop()
    },
  }
}

async function fill(url: string): Promise<void> {
  const modules = await start(url)
  await modules.migrate()
  const { container, database } = modules
  const regions = modules.resolve(RegionService)
  const region = await regions.createRegions({ name: 'Europe', currency_code: 'eur' })
  await regions.setCountries(region.id, ['de', 'fr'])
  await createLinks(database, regionPaymentProvider, [
    { region_id: region.id, payment_provider_id: 'pp_system_default' },
  ])
  const other = await regions.createRegions({ name: 'United States', currency_code: 'usd' })
  await regions.setCountries(other.id, ['us'])
  const channel = await modules.resolve(SalesChannelService).createSalesChannels({ name: 'Web' })
  const location = await modules.resolve(StockLocationService).createStockLocations({ name: 'Berlin' })
  await createLinks(database, salesChannelStockLocation, [
    { sales_channel_id: channel.id, stock_location_id: location.id },
  ])
  const [key] = await modules
    .resolve(ApiKeyService)
    .issueApiKeys([{ title: 'Web', type: 'publishable', created_by: 'test' }])
  await createLinks(database, publishableKeySalesChannel, [
    { publishable_key_id: key?.id, sales_channel_id: channel.id },
  ])
  await addTaxes(modules)
  const profileId = await addShipping(modules, location.id)
  await createProducts(container, [
    {
      title: 'Mug',
      status: 'published',
      sales_channels: [channel.id],
      shipping_profile_id: profileId,
      options: [{ title: 'Size', values: ['S', 'L'] }],
      variants: [
        {
          title: 'S',
          sku: 'PLENTY',
          options: { Size: 'S' },
          prices: [
            { currency_code: 'eur', amount: 10 },
            { currency_code: 'usd', amount: 11 },
          ],
        },
        { title: 'L', sku: 'FEW', options: { Size: 'L' }, prices: [{ currency_code: 'eur', amount: 12.5 }] },
      ],
    },
    {
      title: 'Draft',
      sales_channels: [channel.id],
      variants: [{ title: 'One', sku: 'DRAFT', prices: [{ currency_code: 'eur', amount: 1 }] }],
    },
  ])
  await addStock(modules, location.id)
  await createAdmin(container, ADMIN)
  await modules.close()
}

async function addTaxes(modules: Modules): Promise<void> {
  const taxes = modules.resolve(TaxService)
  for (const [country_code, rate] of [
    ['de', 19],
    ['fr', 20],
  ] as const) {
    const region = await taxes.createTaxRegions({ country_code, provider_id: 'tp_system' })
    await taxes.createTaxRates({
      tax_region_id: region.id,
      rate,
      code: `${country_code}-std`,
      name: `VAT ${rate} %`,
      is_default: true,
    })
  }
}

async function addShipping(modules: Modules, locationId: string): Promise<string> {
  const { database } = modules
  const fulfillment = modules.resolve(FulfillmentService)
  const [profile] = await fulfillment.listShippingProfiles()
  const set = await fulfillment.createFulfillmentSets({ name: 'Parcels', type: 'shipping' })
  await createLinks(database, locationFulfillmentSet, [
    { stock_location_id: locationId, fulfillment_set_id: set.id },
  ])
  const zone = await fulfillment.createServiceZones({
    name: 'Europe',
    fulfillment_set_id: set.id,
    geo_zones: ['de', 'fr'].map((country_code) => ({ type: 'country', country_code })),
  } as never)
  const [option] = await fulfillment.createShippingOptions([
    {
      name: 'Standard',
      service_zone_id: zone.id,
      shipping_profile_id: profile?.id,
      provider_id: 'manual_manual',
      price_type: 'flat',
      type: { label: 'Standard', description: 'Two days', code: 'standard' },
      rules: [
        { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
        { attribute: 'is_return', operator: 'eq', value: 'false' },
      ],
    } as never,
  ])
  const [prices] = await modules
    .resolve(PricingService)
    .createPriceSets([{ prices: [{ currency_code: 'eur', amount: 5 }] }])
  await createLinks(database, shippingOptionPriceSet, [
    { shipping_option_id: option?.id, price_set_id: prices?.id },
  ])
  return profile?.id as string
}

async function addStock(modules: Modules, location_id: string): Promise<void> {
  const inventory = modules.resolve(InventoryService)
  const items = await inventory.listInventoryItems({ sku: ['PLENTY', 'FEW'] })
  await inventory.createInventoryLevels(
    items.map(({ id, sku }) => ({
      inventory_item_id: id,
      location_id,
      stocked_quantity: sku === 'FEW' ? 10 : 1_000_000,
    })) as never[],
  )
}
