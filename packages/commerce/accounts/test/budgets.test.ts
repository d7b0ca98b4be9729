import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, openShop, type Shop } from './shop.ts'

let shop: Shop
let admin: Admin

beforeAll(async () => {
  shop = await openShop()
  admin = await shop.admin('admin@example.com')
})
afterAll(() => shop?.close())

/** A customer with addresses and groups, a group with customers, users and invites: `size` of each. */
async function fill(name: string, size: number) {
  const made: { customers: string[]; groups: string[] } = { customers: [], groups: [] }
  for (let at = 0; at < size; at++) {
    const email = `${name}-${at}@example.com`
    made.customers.push((await admin.post('/customers', { email })).body.customer.id)
    const group = await admin.post('/customer-groups', { name: `${name} ${at}` })
    made.groups.push(group.body.customer_group.id)
    await admin.post('/invites', { email: `invited-${email}` })
  }
  const [customer, group] = [made.customers[0] as string, made.groups[0] as string]
  await admin.post(`/customers/${customer}/customer-groups`, { add: made.groups })
  await admin.post(`/customer-groups/${group}/customers`, { add: made.customers })
  for (let at = 0; at < size; at++) {
    await admin.post(`/customers/${customer}/addresses`, { city: `City ${at}` })
  }
  const { addresses } = (await admin.get(`/customers/${customer}/addresses`)).body
  const { invites } = (await admin.get(`/invites?q=${name}`)).body
  return { ...made, customer, group, address: addresses[0].id as string, invite: invites[0].id as string }
}

test('every read takes two statements, and no more of many rows', async () => {
  for (const size of [1, 6]) {
    const { customer, group, address, invite } = await fill(`size-${size}`, size)
    for (const path of [
      '/customers',
      '/customers?fields=*addresses,*groups',
      `/customers?groups=${group}&q=size`,
      `/customers/${customer}`,
      `/customers/${customer}?fields=%2B*addresses,*groups`,
      `/customers/${customer}/addresses`,
      `/customers/${customer}/addresses/${address}`,
      '/customer-groups',
      `/customer-groups?customers=${customer}&fields=%2Bcustomers.id`,
      `/customer-groups/${group}?fields=%2B*customers`,
      '/users',
      '/users/me',
      `/users/${admin.id}`,
      `/users/${admin.id}/auth-providers`,
      '/invites',
      `/invites/${invite}`,
    ]) {
      let status = 0
      const statements = await shop.counted(async () => {
        status = (await admin.get(path)).status
      })
      expect([path, status, statements]).toEqual([path, 200, 2])
    }
  }
})

test('a write takes as many statements for many as for one', async () => {
  const one = await fill('one', 1)
  const many = await fill('many', 6)
  const put = (customer: string, groups: string[]) =>
    shop.counted(() => admin.post(`/customers/${customer}/customer-groups`, { add: groups, remove: groups }))
  const take = (group: string, customers: string[]) =>
    shop.counted(() =>
      admin.post(`/customer-groups/${group}/customers`, { add: customers, remove: customers }),
    )
  const remove = (customer: string) => shop.counted(() => admin.remove(`/customers/${customer}`))
  expect(await put(many.customer, many.groups)).toBe(await put(one.customer, one.groups))
  expect(await take(many.group, many.customers)).toBe(await take(one.group, one.customers))
  expect(await remove(many.customer)).toBe(await remove(one.customer))
})
