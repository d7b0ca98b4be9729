import { ApiKeyService, apiKeyModule } from '@stoa/api-key'
import { AuthOptions, authModule } from '@stoa/auth'
import { CartService } from '@stoa/cart'
import { CustomerService, customerModule } from '@stoa/customer'
import { eventsModule } from '@stoa/events'
import { createServer } from '@stoa/http'
import { provide, startModules } from '@stoa/kernel'
import { createLinks, queryModule } from '@stoa/query'
import { RegionService } from '@stoa/region'
import { SalesChannelService, salesChannelModule } from '@stoa/sales-channel'
import { userModule } from '@stoa/user'
import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import {
  accounts,
  accountsGraph,
  accountsProviders,
  createAdmin,
  publishableKeySalesChannel,
  StoaAuthenticator,
} from '../src/index.ts'
import { openShop, password, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
  shop.app.get('/store/asker', { config: { auth: false } }, ({ asker }) => asker)
  shop.app.get(
    '/store/my-asker',
    { config: { auth: { actor: 'customer', by: ['session', 'bearer'], optional: true } } },
    ({ asker }) => asker,
  )
  await createAdmin(shop.modules.container, { email: 'admin@example.com', password })
})
afterAll(() => shop?.close())

const admin = () => shop.signIn('user', 'admin@example.com')

test.each([
  [null, 'required'],
  ['pk_unknown', 'unknown'],
])('a store request with the key %s is refused', async (key, reason) => {
  const answer = await shop.call('GET', '/store/asker', { key })
  expect(answer).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  expect(answer.body.message).toContain(reason)
})

test('a key opens its channels that are not disabled', async () => {
  const [open, disabled] = await shop.modules
    .resolve(SalesChannelService)
    .createSalesChannels([{ name: 'Open' }, { name: 'Disabled', is_disabled: true }])
  const [key] = await shop.modules
    .resolve(ApiKeyService)
    .issueApiKeys([{ title: 'Two', type: 'publishable', created_by: 'user_1' }])
  await createLinks(
    shop.modules.database,
    publishableKeySalesChannel,
    [open, disabled].map((channel) => ({ publishable_key_id: key?.id, sales_channel_id: channel?.id })),
  )
  const { body } = await shop.call('GET', '/store/asker', { key: key?.token as string })
  expect(body).toEqual({ publishable_key: { id: key?.id, sales_channel_ids: [open?.id] } })
})

test('a revoked key closes at once', async () => {
  const keys = shop.modules.resolve(ApiKeyService)
  const [key] = await keys.issueApiKeys([{ title: 'Old', type: 'publishable', created_by: 'user_1' }])
  const ask = async () => (await shop.call('GET', '/store/asker', { key: key?.token as string })).status
  expect(await ask()).toBe(200)
  await keys.revokeApiKeys([key?.id as string], { revoked_by: 'user_1' })
  expect(await ask()).toBe(400)
})

test('a secret key opens the admin until it is revoked, and never the store', async () => {
  const keys = shop.modules.resolve(ApiKeyService)
  const [key] = await keys.issueApiKeys([{ title: 'ERP', type: 'secret', created_by: '' }])
  const headers = { authorization: `Basic ${Buffer.from(`${key?.token}:`).toString('base64')}` }
  const ask = async () => (await shop.call('GET', '/admin/users', { headers })).status
  expect(await ask()).toBe(200)
  expect((await shop.call('GET', '/store/asker', { key: key?.token as string })).status).toBe(400)
  await keys.revokeApiKeys([key?.id as string], { revoked_by: 'user_1' })
  expect(await ask()).toBe(401)
})

test('what is stored of a secret key opens nothing', async () => {
  const keys = shop.modules.resolve(ApiKeyService)
  const [key] = await keys.issueApiKeys([{ title: 'ERP', type: 'secret', created_by: '' }])
  const { token } = await keys.retrieveApiKey(key?.id as string)
  const headers = { 'x-medusa-access-token': token }
  expect((await shop.call('GET', '/admin/users', { headers })).status).toBe(401)
})

