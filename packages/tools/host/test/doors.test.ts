import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Host, publishableKey, readEnvironment, startHost } from '../src/index.ts'

let database: TestDatabase
let project: string
let host: Host
let key: string
let token: string

const ADMIN = { email: 'admin@example.com', password: 'a long password' }

beforeAll(async () => {
  database = await createTestDatabase()
  project = await mkdtemp(join(tmpdir(), 'stoa-doors-'))
  const variables = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    JWT_SECRET: 'c8f1d0a97b2e4435',
    COOKIE_SECRET: '55b0ce6a1f9d4c21',
    STORE_CORS: 'https://shop.example',
    ADMIN_CORS: 'https://admin.example',
    AUTH_CORS: 'https://login.example',
    BACKEND_URL: 'https://api.shop.example',
    STOA_ADMIN_EMAIL: ADMIN.email,
    STOA_ADMIN_PASSWORD: ADMIN.password,
    LOG_LEVEL: 'silent',
  }
  const { options } = await readEnvironment(variables, project)
  host = await startHost({ ...options, background: false })
  key = (await publishableKey(host.modules.container)) as string
  token = (await signIn('192.0.2.1')).json().token
})

afterAll(async () => {
  await host?.stop()
  await database?.drop()
  await rm(project, { recursive: true })
})

afterEach(() => vi.unstubAllEnvs())

const signIn = (remoteAddress: string, password = ADMIN.password) =>
  host.app.inject({
    method: 'POST',
    url: '/auth/user/emailpass',
    payload: { ...ADMIN, password },
    remoteAddress,
  })

const store = (url: string) => host.app.inject({ url, headers: { 'x-publishable-api-key': key } })

const admin = (method: 'GET' | 'POST', url: string, payload?: object) =>
  host.app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${token}` },
    ...(payload ? { payload } : {}),
  })

test('production does not start on secrets that anybody knows, whoever starts it', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  const secrets = { jwt_secret: 'supersecret', cookie_secret: '55b0ce6a1f9d4c21' }
  await expect(startHost({ ...secrets, database: database.url })).rejects.toThrow('jwt_secret')
})

test('no host starts without secrets', async () => {
  const secrets = { jwt_secret: 'a secret of the tests', cookie_secret: undefined as never }
  await expect(startHost({ ...secrets, database: database.url })).rejects.toThrow('cookie_secret is empty')
})

test('each area answers the origins of its own', async () => {
  const allowed = async (url: string, origin: string) => {
    const headers = { origin, 'access-control-request-method': 'GET' }
    const answer = await host.app.inject({ method: 'OPTIONS', url, headers })
    return answer.headers['access-control-allow-origin'] === origin
  }
  for (const [url, own] of [
    ['/store/products', 'https://shop.example'],
    ['/admin/products', 'https://admin.example'],
    ['/auth/user/emailpass', 'https://login.example'],
  ] as const) {
    for (const origin of ['https://shop.example', 'https://admin.example', 'https://login.example']) {
      expect([url, origin, await allowed(url, origin)]).toEqual([url, origin, origin === own])
    }
  }
})

test('the session cookie is for this host, over HTTPS, and out of reach of scripts', async () => {
  const session = await host.app.inject({
    method: 'POST',
    url: '/auth/session',
    headers: { authorization: `Bearer ${token}` },
  })
  expect(session.statusCode).toBe(200)
  const [cookie] = session.cookies
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
  expect(cookie).not.toHaveProperty('domain')
})

test('every answer tells browsers to be careful', async () => {
  for (const url of ['/health', '/store/products', '/admin/products', '/auth/user/emailpass', '/nothing']) {
    const { headers } = await host.app.inject(url)
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'strict-transport-security': expect.stringContaining('max-age='),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'referrer-policy': 'no-referrer',
    })
    expect(headers).not.toHaveProperty('x-powered-by')
  }
})

test('passwords cannot be guessed quickly', async () => {
  const statuses = new Set<number>()
  for (let times = 0; times < 31; times++) statuses.add((await signIn('192.0.2.2', 'a guess')).statusCode)
  expect([...statuses]).toEqual([401, 429])
  expect((await signIn('192.0.2.3')).statusCode).toBe(200)
})

test.each([
  ['/store/products?limit=10001', 'limit'],
  ['/store/products?limit=-1', 'limit'],
  ['/store/products?offset=1e300', 'offset'],
  [`/admin/products?fields=${'categories.'.repeat(9)}id`, 'nested too deep'],
  [`/admin/products?fields=${Array.from({ length: 401 }, (_, at) => `a${at}`)}`, 'At most 400 fields'],
  [`/admin/products?${conditions(201)}`, 'at most 200 conditions'],
  [`/admin/products?order=${Array.from({ length: 11 }, () => 'title')}`, 'at most 10 fields'],
  [`/admin/products?$and${'[0][$and]'.repeat(12)}[0][id]=x`, 'nest at most 10 levels'],
])('%.60s… is more than anybody needs', async (url, message) => {
  const answer = await (url.startsWith('/store') ? store(url) : admin('GET', url))
  expect(answer.statusCode).toBe(400)
  expect(answer.json()).toMatchObject({ type: 'invalid_data', message: expect.stringContaining(message) })
})

test('a store cannot search by regular expression', async () => {
  const answer = await store('/store/products?title[$re]=(a%2B)%2B$')
  expect(answer.statusCode).toBe(400)
})

test('a body has its bounds', async () => {
  const large = await admin('POST', '/admin/product-tags', { value: 'x'.repeat(1_100_000) })
  expect([large.statusCode, large.json().code]).toEqual([413, 'body_too_large'])
  let deep: object = {}
  for (let level = 0; level < 200; level++) deep = { deep }
  const nested = await admin('POST', '/admin/product-tags', { value: 'x', metadata: deep })
  expect([nested.statusCode, nested.json().message]).toEqual([
    400,
    expect.stringContaining('nested more than'),
  ])
})

test('uploads lie in the project, and have a URL under the public one', async () => {
  const form = new FormData()
  form.append('files', new Blob(['hello'], { type: 'text/plain' }), 'hello.txt')
  const body = new Response(form)
  const answer = await host.app.inject({
    method: 'POST',
    url: '/admin/uploads',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': body.headers.get('content-type') as string,
    },
    payload: Buffer.from(await body.arrayBuffer()),
  })
  const [{ id, url }] = answer.json().files
  expect(url).toBe(`https://api.shop.example/static/${id}`)
  expect(await readFile(join(project, '.stoa', 'uploads', id), 'utf8')).toBe('hello')
  expect((await host.app.inject(`/static/${id}`)).body).toBe('hello')
})

function conditions(count: number): string {
  return Array.from({ length: count }, (_, at) => `$or[${at}][id]=${at}`).join('&')
}
