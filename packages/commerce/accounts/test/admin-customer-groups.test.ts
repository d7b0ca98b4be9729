import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, openShop, type Shop } from './shop.ts'

let shop: Shop
let admin: Admin

beforeAll(async () => {
  shop = await openShop()
  admin = await shop.admin('admin@example.com')
})
afterAll(() => shop?.close())

const customer = async (email: string) => (await admin.post('/customers', { email })).body.customer.id
const group = async (name: string) => (await admin.post('/customer-groups', { name })).body.customer_group
const idsOf = async (query: string) =>
  (await admin.get(`/customer-groups?${query}`)).body.customer_groups.map(({ id }: { id: string }) => id)

test('a group is created, read, changed and deleted', async () => {
  const { status, body } = await admin.post('/customer-groups', {
    id: 'cusgroup_mine',
    name: 'Wholesale',
    metadata: { discount: 10 },
  })
  expect(status).toBe(200)
  const { customer_group } = body
  expect(customer_group).toEqual({
    id: expect.stringMatching(/^cusgroup_0/),
    name: 'Wholesale',
    created_by: admin.id,
    metadata: { discount: 10 },
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
  })
  const path = `/customer-groups/${customer_group.id}`
  expect((await admin.get(path)).body).toEqual({ customer_group })
  expect((await admin.post(path, { name: 'Trade' })).body.customer_group).toMatchObject({
    name: 'Trade',
    metadata: { discount: 10 },
  })
  expect(await admin.remove(path)).toEqual({
    status: 200,
    body: { id: customer_group.id, object: 'customer_group', deleted: true },
  })
  expect(await admin.get(path)).toMatchObject({ status: 404, body: { type: 'not_found' } })
})

test('a name is given once, until its group is gone', async () => {
  const { id } = await group('Once')
  expect(await admin.post('/customer-groups', { name: 'Once' })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('Once') },
  })
  await admin.remove(`/customer-groups/${id}`)
  expect((await group('Once')).id).not.toBe(id)
  expect(await admin.post('/customer-groups', {})).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining("'name'") },
  })
})

test('customers are put into a group and taken out; one that is not there changes nothing', async () => {
  const { id } = await group('Choir')
  const [ada, bob] = [await customer('ada@example.com'), await customer('bob@example.com')]
  const assign = (body: object, to = id) =>
    admin.post(`/customer-groups/${to}/customers?fields=id,customers.email`, body)
  expect((await assign({ add: [ada, bob] })).body.customer_group.customers).toMatchObject([
    { email: 'ada@example.com' },
    { email: 'bob@example.com' },
  ])
  expect(await assign({ add: ['cus_none'], remove: [ada] })).toMatchObject({
    status: 404,
    body: { type: 'not_found', message: expect.stringContaining('cus_none') },
  })
  expect((await assign({ remove: [ada, 'cus_none'] })).body.customer_group.customers).toMatchObject([
    { id: bob },
  ])
  for (const body of [{ add: [ada] }, { remove: [ada] }, {}]) {
    expect((await assign(body, 'cusgroup_none')).status).toBe(404)
  }
  await admin.remove(`/customers/${bob}`)
  expect((await assign({})).body.customer_group.customers).toEqual([])
  expect((await assign({ add: [bob] })).status).toBe(404)
})

test('groups are found by their customers and what is known of these', async () => {
  const { id } = await group('Sailors')
  await group('Nobody')
  const sailor = await customer('sailor@example.com')
  await admin.post(`/customer-groups/${id}/customers`, { add: [sailor] })
  const path = `/customers/${sailor}/addresses`
  await admin.post(path, { city: 'Home', is_default_shipping: true })
  await admin.post(path, { city: 'Work', is_default_billing: true })
  const [home, work] = (await admin.get(path)).body.addresses
  for (const query of [
    'q=sail',
    'name=Sailors',
    `id=${id}`,
    `customers=${sailor}`,
    `customers[]=${sailor}`,
    `customers[id]=${sailor}`,
    'customers[email]=SAILOR@example.com',
    'customers[email][$in][]=SAILOR@example.com',
    'customers[email][$like]=sail%25',
    'customers[email][$re]=^[[:alpha:]]%2B@ex',
    `customers[default_shipping_address_id]=${home.id}`,
    `customers[default_billing_address_id][]=${work.id}`,
    `$or[0][customers][default_billing_address_id]=${work.id}`,
    `name=Sailors&created_by=${admin.id}&created_at[$gt]=2020-01-01`,
  ]) {
    expect(await idsOf(query), query).toEqual([id])
  }
  expect(await idsOf(`customers[default_shipping_address_id]=${work.id}`)).toEqual([])
  const { body } = await admin.get(`/customer-groups?id=${id}&fields=%2Bcustomers.id`)
  expect(body).toMatchObject({
    customer_groups: [{ name: 'Sailors', customers: [{ id: sailor }] }],
    count: 1,
    limit: 50,
    offset: 0,
  })
  expect((await admin.get('/customer-groups?customers[password]=x')).status).toBe(400)
})