test('neither a customer nor a publishable key opens the admin', async () => {
  const { token } = await shop.customer('curious@example.com')
  expect((await shop.call('GET', '/admin/users', { token })).status).toBe(401)
  expect((await shop.call('GET', '/admin/users')).status).toBe(401)
  const headers = { 'x-medusa-access-token': shop.key.token }
  expect((await shop.call('GET', '/admin/users', { headers })).status).toBe(401)
})

test('signing out closes the door for token and cookie at once', async () => {
  const { token } = await shop.customer('leaving@example.com')
  const opened = await shop.call('POST', '/auth/session', { token })
  expect(opened).toMatchObject({
    status: 200,
    body: {
      user: {
        actor_id: expect.stringMatching(/^cus_/),
        actor_type: 'customer',
        auth_identity_id: expect.stringMatching(/^authid_/),
        auth_provider: 'emailpass',
        exp: expect.any(Number),
        iat: expect.any(Number),
        mfa_enabled: false,
        mfa_challenge_completed_at: null,
        app_metadata: { customer_id: expect.stringMatching(/^cus_/) },
        user_metadata: {},
      },
    },
  })
  const ways = [{ token }, { cookie: opened.cookie as string }]
  const ask = () =>
    Promise.all(ways.map(async (way) => (await shop.call('GET', '/store/customers/me', way)).status))
  expect(await ask()).toEqual([200, 200])
  const closed = await shop.call('DELETE', '/auth/session', { cookie: opened.cookie as string })
  expect(closed).toMatchObject({ status: 200, body: { success: true } })
  expect(await ask()).toEqual([401, 401])
})

test('signing out ends only that session', async () => {
  await shop.customer('both@example.com')
  const signIn = async () => {
    const body = { email: 'both@example.com', password }
    return (await shop.call('POST', '/auth/customer/emailpass', { body })).body.token as string
  }
  const [phone, laptop] = [await signIn(), await signIn()]
  await shop.call('DELETE', '/auth/session', { token: phone })
  expect((await shop.call('GET', '/store/customers/me', { token: phone })).status).toBe(401)
  expect((await shop.call('GET', '/store/customers/me', { token: laptop })).status).toBe(200)
  expect((await shop.call('POST', '/auth/token/refresh', { token: phone })).status).toBe(401)
})

test('the cookie of a customer does not get in the way of an admin with a token', async () => {
  const { token } = await shop.customer('two-hats@example.com')
  const { cookie } = await shop.call('POST', '/auth/session', { token })
  const both = { token: await admin(), cookie: cookie as string }
  expect((await shop.call('GET', '/admin/users/me', both)).body.user.email).toBe('admin@example.com')
  expect((await shop.call('GET', '/store/customers/me', both)).body.customer.email).toBe(
    'two-hats@example.com',
  )
})

test('nor in the way of a program with a secret key', async () => {
  const { token } = await shop.customer('browsing@example.com')
  const { cookie } = await shop.call('POST', '/auth/session', { token })
  const [key] = await shop.modules
    .resolve(ApiKeyService)
    .issueApiKeys([{ title: 'ERP', type: 'secret', created_by: '' }])
  const headers = { 'x-medusa-access-token': key?.token as string }
  const answer = await shop.call('GET', '/admin/users', { headers, cookie: cookie as string })
  expect(answer.status).toBe(200)
})

test('a shop without regions and carts knows its askers too', async () => {
  const bare = await startModules(
    [apiKeyModule, authModule, customerModule, salesChannelModule, userModule],
    {
      database: shop.url,
      providers: [provide(AuthOptions, () => new AuthOptions({ jwt_secret: 'secret' }))],
    },
  )
  onTestFinished(() => bare.close())
  const request = { query: { region_id: 'reg_1' } } as FastifyRequest
  const wants = { credentials: { publishable_key: shop.key.token } }
  expect(await new StoaAuthenticator(bare.container).authenticate(request, wants)).toEqual({
    publishable_key: { id: shop.key.id, sales_channel_ids: [shop.channel] },
  })
})

