import { type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createTestDatabase, type TestDatabase, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CustomerService, customerModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let customers: CustomerService
/** Another host on the same database. */
let elsewhere: Modules
let outside: CustomerService
let query: Query

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([customerModule, queryModule], { database: database.url })
  await modules.migrate()
  elsewhere = await startModules([customerModule], { database: database.url })
  customers = modules.resolve(CustomerService)
  outside = elsewhere.resolve(CustomerService)
  query = modules.resolve(Query)
})

afterAll(async () => {
  await elsewhere?.close()
  await modules?.close()
  await database?.drop()
})

const addressesOf = (customer_id: string) =>
  customers.listCustomerAddresses({ customer_id }, { order: { id: 'asc' } })

test('ten who come at once with a new address are one guest', async () => {
  const found = await Promise.all(
    Array.from({ length: 10 }, () => customers.findOrCreateGuest('Ten@Example.com', { first_name: 'Ten' })),
  )
  expect(new Set(found.map(({ id }) => id)).size).toBe(1)
  expect(await customers.listCustomers({ email: 'ten@example.com' })).toHaveLength(1)
})

test('who waits for another to make the guest is given that guest', async () => {
  let second: ReturnType<CustomerService['findOrCreateGuest']> | undefined
  const first = await modules.transaction(async () => {
    const guest = await customers.findOrCreateGuest('race@example.com')
    second = outside.findOrCreateGuest('race@example.com')
    await untilBlocked(database.url)
    return guest
  })
  expect((await second)?.id).toBe(first.id)
})

test('a guest that is known keeps what is known, whatever the case of the address', async () => {
  const first = await customers.findOrCreateGuest('Known@Example.com', { first_name: 'Ada' })
  const again = await customers.findOrCreateGuest(' known@example.COM', { first_name: 'Bob' })
  expect(again).toMatchObject({ id: first.id, first_name: 'Ada', email: 'known@example.com' })
})

test('a guest and an account may share an address, two accounts may not', async () => {
  await customers.findOrCreateGuest('shared@example.com')
  await customers.createCustomers({ email: 'Shared@Example.com', has_account: true })
  await expect(
    customers.createCustomers({ email: 'SHARED@example.com', has_account: true }),
  ).rejects.toMatchObject({ type: 'invalid_data' })
})

test('an empty address makes no guest', async () => {
  await expect(customers.findOrCreateGuest('  ')).rejects.toMatchObject({ type: 'invalid_data' })
})

test('an address that becomes the default takes the place of the other', async () => {
  const { id: customer_id } = await customers.findOrCreateGuest('default@example.com')
  const [home] = await customers.addAddresses([
    { customer_id, city: 'Home', is_default_shipping: true, is_default_billing: true },
  ])
  const [work] = await customers.addAddresses([{ customer_id, city: 'Work', is_default_shipping: true }])
  expect(await addressesOf(customer_id)).toMatchObject([
    { id: home?.id, is_default_shipping: false, is_default_billing: true },
    { id: work?.id, is_default_shipping: true, is_default_billing: false },
  ])
  await customers.changeAddresses([{ id: home?.id as string, is_default_shipping: true }])
  expect(await addressesOf(customer_id)).toMatchObject([
    { is_default_shipping: true, is_default_billing: true },
    { is_default_shipping: false, is_default_billing: false },
  ])
})

test('an address that is the default already can be made it again', async () => {
  const { id: customer_id } = await customers.findOrCreateGuest('again@example.com')
  const [home] = await customers.addAddresses([{ customer_id, is_default_shipping: true }])
  await customers.changeAddresses([{ id: home?.id as string, is_default_shipping: true, city: 'Ulm' }])
  expect(await addressesOf(customer_id)).toMatchObject([{ is_default_shipping: true, city: 'Ulm' }])
})

