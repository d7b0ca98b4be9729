import { catalogGraph, catalogMigrations } from '@stoa/catalog'
import { currencyModule } from '@stoa/currency'
import { customerModule } from '@stoa/customer'
import { eventsModule } from '@stoa/events'
import { FulfillmentProviders, fulfillmentModule } from '@stoa/fulfillment'
import { ManualFulfillment } from '@stoa/fulfillment-manual'
import { Authenticator, createServer, type StoaServer } from '@stoa/http'
import { inventoryModule } from '@stoa/inventory'
import { type Database, type Modules, provide, startModules } from '@stoa/kernel'
import { orderModule } from '@stoa/order'
import { paymentModule } from '@stoa/payment'
import { pricingModule } from '@stoa/pricing'
import { productModule } from '@stoa/product'
import { promotionModule } from '@stoa/promotion'
import { queryModule } from '@stoa/query'
import { regionModule } from '@stoa/region'
import { salesChannelModule } from '@stoa/sales-channel'
import { settingsGraph, settingsMigrations } from '@stoa/settings'
import { stockLocationModule } from '@stoa/stock-location'
import { storeModule } from '@stoa/store'
import { taxModule } from '@stoa/tax'
import { createTestDatabase, type TestDatabase, templateDatabase } from '@stoa/testing'
import { workflowsModule } from '@stoa/workflows'
import { sales, salesGraph, salesMigrations } from '../src/index.ts'
import { Carrier } from './carrier.ts'
import { AtTheirWord } from './who-asks.ts'

/** What a route answered. */
export interface Answer {
  status: number
  body: any
}

type Method = 'GET' | 'POST' | 'DELETE'

/** The area alone, behind a server that listens nowhere. */
export interface Shop {
  url: string
  app: StoaServer
  modules: Modules
  database: Database
  /** As the admin `user_1`. */
  admin(method: Method, path: string, body?: object): Promise<Answer>
  /** As a storefront, for a customer or a guest. */
  store(method: Method, path: string, body?: object, customerId?: string): Promise<Answer>
  stop(): Promise<void>
}

const start = (url: string) =>
  startModules(
    [
      queryModule,
      eventsModule,
      productModule,
      pricingModule,
      currencyModule,
      storeModule,
      taxModule,
      inventoryModule,
      stockLocationModule,
      fulfillmentModule,
      regionModule,
      salesChannelModule,
      customerModule,
      orderModule,
      paymentModule,
      promotionModule,
      workflowsModule,
    ],
    {
      database: { url, max_connections: 20 },
      graph: [...catalogGraph, ...settingsGraph, ...salesGraph],
      migrations: [...settingsMigrations, ...catalogMigrations, ...salesMigrations],
      providers: [
        provide(Authenticator, () => new AtTheirWord()),
        provide(
          FulfillmentProviders,
          () => new FulfillmentProviders([new ManualFulfillment(), new Carrier()]),
        ),
      ],
    },
  )

export async function openShop(): Promise<Shop> {
  const template = await templateDatabase('sales-shop', async (url) => {
    const modules = await start(url)
    await modules.migrate()
    await modules.close()
  })
  const test: TestDatabase = await createTestDatabase({ template })
  const modules = await start(test.url)
  const app = await createServer({
    container: modules.container,
    cookie_secret: 'a cookie secret for tests',
    logger: { level: 'error' },
  })
  await app.register(sales as never)
  const request = async (method: Method, url: string, headers: Record<string, string>, body?: object) => {
    const response = await app.inject({ method, url, headers, ...(body ? { payload: body } : {}) })
    return { status: response.statusCode, body: response.json() }
  }
  const bearer = (id: string | undefined): Record<string, string> =>
    id ? { authorization: `Bearer ${id}` } : {}
  return {
    url: test.url,
    app,
    modules,
    database: modules.database,
    admin: (method, path, body) => request(method, `/admin${path}`, bearer('user_1'), body),
    store: (method, path, body, customerId) =>
      request(method, `/store${path}`, { 'x-publishable-api-key': 'pk_1', ...bearer(customerId) }, body),
    async stop() {
      await app.close()
      await modules.close()
      await test.drop()
    },
  }
}

/** The answer's body, of a request that must succeed. */
export function ok({ status, body }: Answer): any {
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
  return body
}
