import { AuthService } from '@stoa/auth'
import { CustomerService } from '@stoa/customer'
import { createGate, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, password, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

const register = (email: string, actor = 'customer') =>
  shop.call('POST', `/auth/${actor}/emailpass/register`, { body: { email, password } })
const login = (email: string, given = password, actor = 'customer') =>
  shop.call('POST', `/auth/${actor}/emailpass`, { body: { email, password: given } })
const me = (token: string) => shop.call('GET', '/store/customers/me', { token })

test('someone registers, becomes a customer, signs in and sees themselves', async () => {
  const registered = await register('ada@example.com')
  expect(registered).toMatchObject({ status: 200, body: { token: expect.any(String) } })
  const created = await shop.call('POST', '/store/customers', {
    token: registered.body.token,
    body: { email: 'Ada@Example.com', first_name: 'Ada', last_name: 'Byron' },
  })
  expect(created.status).toBe(200)
  const { token } = (await login('ADA@example.com')).body
  expect(await me(token)).toMatchObject({
    status: 200,
    body: {
      customer: {
        id: created.body.customer.id,
        email: 'ada@example.com',
        first_name: 'Ada',
        has_account: true,
        addresses: [],
      },
    },
  })
})

test('registering gives no right by itself', async () => {
  const { token } = (await register('nobody@example.com')).body
  expect((await me(token)).status).toBe(401)
  expect((await shop.call('GET', '/admin/users/me', { token })).status).toBe(401)
})

test('a user identity that nobody invited does not open the admin, nor makes a customer', async () => {
  const { token } = (await register('uninvited@example.com', 'user')).body
  expect((await shop.call('GET', '/admin/users', { token })).status).toBe(401)
  const { body } = await login('uninvited@example.com', password, 'user')
  expect((await shop.call('GET', '/admin/users', { token: body.token })).status).toBe(401)
  expect((await shop.call('POST', '/store/customers', { token, body: {} })).status).toBe(401)
})

test('a refreshed token is of the customer that the identity has become', async () => {
  const { token } = (await register('grace@example.com')).body
  await shop.call('POST', '/store/customers', { token, body: { email: 'grace@example.com' } })
  expect((await me(token)).status).toBe(401)
  const refreshed = await shop.call('POST', '/auth/token/refresh', { token })
  expect(refreshed.status).toBe(200)
  expect((await me(refreshed.body.token)).body.customer.email).toBe('grace@example.com')
})

test.each([
  ['wrong@example.com', 'not the password'],
  ['unknown@example.com', password],
])('%s with a password that is not theirs is refused', async (email, given) => {
  await register('wrong@example.com')
  expect(await login(email, given)).toMatchObject({
    status: 401,
    body: { type: 'unauthorized', message: 'Invalid email or password' },
  })
})

test.each([
  '/auth/customer/carrier-pigeon',
  '/auth/customer/carrier-pigeon/register',
  '/auth/goblin/emailpass',
  '/auth/goblin/emailpass/register',
])('%s leads nowhere', async (url) => {
  const body = { email: 'x@example.com', password }
  expect(await shop.call('POST', url, { body })).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
})

test.each([{}, { email: 'x@example.com' }, { email: 5, password: [] }])(
  'credentials %j are refused by the name of what lacks',
  async (body) => {
    const answer = await shop.call('POST', '/auth/customer/emailpass/register', { body })
    expect(answer).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
    expect(answer.body.message).toMatch(/email|password/)
  },
)

test('two who register one address at once make one identity', async () => {
  const auth = shop.modules.resolve(AuthService)
  const gate = createGate('the first is registered')
  const first = shop.modules.database.transaction(async () => {
    await auth.register('emailpass', { email: 'twin@example.com', password })
    await gate.pass()
  })
  await gate.reached
  const second = register('TWIN@example.com')
  await untilBlocked(shop.url)
  gate.open()
  await first
  expect(await second).toMatchObject({
    status: 401,
    body: { type: 'unauthorized', message: 'Identity with email already exists' },
  })
  expect(await auth.listProviderIdentities({ entity_id: 'twin@example.com' })).toHaveLength(1)
})

test('the ways to sign in are listed', async () => {
  expect((await shop.call('GET', '/auth/customer/providers')).body).toEqual({
    providers: [
      {
        id: 'emailpass',
        identifier: 'emailpass',
        display_name: 'E-mail and password',
        flow: 'credentials',
      },
    ],
  })
})

test('a token of another secret, or none at all, is nobody', async () => {
  const forged = 'eyJhbGciOiJub25lIn0.eyJzZXNzaW9uX2lkIjoieCJ9.'
  expect((await me(forged)).status).toBe(401)
  expect((await me('rubbish')).status).toBe(401)
  expect((await shop.call('GET', '/store/customers/me')).status).toBe(401)
})

test('a customer who is deleted is out at once', async () => {
  const { id, token } = await shop.customer('gone@example.com')
  expect((await me(token)).status).toBe(200)
  await shop.modules.resolve(CustomerService).softDeleteCustomers(id)
  expect((await me(token)).status).toBe(401)
})

test('a session that has expired in the database is over, whatever the token says', async () => {
  const { token } = await shop.customer('late@example.com')
  await shop.modules.database.query(
    "update stoa_auth.auth_session set expires_at = now() - interval '1 second'",
  )
  expect((await me(token)).status).toBe(401)
})
