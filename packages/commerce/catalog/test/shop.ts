import { currencyModule } from '@stoa/currency'
import { customerModule } from '@stoa/customer'
import { eventsModule } from '@stoa/events'
import { fulfillmentModule } from '@stoa/fulfillment'
import { type Asker, Authenticator, createServer } from '@stoa/http'
import { inventoryModule } from '@stoa/inventory'
import { type Modules, provide, startModules } from '@stoa/kernel'
import { pricingModule } from '@stoa/pricing'
import { productModule } from '@stoa/product'
import { promotionModule } from '@stoa/promotion'
import { queryModule } from '@stoa/query'
import { regionModule } from '@stoa/region'
import { salesChannelModule } from '@stoa/sales-channel'
import { createTestDatabase, templateDatabase } from '@stoa/testing'
import { workflowsModule } from '@stoa/workflows'
import type { FastifyRequest } from 'fastify'
import { catalog, catalogGraph, catalogMigrations } from '../src/index.ts'

/** Who asks a store. */
export interface TestBuyer {
  region_id?: string
  customer_group_ids?: string[]
  sales_channel_ids: string[]
}

/** An admin, or the buyer that the header names, is always asking: who it is, is the accounts' concern. */
class OpenDoor extends Authenticator {
  override async authenticate({ headers }: FastifyRequest): Promise<Asker> {
    if (typeof headers['x-buyer'] !== 'string') return { actor: { type: 'user', id: 'user_1' } }
    const { sales_channel_ids, customer_group_ids, ...place } = JSON.parse(headers['x-buyer']) as TestBuyer
    return {
      publishable_key: { id: 'apk_1', sales_channel_ids },
      context: { currency_code: 'eur', ...place },
      ...(customer_group_ids ? { actor: { type: 'customer', id: 'cus_1', customer_group_ids } } : {}),
    }
  }
}

const start = (database: string) =>
  startModules(
    [
      queryModule,
      eventsModule,
      workflowsModule,
      productModule,
      pricingModule,
      promotionModule,
      inventoryModule,
      regionModule,
      currencyModule,
      customerModule,
      salesChannelModule,
      fulfillmentModule,
    ],
    {
      database,
      graph: catalogGraph,
      migrations: catalogMigrations,
      providers: [provide(Authenticator, () => new OpenDoor())],
    },
  )

/** What a route answered: its status, and the properties of its body. */
export type Answer = { status: number; [key: string]: any }

/** The catalogue as its admin sees it, behind a server that listens nowhere. */
export interface CatalogShop {
  modules: Modules
  databaseUrl: string
  get(url: string): Promise<Answer>
  post(url: string, body?: object): Promise<Answer>
  remove(url: string): Promise<Answer>
  /** Opens a port: the URL it is reached at. */
  listen(): Promise<string>
  /** A request to the store. */
  buy(buyer: TestBuyer, url: string, body?: object): Promise<Answer>
  /** The statements that some work sends, but for begin and commit. */
  statementsOf(work: () => Promise<unknown>): Promise<string[]>
  /** Another host on the same database. Close it first. */
  anotherHost(): Promise<CatalogShop>
  close(): Promise<void>
}

export async function openShop(): Promise<CatalogShop> {
  const template = await templateDatabase('catalog-shop', async (url) => {
    const modules = await start(url)
    await modules.migrate()
    await modules.close()
  })
  const database = await createTestDatabase({ template })
  return openHost(database.url, () => database.drop())
}

async function openHost(databaseUrl: string, drop?: () => Promise<void>): Promise<CatalogShop> {
  const modules = await start(databaseUrl)
  const app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(catalog as never)
  const call = async (
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    body?: object,
    headers: Record<string, string> = { authorization: 'Bearer token' },
  ): Promise<Answer> => {
    const answer = await app.inject({
      method,
      url,
      headers,
      ...(body ? { payload: body } : {}),
    })
    return { status: answer.statusCode, ...answer.json() }
  }
  return {
    modules,
    databaseUrl,
    get: (url) => call('GET', `/admin${url}`),
    post: (url, body = {}) => call('POST', `/admin${url}`, body),
    remove: (url) => call('DELETE', `/admin${url}`),
    buy: (buyer, url, body) =>
      call(body ? 'POST' : 'GET', `/store${url}`, body, {
        'x-publishable-api-key': 'pk_1',
        'x-buyer': JSON.stringify(buyer),
      }),
    listen: () => app.listen({ port: 0, host: '127.0.0.1' }),
    async statementsOf(work) {
      const texts: string[] = []
      const stop = modules.database.onStatement((text) => texts.push(text))
      await work()
      stop()
      return texts.filter((text) => !/^(begin|commit)/i.test(text))
    },
    anotherHost: () => openHost(databaseUrl),
    async close() {
      await app.close()
      await modules.close()
      await drop?.()
    },
  }
}
