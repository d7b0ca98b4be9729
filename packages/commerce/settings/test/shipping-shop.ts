import { currencyModule } from '@stoa/currency'
import { eventsModule } from '@stoa/events'
import { FulfillmentProviderStrategy, FulfillmentProviders, fulfillmentModule } from '@stoa/fulfillment'
import { type Asker, Authenticator, createServer } from '@stoa/http'
import { type Modules, provide, startModules } from '@stoa/kernel'
import { paymentModule } from '@stoa/payment'
import { pricingModule } from '@stoa/pricing'
import { queryModule } from '@stoa/query'
import { regionModule } from '@stoa/region'
import { SalesChannelService, salesChannelModule } from '@stoa/sales-channel'
import { stockLocationModule } from '@stoa/stock-location'
import { storeModule } from '@stoa/store'
import { taxModule } from '@stoa/tax'
import { createTestDatabase, templateDatabase } from '@stoa/testing'
import { settings, settingsGraph, settingsMigrations } from '../src/index.ts'

/** An admin is always asking: who it is, is the accounts' concern. */
class OpenDoor extends Authenticator {
  async authenticate(): Promise<Asker> {
    return { actor: { type: 'user', id: 'user_1' } }
  }
}

/** Carries what is not marked fragile. */
class Carrier extends FulfillmentProviderStrategy {
  readonly id: string
  readonly #calculates: boolean

  constructor(id: string, calculates: boolean) {
    super()
    this.id = id
    this.#calculates = calculates
  }

  getFulfillmentOptions = async () => [{ id: 'parcel' }, { id: 'return', is_return: true }]
  validateOption = async (data: Record<string, unknown>) => data.fragile !== true
  validateFulfillmentData = async () => ({})
  canCalculate = async () => this.#calculates
  calculatePrice = async () => ({ calculated_amount: 3, is_calculated_price_tax_inclusive: false })
  createFulfillment = async () => ({ data: {}, labels: [] })
  createReturnFulfillment = async () => ({ data: {}, labels: [] })
  cancelFulfillment = async () => undefined
}

const stack = [
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
]

const start = (database: string) =>
  startModules(stack, {
    database,
    graph: settingsGraph,
    migrations: settingsMigrations,
    providers: [
      provide(Authenticator, () => new OpenDoor()),
      provide(
        FulfillmentProviders,
        () =>
          new FulfillmentProviders([
            new Carrier('carrier_fixed', false),
            new Carrier('carrier_clever', true),
          ]),
      ),
    ],
  })

/** A shop as its admin sees it. */
export interface ShippingShop {
  modules: Modules
  call(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
  ): Promise<{ status: number; [key: string]: any }>
  get(url: string): Promise<{ status: number; [key: string]: any }>
  post(url: string, body?: object): Promise<{ status: number; [key: string]: any }>
  remove(url: string): Promise<{ status: number; [key: string]: any }>
  /** A stock location that both carriers serve, with a zone of one country. */
  place(name: string, country_code?: string): Promise<{ location: string; set: string; zone: string }>
  channel(name: string): Promise<string>
  /** Ids of what events of a name told of, in their order. */
  told(event: string): Promise<string[]>
  close(): Promise<void>
}

export async function openShop(): Promise<ShippingShop> {
  const template = await templateDatabase('settings-shipping', async (url) => {
    const modules = await start(url)
    await modules.migrate()
    await modules.close()
  })
  const database = await createTestDatabase({ template })
  const modules = await start(database.url)
  const app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(settings as never)

  const call: ShippingShop['call'] = async (method, url, body) => {
    const answer = await app.inject({
      method,
      url: `/admin${url}`,
      headers: { authorization: 'Bearer token' },
      ...(body ? { payload: body } : {}),
    })
    return { status: answer.statusCode, ...answer.json() }
  }
  const post: ShippingShop['post'] = (url, body = {}) => call('POST', url, body)
  return {
    modules,
    call,
    post,
    get: (url) => call('GET', url),
    remove: (url) => call('DELETE', url),
    async place(name, country_code = 'de') {
      const { stock_location } = await post('/stock-locations', { name })
      const path = `/stock-locations/${stock_location.id}`
      await post(`${path}/fulfillment-providers`, { add: ['carrier_fixed', 'carrier_clever'] })
      const made = await post(`${path}/fulfillment-sets?fields=*fulfillment_sets`, { name, type: 'shipping' })
      const set = made.stock_location.fulfillment_sets[0].id
      const { fulfillment_set } = await post(`/fulfillment-sets/${set}/service-zones`, {
        name,
        geo_zones: [{ type: 'country', country_code }],
      })
      return { location: stock_location.id, set, zone: fulfillment_set.service_zones[0].id }
    },
    channel: async (name) =>
      (await modules.resolve(SalesChannelService).createSalesChannels({ name })).id as string,
    async told(event) {
      const rows = await modules.database.query<{ id: string }>(
        "select data->>'id' as id from stoa_events.event where name = $1 order by position",
        [event],
      )
      return rows.map(({ id }) => id)
    },
    async close() {
      await app.close()
      await modules.close()
      await database.drop()
    },
  }
}
