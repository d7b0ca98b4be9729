import { type AuthConfig, Authenticator, clearSessionCookie, setSessionCookie } from '@stoa/http'
import { Container, provide } from '@stoa/kernel'
import type { InjectOptions } from 'fastify'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { KnownAskers, openServer } from './shop.ts'

const CUSTOMER: AuthConfig = { actor: 'customer', by: ['bearer', 'session'] }
const KEY = { 'x-publishable-api-key': 'pk_known' }
const USER = { authorization: 'Bearer user' }
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })

async function shop() {
  const authenticator = new KnownAskers()
  const container = new Container()
  container.register(provide(Authenticator, () => authenticator))
  const app = await openServer({ container })
  const body = Type.Object({ name: Type.String() })
  app.get('/store/products', ({ asker }) => asker)
  app.get('/store/customers/me', { config: { auth: CUSTOMER } }, ({ asker }) => asker)
  app.get('/store/orders', { config: { auth: { ...CUSTOMER, optional: true } } }, ({ asker }) => asker)
  app.post(
    '/store/customers',
    { config: { auth: { ...CUSTOMER, allow_unregistered: true } } },
    ({ asker }) => asker,
  )
  app.post('/admin/brands', { schema: { body } }, ({ asker }) => asker)
  app.get('/admin/feature-flags', { config: { auth: false } }, ({ asker }) => asker)
  app.post('/auth/session', { config: { auth: { actor: '*', by: ['bearer'] } } }, (_request, reply) =>
    setSessionCookie(reply, 'user', 60).send({}),
  )
  app.delete('/auth/session', (_request, reply) => clearSessionCookie(reply).send({}))
  app.get('/open', ({ asker }) => asker)
  const ask = async (url: string, headers = {}, more: InjectOptions = {}) => {
    const answer = await app.inject({ url, headers, ...more })
    return { status: answer.statusCode, ...answer.json() }
  }
  return { app, ask, authenticator }
}

test('the store needs a publishable key', async () => {
  const { ask, authenticator } = await shop()
  const missing = await ask('/store/products')
  expect(missing).toMatchObject({ status: 400, type: 'not_allowed' })
  expect(missing.message).toMatch(
    /^Publishable API key required in the request header: x-publishable-api-key/,
  )
  expect(authenticator.calls).toBe(0)

  const unknown = await ask('/store/products', { 'x-publishable-api-key': 'pk_revoked' })
  expect(unknown).toMatchObject({ status: 400, type: 'not_allowed' })
  expect(unknown.message).toMatch(/^A valid publishable key is required/)

  expect(await ask('/store/products', KEY)).toEqual({
    status: 200,
    publishable_key: { id: 'apk_1', sales_channel_ids: ['sc_1'] },
  })
  expect(authenticator.calls).toBe(2)
})

test('a route for customers turns away everyone else', async () => {
  const { ask } = await shop()
  expect(await ask('/store/customers/me', { authorization: 'Bearer customer' })).toMatchObject({
    status: 400,
  })
  for (const headers of [{}, USER, { authorization: 'Bearer stale' }, basic('sk_known:')]) {
    expect(await ask('/store/customers/me', { ...KEY, ...headers })).toMatchObject({
      status: 401,
      type: 'unauthorized',
      message: expect.stringMatching(/^Unauthorized/),
    })
  }
  expect(await ask('/store/customers/me', { ...KEY, authorization: 'bearer customer' })).toMatchObject({
    status: 200,
    actor: { type: 'customer', id: 'customer_1' },
  })
})

test('an optional actor is taken if it fits', async () => {
  const { ask } = await shop()
  expect(await ask('/store/orders', KEY)).not.toHaveProperty('actor')
  expect(await ask('/store/orders', { ...KEY, ...USER })).toEqual({
    status: 200,
    publishable_key: { id: 'apk_1', sales_channel_ids: ['sc_1'] },
  })
  expect(await ask('/store/orders', { ...KEY, authorization: 'Bearer customer' })).toHaveProperty('actor')
})

test('an identity without an actor passes only where it may', async () => {
  const { ask } = await shop()
  const headers = { ...KEY, authorization: 'Bearer newcomer' }
  expect(await ask('/store/customers/me', headers)).toMatchObject({ status: 401 })
  expect(await ask('/store/customers', headers, { method: 'POST' })).toMatchObject({
    status: 200,
    auth_identity: { id: 'authid_2' },
  })
  expect(await ask('/store/customers', KEY, { method: 'POST' })).toMatchObject({ status: 401 })
})

test('who has yet to show a second factor passes only where that is enough, and is told', async () => {
  const { app, ask } = await shop()
  const config = { auth: { ...CUSTOMER, actor: '*', allow_unregistered: true, allow_mfa_pending: true } }
  app.post('/auth/half-way', { config }, ({ asker }) => asker)
  const headers = { ...KEY, authorization: 'Bearer half' }
  const refused = { status: 401, type: 'unauthorized', code: 'mfa_required' }
  expect(await ask('/store/customers/me', headers)).toMatchObject(refused)
  expect(await ask('/store/customers', headers, { method: 'POST' })).toMatchObject(refused)
  expect(await ask('/admin/brands', headers, { method: 'POST' })).toMatchObject(refused)
  expect(await ask('/store/orders', headers)).toEqual({
    status: 200,
    publishable_key: { id: 'apk_1', sales_channel_ids: ['sc_1'] },
  })
  expect(await ask('/auth/half-way', headers, { method: 'POST' })).toMatchObject({
    status: 200,
    auth_identity: { id: 'authid_3', mfa_pending: true },
  })
})