test('a shop without the module of the roles has none, and its users may do everything', async () => {
  const bare = await startModules(
    [apiKeyModule, authModule, customerModule, eventsModule, queryModule, salesChannelModule, userModule],
    {
      database: shop.url,
      graph: accountsGraph,
      providers: [
        ...accountsProviders,
        provide(AuthOptions, () => new AuthOptions({ jwt_secret: 'secret' })),
      ],
    },
  )
  onTestFinished(() => bare.close())
  const app = await createServer({ container: bare.container, cookie_secret: 'c'.repeat(32) })
  onTestFinished(() => app.close())
  await app.register(accounts as never)
  const headers = { authorization: `Bearer ${await admin()}` }
  const ask = async (method: 'GET' | 'POST' | 'DELETE', path: string, payload?: object) =>
    (await app.inject({ method, url: `/admin${path}`, headers, ...(payload ? { payload } : {}) })).statusCode
  expect(await ask('GET', '/rbac/roles')).toBe(404)
  expect(await ask('GET', '/users?fields=id,email')).toBe(200)
  expect(await ask('POST', '/invites', { email: 'a@example.com', roles: ['role_1'] })).toBe(400)
  expect(await ask('POST', '/invites', { email: 'a@example.com', roles: [] })).toBe(200)
  const { id } = await createAdmin(bare.container, { email: 'second@example.com', password })
  expect(await ask('POST', `/users/${id}/reset-password`)).toBe(200)
  expect(await ask('DELETE', `/users/${id}`)).toBe(200)
})

test('the asker is known with groups, region and currency', async () => {
  const { id, token } = await shop.customer('member@example.com')
  const customers = shop.modules.resolve(CustomerService)
  const group = await customers.createCustomerGroups({ name: 'Wholesale' })
  await customers.addToGroups([{ customer_id: id, customer_group_id: group.id }])
  const region = await shop.modules
    .resolve(RegionService)
    .createRegions({ name: 'Europe', currency_code: 'eur' })
  const [cart] = await shop.modules
    .resolve(CartService)
    .createCarts([{ currency_code: 'usd', region_id: region.id }])
  const ask = async (query: string) => (await shop.call('GET', `/store/my-asker?${query}`, { token })).body
  expect(await ask('')).toEqual({
    publishable_key: { id: shop.key.id, sales_channel_ids: [shop.channel] },
    actor: {
      type: 'customer',
      id,
      auth_identity_id: expect.any(String),
      session_id: expect.any(String),
      customer_group_ids: [group.id],
    },
  })
  expect((await ask(`region_id=${region.id}`)).context).toEqual({
    region_id: region.id,
    currency_code: 'eur',
  })
  expect((await ask(`cart_id=${cart?.id}`)).context).toEqual({ region_id: region.id, currency_code: 'usd' })
  expect((await ask(`region_id=reg_x&cart_id=${cart?.id}`)).context).toBeUndefined()
  expect((await ask('region_id[]=a&region_id[]=b')).context).toBeUndefined()
  expect(await shop.counted(() => ask(`region_id=${region.id}&cart_id=${cart?.id}`))).toBe(1)
})

test('reading oneself takes two statements', async () => {
  const { token } = await shop.customer('counted@example.com')
  expect(await shop.counted(() => shop.call('GET', '/store/customers/me', { token }))).toBe(2)
  const { cookie } = await shop.call('POST', '/auth/session', { token })
  expect(
    await shop.counted(() => shop.call('GET', '/store/customers/me', { token, cookie: cookie as string })),
  ).toBe(2)
  const asAdmin = await admin()
  expect(await shop.counted(() => shop.call('GET', '/admin/users', { token: asAdmin }))).toBe(2)
})
