import { tmpdir } from 'node:os'
import { eventsModule } from '@stoa/events'
import { FileProviders, fileModule } from '@stoa/file'
import { LocalFiles } from '@stoa/file-local'
import { type Asker, Authenticator, createServer, type Wants } from '@stoa/http'
import { Database, provide, startModules } from '@stoa/kernel'
import { NotificationProviders, NotificationService, notificationModule } from '@stoa/notification'
import { LocalNotifications } from '@stoa/notification-local'
import { queryModule } from '@stoa/query'
import { createTestDatabase } from '@stoa/testing'
import type { FastifyRequest } from 'fastify'
import { operations } from '../src/index.ts'

/** Knows one user by `Bearer user`, and one who may only read products; asks the database as a real one would. */
class TwoUsers extends Authenticator {
  readonly #database: Database

  constructor(database: Database) {
    super()
    this.#database = database
  }

  async authenticate(_request: FastifyRequest, { credentials }: Wants): Promise<Asker> {
    await this.#database.query('select 1')
    if (credentials.bearer === 'reader') {
      return { actor: { type: 'user', id: 'user_2', permissions: ['product:read'] } }
    }
    return credentials.bearer === 'user' ? { actor: { type: 'user', id: 'user_1' } } : {}
  }
}

/** A shop with notifications. */
export async function openShop() {
  const database = await createTestDatabase()
  const modules = await startModules([queryModule, eventsModule, fileModule, notificationModule], {
    database: database.url,
    providers: [
      provide(Authenticator, (container) => new TwoUsers(container.resolve(Database))),
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
    ],
  })
  await modules.migrate()
  const app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(operations as never)
  const get = async (path: string, token = 'user') => {
    const answer = await app.inject({
      url: `/admin/notifications${path}`,
      headers: { authorization: `Bearer ${token}` },
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  return {
    modules,
    notifications: modules.resolve(NotificationService),
    get,
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
      await modules.close()
      await database.drop()
    },
  }
}
