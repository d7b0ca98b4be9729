import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  /** The header by which the admin is known. */
  bearer: { authorization: string }
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
  /** An admin's upload of one file, in the field `file` of a form. */
  upload(url: string, filename: string, contents: string): Promise<Answer>
  regionId(currency: string): Promise<string>
  stop(): Promise<void>
}

/** @param options.background whether events are delivered and jobs run */
export async function openDemoHost({ background = false } = {}): Promise<DemoHost> {
  const database: TestDatabase = await createTestDatabase()
  const uploads = await mkdtemp(join(tmpdir(), 'stoa-demo-'))
  const host = await startHost({
    database: database.url,
    jwt_secret: 'a secret for tests',
    cookie_secret: 'another secret for tests',
    admin: ADMIN,
    background,
    uploads,
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
    bearer,
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
    async upload(url, filename, contents) {
      const form = new FormData()
      form.append('file', new Blob([contents], { type: 'text/csv' }), filename)
      const sent = new Response(form)
      const answer = await host.app.inject({
        method: 'POST',
        url,
        headers: { ...bearer, 'content-type': sent.headers.get('content-type') as string },
        payload: Buffer.from(await sent.arrayBuffer()),
      })
      return { status: answer.statusCode, body: answer.json() }
    },
    async regionId(currency) {
      const { body } = await request('GET', '/store/regions', key)
      return body.regions.find(({ currency_code }: { currency_code: string }) => currency_code === currency)
        .id
    },
    async stop() {
      await host.stop()
      await database.drop()
      await rm(uploads, { recursive: true })
    },
  }
}
