import { tmpdir } from 'node:os'
import { FileProviders, fileModule } from '@stoa/file'
import { LocalFiles } from '@stoa/file-local'
import { type Asker, Authenticator, createServer, type Wants } from '@stoa/http'
import { Database, provide, startModules } from '@stoa/kernel'
import { queryModule } from '@stoa/query'
import { createTestDatabase, templateDatabase } from '@stoa/testing'
import { type Workflow, Workflows, workflowsModule } from '@stoa/workflows'
import type { FastifyRequest } from 'fastify'
import { operations, operationsGraph } from '../src/index.ts'

const USER = { authorization: 'Bearer user' }

/** Knows one user, and asks the database for it as a real one would. */
class OneUser extends Authenticator {
  readonly #database: Database

  constructor(database: Database) {
    super()
    this.#database = database
  }

  async authenticate(_request: FastifyRequest, { credentials }: Wants): Promise<Asker> {
    await this.#database.query('select 1')
    return credentials.bearer === 'user' ? { actor: { type: 'user', id: 'user_1' } } : {}
  }
}

const start = (url: string) =>
  startModules([queryModule, fileModule, workflowsModule], {
    database: url,
    graph: operationsGraph,
    providers: [
      provide(Authenticator, (container) => new OneUser(container.resolve(Database))),
      provide(FileProviders, () => new FileProviders([noFiles()])),
    ],
  })

const noFiles = () => new LocalFiles({ directory: tmpdir(), backend_url: 'https://api.shop.example' })

/** One host of a shop, as far as workflows go. */
export type WorkflowShop = Awaited<ReturnType<typeof openHost>>

/** A shop with one host. */
export async function openShop(known: Workflow[] = []) {
  const template = await templateDatabase('operations-workflows', async (url) => {
    const modules = await start(url)
    await modules.migrate()
    await modules.close()
  })
  const database = await createTestDatabase({ template })
  const host = await openHost(database.url, known)
  return {
    ...host,
    close: async () => {
      await host.close()
      await database.drop()
    },
  }
}

/** One more host on a shop's database. */
export async function openHost(url: string, known: Workflow[] = []) {
  const modules = await start(url)
  const app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(operations as never)
  const workflows = modules.resolve(Workflows)
  workflows.register(...known)
  const send = async (method: 'GET' | 'POST', path: string, body?: object, headers: object = USER) => {
    const answer = await app.inject({
      method,
      url: `/admin/workflows-executions${path}`,
      headers: { ...headers },
      ...(body === undefined ? {} : { payload: body }),
    })
    return { status: answer.statusCode, body: answer.json() }
  }
  return {
    url,
    app,
    workflows,
    database: modules.database,
    get: (path: string) => send('GET', path),
    post: (path: string, body: object = {}) => send('POST', path, body),
    send,
    close: async () => {
      await app.close()
      await workflows.stop()
      await modules.close()
    },
  }
}
