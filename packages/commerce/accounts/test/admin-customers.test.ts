import { AuthService } from '@stoa/auth'
import { CustomerService } from '@stoa/customer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, openShop, type Shop } from './shop.ts'

let shop: Shop
let admin: Admin

beforeAll(async () => {
  shop = await openShop()
  admin = await shop.admin('admin@example.com')
})
afterAll(() => shop?.close())

const create = async (body: object = {}) => (await admin.post('/customers', body)).body.customer
const idsOf = async (query: string) =>
  (await admin.get(`/customers?${query}`)).body.customers.map(({ id }: { id: string }) => id)

test('a customer is created, read, changed and deleted, and each is told', async () => {
  const { status, body } = await admin.post('/customers', {
    id: 'cus_mine',
    has_account: true,
    email: 'Ada@Example.com',
    first_name: 'Ada',
    phone: null,
    additional_data: { from: 'a fair' },
  })
  expect(status).toBe(200)
  const { customer } = body
  expect(customer).toEqual({
    id: expect.stringMatching(/^cus_0/),
    email: 'ada@example.com',
    company_name: null,
    first_name: 'Ada',
    last_name: null,
    phone: null,
    metadata: null,
    has_account: false,
    created_by: admin.id,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
  })
  const path = `/customers/${customer.id}`
  expect((await admin.get(path)).body).toEqual({ customer })
  const change = { email: 'byron@example.com', last_name: 'Byron', metadata: { vip: true } }
  expect((await admin.post(path, change)).body.customer).toMatchObject({ ...change, first_name: 'Ada' })
  expect((await admin.post(path, {})).body.customer).toMatchObject(change)
  expect(await admin.remove(path)).toEqual({
    status: 200,
    body: { id: customer.id, object: 'customer', deleted: true },
  })
  expect(await admin.get(path)).toMatchObject({ status: 404, body: { type: 'not_found' } })
  expect((await admin.post(path, { first_name: 'X' })).status).toBe(404)
  const told = async (what: string) => (await shop.told(`customer.${what}`)).map(({ id }) => id)
  expect(await told('created')).toEqual([customer.id])
  expect(await told('updated')).toEqual([customer.id, customer.id])
  expect(await told('deleted')).toEqual([customer.id])
})

test('two guests with one address are refused by its name', async () => {
  await create({ email: 'twin@example.com' })
  const { status, body } = await admin.post('/customers', { email: 'TWIN@example.com' })
  expect([status, body.type]).toEqual([400, 'invalid_data'])
  expect(body.message).toContain('twin@example.com')
  expect(await idsOf('email=twin@example.com')).toHaveLength(1)
})

test.each([
  [{ email: 'no address' }, 'email'],
  [{ first_name: 5 }, 'first_name'],
  [{ metadata: [] }, 'metadata'],
])('%j is refused by the name of the field', async (body, field) => {
  expect(await admin.post('/customers', body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(`'${field}'`) },
  })
})

test('customers are found by what is known of them', async () => {
  const { body: group } = await admin.post('/customer-groups', { name: 'Choir' })
  const groupId = group.customer_group.id
  const found = await create({ email: 'find@example.com', company_name: 'Finders', last_name: 'Keeper' })
  await create({ email: 'lose@example.com', company_name: 'Losers', last_name: 'Weeper' })
  const { id: registered } = await shop.customer('registered@example.com')
  await admin.post(`/customers/${found.id}/customer-groups`, { add: [groupId] })
  for (const query of [
    'q=find%20keep',
    `id=${found.id}`,
    `id[$in][]=${found.id}`,
    'email=FIND@Example.com',
    'email[]=Find@example.com&email[]=none@example.com',
    'company_name=Finders',
    `groups=${groupId}`,
    `groups[]=${groupId}`,
    `groups[id]=${groupId}`,
    'groups[name]=Choir&groups[created_at][$gt]=2020-01-01',
    '$or[0][email]=FIND@example.com&$or[1][last_name]=nobody',
    `last_name=Keeper&created_by=${admin.id}&has_account=false&created_at[$gt]=2020-01-01`,
  ]) {
    expect(await idsOf(query), query).toEqual([found.id])
  }
  expect(await idsOf('has_account=true')).toEqual([registered])
  expect((await admin.get('/customers?limit=1&order=-created_at')).body).toMatchObject({
    customers: [{ id: registered }],
    limit: 1,
    offset: 0,
  })
  expect((await admin.get('/customers')).body.limit).toBe(50)
})

test('a list shows groups and addresses where it is asked to', async () => {
  const { id } = await create({ email: 'shown@example.com' })
  await admin.post(`/customers/${id}/addresses`, { city: 'Athens' })
  const { body } = await admin.get(`/customers?id=${id}&fields=id,*groups,%2B*addresses`)
  expect(body.customers).toMatchObject([{ id, groups: [], addresses: [{ city: 'Athens' }] }])
  expect((await admin.get(`/customers/${id}?fields=%2B*addresses`)).body.customer).toMatchObject({
    email: 'shown@example.com',
    addresses: [{ city: 'Athens', is_default_shipping: false }],
  })
})