test('the admin is for users unless a route says otherwise', async () => {
  const { ask, authenticator } = await shop()
  expect(await ask('/admin/feature-flags')).toMatchObject({ status: 200 })
  expect(authenticator.calls).toBe(0)
  const post = (headers: object) => ask('/admin/brands', headers, { method: 'POST', payload: { name: 'x' } })
  expect(await post({})).toMatchObject({ status: 401 })
  expect(await post({ authorization: 'Bearer customer' })).toMatchObject({ status: 401 })
  expect(await post(USER)).toMatchObject({ status: 200, actor: { id: 'user_1' } })
  expect(authenticator.calls).toBe(2)
})

test.each([
  ['Basic with the key as user', basic('sk_known:')],
  ['Basic with the bare key', { authorization: 'Basic sk_known' }],
  ['x-medusa-access-token', { 'x-medusa-access-token': 'sk_known' }],
])('a secret key is read from %s', async (_way, headers) => {
  const { ask } = await shop()
  const answer = await ask('/admin/brands', headers, { method: 'POST', payload: { name: 'x' } })
  expect(answer).toMatchObject({ status: 200, actor: { id: 'apk_2' } })
})

test('credentials with a null character are none', async () => {
  const { ask, authenticator } = await shop()
  expect(await ask('/admin/brands', basic('sk_\0:'), { method: 'POST' })).toMatchObject({ status: 401 })
  expect(authenticator.calls).toBe(0)
})

test('a stranger does not learn what the body should be', async () => {
  const { ask } = await shop()
  const send = (payload: string, headers = {}) =>
    ask('/admin/brands', { 'content-type': 'application/json', ...headers }, { method: 'POST', payload })
  expect(await send('{}')).toMatchObject({ status: 401 })
  expect(await send('{"name":')).toMatchObject({ status: 401 })
  expect(await send('{}', USER)).toMatchObject({ status: 400 })
})

test('a session cookie is signed, and read where sessions count', async () => {
  const { app, ask } = await shop()
  const answer = await app.inject({ method: 'POST', url: '/auth/session', headers: USER })
  const [cookie] = answer.cookies
  expect(cookie).toMatchObject({
    name: 'connect.sid',
    httpOnly: true,
    sameSite: 'Lax',
    path: '/',
    maxAge: 60,
  })
  const post = (value: string) =>
    ask('/admin/brands', {}, { method: 'POST', payload: { name: 'x' }, cookies: { 'connect.sid': value } })
  expect(await post(cookie!.value)).toMatchObject({ status: 200, actor: { id: 'user_1' } })
  expect(await post('user')).toMatchObject({ status: 401 })
  expect(await post(cookie!.value.replace('user', 'customer'))).toMatchObject({ status: 401 })

  const gone = await app.inject({ method: 'DELETE', url: '/auth/session' })
  expect(gone.cookies[0]).toMatchObject({ name: 'connect.sid', value: '' })
})

test.each([
  ['a script', {}, 200],
  ['the same origin', { origin: 'http://localhost:80', 'sec-fetch-site': 'same-origin' }, 200],
  ['an allowed origin', { origin: 'https://admin.shop.io', 'sec-fetch-site': 'cross-site' }, 200],
  ['another origin', { origin: 'https://evil.io', 'sec-fetch-site': 'cross-site' }, 401],
  ['another origin in an old browser', { origin: 'https://evil.io' }, 401],
  ['a page without an origin', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 401],
])('a cookie counts for a change asked for by %s: %i', async (_who, headers, status) => {
  const app = await openServer({ authenticator: new KnownAskers(), cors: { admin: 'https://admin.shop.io' } })
  app.post('/admin/orders/:id/cancel', () => ({}))
  const cookies = { 'connect.sid': app.signCookie('user') }
  const answer = await app.inject({ method: 'POST', url: '/admin/orders/o_1/cancel', headers, cookies })
  expect(answer.statusCode).toBe(status)
})

test('the authenticator sees only what counts on the route', async () => {
  const { ask, authenticator } = await shop()
  await ask('/store/products', { ...KEY, ...USER })
  expect(authenticator.wants).toEqual({ credentials: { publishable_key: 'pk_known' } })
  await ask('/admin/brands', { ...KEY, ...USER }, { method: 'POST' })
  expect(authenticator.wants?.credentials).toEqual({ bearer: 'user' })
})

test('outside of the areas nobody is asked', async () => {
  const { ask, authenticator } = await shop()
  expect(await ask('/open', USER)).toEqual({ status: 200 })
  expect(authenticator.calls).toBe(0)
})

test('HEAD has the door of GET, and asks once', async () => {
  const { app, authenticator } = await shop()
  expect((await app.inject({ method: 'HEAD', url: '/store/products' })).statusCode).toBe(400)
  expect((await app.inject({ method: 'HEAD', url: '/store/products', headers: KEY })).statusCode).toBe(200)
  expect(authenticator.calls).toBe(1)
})

test.each(['/%61dmin/brands', '/admin/brands/', '/admin/brands?x=1'])('%s has the same door', async (url) => {
  const { ask } = await shop()
  expect(await ask(url, {}, { method: 'POST' })).toMatchObject({ status: 401 })
})

test('routes in a plugin with a prefix have doors', async () => {
  const app = await openServer({ authenticator: new KnownAskers() })
  await app.register(async (area) => area.get('/things', () => 'ok'), { prefix: '/admin' })
  expect((await app.inject('/admin/things')).statusCode).toBe(401)
  expect((await app.inject({ url: '/admin/things', headers: USER })).body).toBe('ok')
})

test('without an authenticator doors stay closed', async () => {
  const app = await openServer()
  app.get('/admin/things', () => 'ok')
  const answer = await app.inject({ url: '/admin/things', headers: USER })
  expect(answer.statusCode).toBe(500)
  expect(answer.json().message).toContain('no Authenticator is registered')
})
