import { tmpdir } from 'node:os'
import { adminSettingsModule, SettingsService } from '@stoa/admin-settings'
import { CustomerService, customerModule } from '@stoa/customer'
import { eventsModule } from '@stoa/events'
import { FileProviders, fileModule } from '@stoa/file'
import { LocalFiles } from '@stoa/file-local'
import { type Asker, Authenticator, createServer, type Wants } from '@stoa/http'
import { Database, type Provider, provide, startModules } from '@stoa/kernel'
import { NotificationProviders, NotificationService, notificationModule } from '@stoa/notification'
import { LocalNotifications } from '@stoa/notification-local'
import { ProductService, productModule } from '@stoa/product'
import { queryModule } from '@stoa/query'
import { createTestDatabase } from '@stoa/testing'
import { Workflows, workflowsModule } from '@stoa/workflows'
import type { FastifyRequest } from 'fastify'
import { operations, operationsGraph } from '../src/index.ts'

/**
 * A bearer token is what its user may do, with commas; `user` and `other` may do everything. Asks the database as a real one
 * would.
 */
class Users extends Authenticator {
  readonly #database: Database

  constructor(database: Database) {
    super()
    this.#database = database
  }

  async authenticate(_request: FastifyRequest, { credentials }: Wants): Promise<Asker> {
    await this.#database.query('select 1')
    const { bearer } = credentials
    if (bearer === undefined || bearer === 'nobody') return {}
    const actor = { type: 'user', id: bearer === 'other' ? 'user_2' : 'user_1' }
    return {
      actor: ['user', 'other'].includes(bearer) ? actor : { ...actor, permissions: bearer.split(',') },
    }
  }
}

const MODULES = [
  queryModule,
  eventsModule,
  workflowsModule,
  fileModule,
  notificationModule,
  productModule,
  customerModule,
  adminSettingsModule,
]

/** A shop with notifications, products, customers, and whatever else a test brings. */
export async function openShop(providers: Provider<any>[] = []) {
  const database = await createTestDatabase()
  const modules = await startModules(MODULES, {
    database: database.url,
    graph: operationsGraph,
    providers: [
      provide(Authenticator, (container) => new Users(container.resolve(Database))),
      provide(
        NotificationProviders,
        () => new NotificationProviders([new LocalNotifications({ log: () => {} })]),
      ),
      provide(
        FileProviders,
        () =>
          new FileProviders([
            new LocalFiles({ directory: tmpdir(), backend_url: 'https://api.shop.example' }),
          ]),
      ),
      ...providers,
    ],
  })
  await modules.migrate()
  const app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(operations as never)
  const send = async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object, token = 'user') => {
    const answer = await app.inject({
      method,
      url: `/admin${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  return {
    url: database.url,
    app,
    modules,
    notifications: modules.resolve(NotificationService),
    products: modules.resolve(ProductService),
    customers: modules.resolve(CustomerService),
    settings: modules.resolve(SettingsService),
    workflows: modules.resolve(Workflows),
    send,
    get: (path: string, token?: string) => send('GET', path, undefined, token),
    /** How many statements PostgreSQL receives meanwhile. */
    async counted(work: () => Promise<unknown>): Promise<number> {
      let statements = 0
      const stop = modules.database.onStatement(() => {
        statements++
      })
      await work()
      stop()
      return statements
    },
    async close() {
      await app.close()
      await modules.resolve(Workflows).stop()
      await modules.close()
      await database.drop()
    },
  }
}
