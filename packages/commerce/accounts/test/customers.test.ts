import { AuthService } from '@stoa/auth'
import { CustomerService } from '@stoa/customer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, password, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

const register = async (email: string) => {
  const body = { email, password }
  return (await shop.call('POST', '/auth/customer/emailpass/register', { body })).body.token as string
}

test('a customer without an e-mail address gets that of the identity', async () => {
  const token = await register('Default@example.com')
  const { body } = await shop.call('POST', '/store/customers', { token, body: { first_name: 'D' } })
  expect(body.customer).toMatchObject({ email: 'default@example.com', first_name: 'D' })
})

test('who is a customer already cannot become another', async () => {
  const { token } = await shop.customer('once@example.com')
  const again = await shop.call('POST', '/store/customers', { token, body: { email: 'twice@example.com' } })
  expect(again).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: 'Request already authenticated as a customer.' },
  })
})

test('one identity that asks twice at once becomes one customer', async () => {
  const token = await register('racing@example.com')
  const ask = (email: string) => shop.call('POST', '/store/customers', { token, body: { email } })
  const answers = await Promise.all([ask('racing-1@example.com'), ask('racing-2@example.com')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  const rows = await shop.modules
    .resolve(CustomerService)
    .listCustomers({ email: ['racing-1@example.com', 'racing-2@example.com'] })
  expect(rows).toHaveLength(1)
})

test('an address that is taken leaves nothing behind', async () => {
  await shop.customer('taken@example.com')
  const token = await register('other@example.com')
  const body = { email: 'taken@example.com' }
  expect(await shop.call('POST', '/store/customers', { token, body })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data' },
  })
  const auth = shop.modules.resolve(AuthService)
  const [identity] = await auth.listProviderIdentities({ entity_id: 'other@example.com' })
  expect((await auth.retrieveAuthIdentity(identity?.auth_identity_id as string)).app_metadata).toBeNull()
  const retried = await shop.call('POST', '/store/customers', { token, body: { email: 'other@example.com' } })
  expect(retried.status).toBe(200)
})

test('registering and changing a customer is told', async () => {
  const { id, token } = await shop.customer('told@example.com')
  await shop.call('POST', '/store/customers/me', { token, body: { last_name: 'B' } })
  const events = await shop.modules.database.query(
    'select name from stoa_events.event where subject = $1 order by position',
    [id],
  )
  expect(events.map(({ name }) => name)).toEqual(['customer.created', 'customer.updated'])
})

test('customers change what is theirs to change', async () => {
  const { id, token } = await shop.customer('change@example.com')
  const body = {
    first_name: 'New',
    phone: null,
    metadata: { a: 1 },
    id: 'cus_mine',
    email: 'x@example.com',
    has_account: false,
  }
  const changed = await shop.call('POST', '/store/customers/me?fields=+created_by', { token, body })
  expect(changed.status).toBe(400)
  expect((await shop.call('POST', '/store/customers/me', { token, body })).body.customer).toMatchObject({
    id,
    first_name: 'New',
    phone: null,
    metadata: { a: 1 },
    email: 'change@example.com',
    has_account: true,
  })
})

test('addresses are added, listed, changed and taken away', async () => {
  const { token } = await shop.customer('home@example.com')
  const added = await shop.call('POST', '/store/customers/me/addresses', {
    token,
    body: { address_name: 'Home', city: 'Athens', country_code: 'gr', is_default_shipping: true },
  })
  expect(added.status).toBe(200)
  expect(added.body.customer.addresses).toMatchObject([{ address_name: 'Home', is_default_shipping: true }])
  const { id } = added.body.customer.addresses[0]
  await shop.call('POST', '/store/customers/me/addresses', {
    token,
    body: { address_name: 'Work', city: 'Patras', is_default_shipping: true },
  })
  const listed = await shop.call('GET', '/store/customers/me/addresses', { token })
  expect(listed.body).toMatchObject({ count: 2, offset: 0, limit: 50 })
  const defaults = listed.body.addresses.filter((address: any) => address.is_default_shipping)
  expect(defaults).toMatchObject([{ address_name: 'Work' }])
  expect((await shop.call('GET', '/store/customers/me/addresses?city=Patras', { token })).body.count).toBe(1)
  expect((await shop.call('GET', '/store/customers/me/addresses?q=athe', { token })).body.count).toBe(1)

  const url = `/store/customers/me/addresses/${id}`
  const changed = await shop.call('POST', url, { token, body: { city: 'Sparta', customer_id: 'cus_other' } })
  expect(changed.body.customer.addresses).toHaveLength(2)
  expect((await shop.call('GET', url, { token })).body.address).toMatchObject({ id, city: 'Sparta' })

  const removed = await shop.call('DELETE', url, { token })
  expect(removed).toMatchObject({
    status: 200,
    body: { id, object: 'address', deleted: true, parent: { addresses: [{ address_name: 'Work' }] } },
  })
  expect((await shop.call('GET', url, { token })).status).toBe(404)
})

test("another customer's address does not exist", async () => {
  const mine = await shop.customer('mine@example.com')
  const other = await shop.customer('other-one@example.com')
  const { body } = await shop.call('POST', '/store/customers/me/addresses', {
    token: mine.token,
    body: { city: 'Athens' },
  })
  const url = `/store/customers/me/addresses/${body.customer.addresses[0].id}`
  const { token } = other
  const answers = [
    await shop.call('GET', url, { token }),
    await shop.call('POST', url, { token, body: { city: 'Sparta' } }),
    await shop.call('DELETE', url, { token }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  expect((await shop.call('GET', '/store/customers/me/addresses', { token })).body.count).toBe(0)
  expect((await shop.call('GET', url, { token: mine.token })).body.address.city).toBe('Athens')
})
