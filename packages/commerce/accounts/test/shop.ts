import { ApiKeyService, apiKeyModule } from '@stoa/api-key'
import { AuthOptions, authModule, MfaProviders, TotpProvider } from '@stoa/auth'
import { cartModule } from '@stoa/cart'
import { customerModule } from '@stoa/customer'
import { eventsModule } from '@stoa/events'
import { createServer, type StoaServer } from '@stoa/http'
import { type Modules, provide, startModules } from '@stoa/kernel'
import { createLinks, queryModule } from '@stoa/query'
import { rbacModule } from '@stoa/rbac'
import { regionModule } from '@stoa/region'
import { SalesChannelService, salesChannelModule } from '@stoa/sales-channel'
import { createTestDatabase, templateDatabase } from '@stoa/testing'
import { userModule } from '@stoa/user'
import { TOTP } from 'otpauth'
import {
  accounts,
  accountsGraph,
  accountsMigrations,
  accountsProviders,
  createAdmin,
  publishableKeySalesChannel,
} from '../src/index.ts'

const stack = [
  apiKeyModule,
  authModule,
  cartModule,
  customerModule,
  eventsModule,
  queryModule,
  rbacModule,
  regionModule,
  salesChannelModule,
  userModule,
]

/** What authenticator apps and the shop go by, in milliseconds. It stands still unless a test moves it. */
const clock = { now: 1_700_000_000_000 }

const start = (url: string) =>
  startModules(stack, {
    database: url,
    migrations: accountsMigrations,
    graph: accountsGraph,
    providers: [
      ...accountsProviders,
      provide(AuthOptions, () => new AuthOptions({ jwt_secret: 'secret' })),
      provide(MfaProviders, () => new MfaProviders([new TotpProvider({ now: () => clock.now })])),
    ],
  })

/** What a request carries beside its path. */
export interface Call {
  token?: string
  cookie?: string
  /** `null` to send none. Default: that of the shop. */
  key?: string | null
  body?: unknown
  headers?: Record<string, string>
}

/** The admin API as a user sees it; paths are without `/admin`. */
export interface Admin {
  id: string
  token: string
  get(path: string): Promise<{ status: number; body: any }>
  post(path: string, body?: object): Promise<{ status: number; body: any }>
  remove(path: string): Promise<{ status: number; body: any }>
}

/** A shop over HTTP with a publishable key for one channel. */
export interface Shop {
  /** Of its database. */
  url: string
  modules: Modules
  app: StoaServer
  key: { id: string; token: string }
  channel: string
  call(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    call?: Call,
  ): Promise<{ status: number; body: any; cookie?: string }>
  /** Registers an identity and makes it a customer who is signed in. */
  customer(email: string): Promise<{ id: string; token: string }>
  /** Makes a user who is signed in. */
  admin(email: string): Promise<Admin>
  /** Registers an identity that is nobody yet, and gives the token of its session. */
  register(actor: 'customer' | 'user', email: string): Promise<string>
  /** Signs in, and gives the token. */
  signIn(actor: 'customer' | 'user', email: string, password?: string): Promise<string>
  /** What events of a name said, in their order. */
  told(event: string): Promise<any[]>
  /** How many statements PostgreSQL receives meanwhile. */
  counted(work: () => Promise<unknown>): Promise<number>
  close(): Promise<void>
}

/** Lets half a minute pass, and gives the code that an app shows then. */
export function nextCode(secret: string): string {
  clock.now += 30_000
  return new TOTP({ secret }).generate({ timestamp: clock.now })
}

export const password = 'a long enough secret'

export async function openShop(): Promise<Shop> {
  const template = await templateDatabase('accounts', async (url) => {
    const modules = await start(url)
    await modules.migrate()
    await modules.close()
  })
  const database = await createTestDatabase({ template })
  const modules = await start(database.url)
  const app = await createServer({
    container: modules.container,
    cookie_secret: 'c'.repeat(32),
    auth_rate_limit: false,
  })
  await app.register(accounts as never)
  const { key, channel } = await openChannel(modules)

  const call: Shop['call'] = async (method, url, { token, cookie, key: sent, body, headers } = {}) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        ...(sent === null ? {} : { 'x-publishable-api-key': sent ?? key.token }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body as object }),
    })
    const set = answer.cookies.find(({ name }) => name === 'connect.sid')
    return {
      status: answer.statusCode,
      body: answer.body === '' ? undefined : answer.json(),
      ...(set ? { cookie: `${set.name}=${encodeURIComponent(set.value)}` } : {}),
    }
  }

  const credentialsOf = (email: string, given = password) => ({ body: { email, password: given } })

  const register: Shop['register'] = async (actor, email) =>
    (await call('POST', `/auth/${actor}/emailpass/register`, credentialsOf(email))).body.token

  const signIn: Shop['signIn'] = async (actor, email, given) =>
    (await call('POST', `/auth/${actor}/emailpass`, credentialsOf(email, given))).body.token

  const customer: Shop['customer'] = async (email) => {
    const created = await call('POST', '/store/customers', {
      token: await register('customer', email),
      body: { email, first_name: 'Ada' },
    })
    return { id: created.body.customer.id, token: await signIn('customer', email) }
  }

  const admin: Shop['admin'] = async (email) => {
    const { id } = await createAdmin(modules.container, { email, password })
    const token = await signIn('user', email)
    const ask = (method: 'GET' | 'POST' | 'DELETE') => (path: string, body?: object) =>
      call(method, `/admin${path}`, { token, key: null, body })
    return { id, token, get: ask('GET'), post: ask('POST'), remove: ask('DELETE') }
  }

  const told: Shop['told'] = async (event) => {
    const text = 'select data from stoa_events.event where name = $1 order by position'
    return (await modules.database.query<{ data: any }>(text, [event])).map(({ data }) => data)
  }

  const counted: Shop['counted'] = async (work) => {
    let count = 0
    const end = modules.database.onStatement(() => {
      count++
    })
    await work()
    end()
    return count
  }

  const close = async () => {
    await app.close()
    await modules.close()
    await database.drop()
  }
  return {
    url: database.url,
    modules,
    app,
    key,
    channel,
    call,
    customer,
    admin,
    register,
    signIn,
    told,
    counted,
    close,
  }
}

async function openChannel(modules: Modules) {
  const channel = await modules.resolve(SalesChannelService).createSalesChannels({ name: 'Web' })
  const [key] = await modules
    .resolve(ApiKeyService)
    .issueApiKeys([{ title: 'Shop', type: 'publishable', created_by: 'user_1' }])
  if (!key) throw new Error('No key was made.')
  await createLinks(modules.database, publishableKeySalesChannel, [
    { publishable_key_id: key.id, sales_channel_id: channel.id },
  ])
  return { key: { id: key.id, token: key.token }, channel: channel.id }
}
