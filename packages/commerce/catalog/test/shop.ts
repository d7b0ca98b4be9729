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
import { catalog, catalogGraph, catalogMigrations } from '../src/index.ts'

/** An admin is always asking: who it is, is the accounts' concern. */
class OpenDoor extends Authenticator {
  async authenticate(): Promise<Asker> {
    return { actor: { type: 'user', id: 'user_1' } }
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
  /** The statements that some work sends, but for begin and commit. */
  statementsOf(work: () => Promise<unknown>): Promise<string[]>
  close(): Promise<void>
}

export async function openShop(): Promise<CatalogShop> {
  const template = await templateDatabase('catalog-shop', async (url) => {
    const modules = await start(url)
    await modules.migrate()
    await modules.close()
  })
  const database = await createTestDatabase({ template })
  const modules = await start(database.url)
  const app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(catalog as never)
  const call = async (method: 'GET' | 'POST' | 'DELETE', url: string, body?: object): Promise<Answer> => {
    const answer = await app.inject({
      method,
      url: `/admin${url}`,
      headers: { authorization: 'Bearer token' },
      ...(body ? { payload: body } : {}),
    })
    return { status: answer.statusCode, ...answer.json() }
  }
  return {
    modules,
    databaseUrl: database.url,
    get: (url) => call('GET', url),
    post: (url, body = {}) => call('POST', url, body),
    remove: (url) => call('DELETE', url),
    async statementsOf(work) {
      const texts: string[] = []
      const stop = modules.database.onStatement((text) => texts.push(text))
      await work()
      stop()
      return texts.filter((text) => !/^(begin|commit)/i.test(text))
    },
    async close() {
      await app.close()
      await modules.close()
      await database.drop()
    },
  }
}