test('two that become the default at once: both succeed, one is it', async () => {
  const { id: customer_id } = await customers.findOrCreateGuest('two@example.com')
  const added = await customers.addAddresses([
    { customer_id, city: 'A', is_default_shipping: true },
    { customer_id, city: 'B' },
    { customer_id, city: 'C' },
  ])
  await Promise.all(
    added.slice(1).map(({ id }) => customers.changeAddresses([{ id, is_default_shipping: true }])),
  )
  const defaults = (await addressesOf(customer_id)).filter(({ is_default_shipping }) => is_default_shipping)
  expect(defaults).toHaveLength(1)
  expect(defaults[0]?.city).not.toBe('A')
})

test('who makes an address the default while another does waits, and takes its place', async () => {
  const { id: customer_id } = await customers.findOrCreateGuest('waits@example.com')
  const [later] = await customers.addAddresses([{ customer_id, city: 'Later' }])
  let second: Promise<unknown> | undefined
  await modules.transaction(async () => {
    await customers.addAddresses([{ customer_id, city: 'Sooner', is_default_billing: true }])
    second = outside.changeAddresses([{ id: later?.id as string, is_default_billing: true }])
    await untilBlocked(database.url)
  })
  await second
  const defaults = (await addressesOf(customer_id)).filter(({ is_default_billing }) => is_default_billing)
  expect(defaults).toMatchObject([{ city: 'Later' }])
})

test('the default of one customer leaves those of others alone', async () => {
  const [a, b] = await Promise.all(
    ['a', 'b'].map((name) => customers.findOrCreateGuest(`${name}-own@example.com`)),
  )
  await customers.addAddresses([{ customer_id: a?.id as string, is_default_shipping: true }])
  await customers.addAddresses([{ customer_id: b?.id as string, is_default_shipping: true }])
  expect(await addressesOf(a?.id as string)).toMatchObject([{ is_default_shipping: true }])
})

test('customers are put into groups once, found through them, and taken out', async () => {
  const { id: customer_id } = await customers.findOrCreateGuest('member@example.com')
  const { id: customer_group_id } = await customers.createCustomerGroups({ name: 'Wholesale' })
  const membership = { customer_id, customer_group_id }
  await customers.addToGroups([membership])
  await customers.addToGroups([membership])
  const read = () => query.retrieve('customer', customer_id, { fields: ['groups.name'] })
  expect((await read()).groups).toMatchObject([{ name: 'Wholesale' }])
  expect(
    await query.list('customer', { fields: ['id'], filters: { groups: { id: customer_group_id } } }),
  ).toHaveLength(1)
  await customers.removeFromGroups([membership])
  expect((await read()).groups).toEqual([])
})

test('a customer or group that does not exist, or no longer, is named, and nobody is put anywhere', async () => {
  const { id: customer_id } = await customers.findOrCreateGuest('alone@example.com')
  const [living, gone] = await customers.createCustomerGroups([{ name: 'Living' }, { name: 'Gone' }])
  await customers.softDeleteCustomerGroups(gone?.id as string)
  const add = (...pairs: [customer: string, group: string | undefined][]) =>
    customers.addToGroups(
      pairs.map(([customer, group]) => ({ customer_id: customer, customer_group_id: group as string })),
    )
  await expect(add([customer_id, living?.id], [customer_id, gone?.id])).rejects.toMatchObject({
    type: 'not_found',
    message: `There is no customer group ${gone?.id}.`,
  })
  await expect(add([customer_id, living?.id], ['cus_none', living?.id])).rejects.toMatchObject({
    message: 'There is no customer cus_none.',
  })
  expect(await customers.listCustomerGroupCustomers({ customer_id })).toEqual([])
})

test('a customer is found by any part of the name or address', async () => {
  const { id } = await customers.findOrCreateGuest('search@example.com', { last_name: 'Ångström' })
  expect(await query.list('customer', { fields: ['id'], filters: { q: 'ngströ' } })).toEqual([{ id }])
})