test('a customer is put into groups and taken out; a group that is not there changes nothing', async () => {
  const { id } = await create({ email: 'groups@example.com' })
  const groups: string[] = []
  for (const name of ['One', 'Two']) {
    groups.push((await admin.post('/customer-groups', { name })).body.customer_group.id)
  }
  const [one, two] = groups
  const assign = (body: object, of = id) =>
    admin.post(`/customers/${of}/customer-groups?fields=id,groups.name`, body)
  expect((await assign({ add: [one, one] })).body.customer).toEqual({
    id,
    groups: [{ id: one, name: 'One' }],
  })
  expect(await assign({ add: [two, 'cusgroup_none'], remove: [one] })).toMatchObject({
    status: 404,
    body: { type: 'not_found', message: expect.stringContaining('cusgroup_none') },
  })
  expect((await admin.get(`/customers/${id}?fields=groups.id`)).body.customer.groups).toEqual([{ id: one }])
  expect((await assign({ add: [two], remove: [one] })).body.customer.groups).toMatchObject([{ name: 'Two' }])
  expect((await assign({ add: [one] }, 'cus_none')).status).toBe(404)
  expect((await assign({ remove: [one] }, 'cus_none')).status).toBe(404)
})

test('addresses are added, listed, changed and taken away; one is the default of its kind', async () => {
  const { id } = await create({ email: 'addresses@example.com' })
  const path = `/customers/${id}/addresses`
  const added = await admin.post(path, {
    address_name: 'Home',
    city: 'Athens',
    country_code: 'gr',
    is_default_shipping: true,
    is_default_billing: true,
    customer_id: 'cus_other',
    additional_data: { floor: 3 },
  })
  expect(added).toMatchObject({ status: 200, body: { customer: { id, email: 'addresses@example.com' } } })
  expect(added.body.customer).not.toHaveProperty('addresses')
  await admin.post(path, { address_name: 'Work', city: 'Patras', is_default_shipping: true })

  const flags = 'fields=id,address_name,is_default_shipping,is_default_billing'
  const { addresses, ...page } = (await admin.get(`${path}?${flags}`)).body
  expect(page).toEqual({ count: 2, offset: 0, limit: 50 })
  expect(addresses).toMatchObject([
    { address_name: 'Home', is_default_shipping: false, is_default_billing: true },
    { address_name: 'Work', is_default_shipping: true, is_default_billing: false },
  ])
  for (const query of ['city=Athens', 'country_code=gr', 'q=athe', 'city[]=Athens&city[]=Rome']) {
    expect((await admin.get(`${path}?${query}`)).body.addresses).toMatchObject([{ address_name: 'Home' }])
  }

  const home = `${path}/${addresses[0].id}`
  expect((await admin.get(home)).body.address).toEqual({
    id: addresses[0].id,
    customer_id: id,
    address_name: 'Home',
    company: null,
    first_name: null,
    last_name: null,
    address_1: null,
    address_2: null,
    city: 'Athens',
    province: null,
    postal_code: null,
    country_code: 'gr',
    phone: null,
    metadata: null,
    created_at: expect.any(String),
    updated_at: expect.any(String),
  })
  const change = { city: 'Sparta', is_default_shipping: true }
  expect((await admin.post(home, change)).body.customer.id).toBe(id)
  expect((await admin.get(`${path}?${flags},city`)).body.addresses).toMatchObject([
    { city: 'Sparta', is_default_shipping: true },
    { city: 'Patras', is_default_shipping: false },
  ])
  expect(await admin.remove(home)).toMatchObject({
    status: 200,
    body: { id: addresses[0].id, object: 'customer_address', deleted: true, parent: { id } },
  })
  expect((await admin.get(home)).status).toBe(404)
})

test('an address is found under its own customer only, and an unknown customer gets none', async () => {
  const mine = await create({ email: 'mine@example.com' })
  const other = await create({ email: 'other@example.com' })
  await admin.post(`/customers/${mine.id}/addresses`, { city: 'Athens' })
  const [address] = (await admin.get(`/customers/${mine.id}/addresses`)).body.addresses
  const path = `/customers/${other.id}/addresses/${address.id}`
  const answers = [
    await admin.get(path),
    await admin.post(path, { city: 'Sparta' }),
    await admin.remove(path),
    await admin.post('/customers/cus_none/addresses', { city: 'Sparta' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404])
  expect((await admin.get(`/customers/${mine.id}/addresses`)).body.addresses).toEqual([address])
})

test('who is deleted is signed out at once, and can become a customer again', async () => {
  const { id, token } = await shop.customer('gone@example.com')
  const me = (as: string) => shop.call('GET', '/store/customers/me', { token: as })
  expect((await me(token)).status).toBe(200)
  await admin.remove(`/customers/${id}`)
  expect((await me(token)).status).toBe(401)
  expect((await shop.call('POST', '/auth/token/refresh', { token })).status).toBe(401)
  const fresh = await shop.signIn('customer', 'gone@example.com')
  expect((await me(fresh)).status).toBe(401)
  const again = await shop.call('POST', '/store/customers', { token: fresh, body: {} })
  expect(again.body.customer).toMatchObject({ email: 'gone@example.com' })
  expect(again.body.customer.id).not.toBe(id)
})

test('a deletion that fails halfway leaves customer, session and events as they were', async () => {
  const { id, token } = await shop.customer('halfway@example.com')
  const { database } = shop.modules
  await database.query(
    `create function pg_temp_refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
     create trigger refuse before update on stoa_auth.auth_identity execute function pg_temp_refuse();`,
  )
  expect((await admin.remove(`/customers/${id}`)).status).toBe(500)
  await database.query('drop trigger refuse on stoa_auth.auth_identity')
  expect((await shop.call('GET', '/store/customers/me', { token })).status).toBe(200)
  expect((await shop.told('customer.deleted')).map((data) => data.id)).not.toContain(id)
  expect(await shop.modules.resolve(CustomerService).retrieveCustomer(id)).toMatchObject({ deleted_at: null })
  expect(await shop.modules.resolve(AuthService).listLogins('customer', id)).toHaveLength(1)
})
