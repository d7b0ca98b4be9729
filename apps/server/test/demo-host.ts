import { createDemoShop } from '@stoa/demo'
import { type Host, publishableKey, startHost } from '@stoa/host'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'

type LightMyRequestResponse = Awaited<ReturnType<Host['app']['inject']>>

const ADMIN = { email: 'admin@example.com', password: 'a long password for tests' }

/** What a route answered. */
export interface Answer {
  status: number
  body: any
}

/** The whole stack with the demo shop in it. */
export interface DemoHost {
  host: Host
  /** The publishable key. */
  key: string
  /** A store request, with the publishable key. */
  store(url: string): Promise<Answer>
  /** An admin request of the signed-in admin. */
  admin(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object): Promise<Answer>
  /** A request that shows nothing but what is given. */
  request(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    headers?: Record<string, string>,
    body?: object,
  ): Promise<Answer>
  /** A request with the admin's token and the publishable key whose body is sent as it stands. */
  raw(method: 'GET' | 'POST' | 'DELETE', url: string, body?: string): Promise<LightMyRequestResponse>
  regionId(currency: string): Promise<string>
  stop(): Promise<void>
}

export async function openDemoHost(): Promise<DemoHost> {
  const database: TestDatabase = await createTestDatabase()
  const host = await startHost({
    database: database.url,
    jwt_secret: 'a secret for tests',
    cookie_secret: 'another secret for tests',
    admin: ADMIN,
    background: false,
    // One address asks more in a test than anybody may.
    config: { server: { auth_rate_limit: false } },
    logger: { level: 'error' },
  })
  await createDemoShop(host.modules.container, { image_url: 'http://localhost:9000/static/demo' })
  const token = (await publishableKey(host.modules.container)) as string
  const key = { 'x-publishable-api-key': token }
  const request: DemoHost['request'] = async (method, url, headers = {}, body) => {
    const response = await host.app.inject({ method, url, headers, ...(body ? { payload: body } : {}) })
    return { status: response.statusCode, body: response.json() }
  }
  const { body } = await request('POST', '/auth/user/emailpass', {}, ADMIN)
  const bearer = { authorization: `Bearer ${body.token}` }
  return {
    host,
    key: token,
    request,
    store: (url) => request('GET', url, key),
    admin: (method, url, content) => request(method, url, bearer, content),
    raw: (method, url, payload) =>
      host.app.inject({
        method,
        url,
        headers: { ...bearer, ...key, 'content-type': 'application/json' },
        ...(payload === undefined ? {} : { payload }),
      }),
    async regionId(currency) {
      const { body } = await request('GET', '/store/regions', key)
      return body.regions.find(({ currency_code }: { currency_code: string }) => currency_code === currency)
        .id
    },
    async stop() {
      await host.stop()
      await database.drop()
    },
  }
}
