import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost
/** May read, make and change products, and read orders and keys. */
let clerk: (method: 'GET' | 'POST', path: string, body?: object) => Promise<{ status: number; body: any }>

beforeAll(async () => {
  demo = await openDemoHost()
  const token = await user('clerk', [
    'product:read',
    'product:create',
    'product:update',
    'order:read',
    'api_key:read',
  ])
  clerk = (method, path, body) =>
    demo.request(method, `/admin${path}`, { authorization: `Bearer ${token}` }, body)
})
afterAll(() => demo?.stop())

async function user(name: string, keys: readonly string[]): Promise<string> {
  const credentials = { email: `${name}@example.com`, password: 'a long enough secret' }
  const { token } = (await demo.request('POST', '/auth/user/emailpass/register', {}, credentials)).body
  const { invite } = (await demo.admin('POST', '/admin/invites', { email: credentials.email })).body
  const headers = { authorization: `Bearer ${token}` }
  const accepted = await demo.request('POST', `/admin/invites/accept?token=${invite.token}`, headers, {})
  const query = `/admin/rbac/policies?limit=99&${keys.map((key) => `key=${key}`).join('&')}`
  const policy_ids = (await demo.admin('GET', query)).body.policies.map(({ id }: { id: string }) => id)
  expect(policy_ids).toHaveLength(keys.length)
  const { role } = (await demo.admin('POST', '/admin/rbac/roles', { name, policy_ids })).body
  await demo.admin('POST', `/admin/users/${accepted.body.user.id}/roles`, { roles: [role.id] })
  return (await demo.request('POST', '/auth/token/refresh', headers)).body.token
}

const forbidden = (permission: string) => ({
  status: 403,
  body: { type: 'forbidden', message: expect.stringContaining(permission) },
})

describe('who may read products, but not what lies behind them in other modules,', () => {
  test.each([
    ['fields=%2Bvariants.inventory_items.inventory.sku', 'inventory_item:read'],
    ['fields=%2Bvariants.inventory_items.inventory.location_levels.stocked_quantity', 'inventory_item:read'],
    ['fields=id,*variants.inventory_items.inventory', 'inventory_item:read'],
    ['fields=%2Bshipping_profile.name', 'shipping_profile:read'],
  ])('does not with %s', async (query, permission) => {
    expect(await clerk('GET', `/products?${query}`)).toMatchObject(forbidden(permission))
    expect((await demo.admin('GET', `/admin/products?${query}`)).status).toBe(200)
  })

  test('reads what the route shows by itself, and all of their own module', async () => {
    for (const query of [
      '',
      '?fields=id,title',
      '?fields=-title',
      '?fields=%2Bvariants.options.option.title,*categories.parent_category',
      '?fields=id,sales_channels.description,*variants.prices',
      // Their own module again, by way of what may be read.
      '?fields=id,variants.product.title',
    ])
      expect([query, (await clerk('GET', `/products${query}`)).status]).toEqual([query, 200])
  })

  test('neither learns it from filters nor from the order', async () => {
    for (const [query, permission] of [
      ['order=shipping_profile.name', 'shipping_profile:read'],
      ['order=title,-shipping_profile.name', 'shipping_profile:read'],
    ] as const)
      expect(await clerk('GET', `/products?${query}`)).toMatchObject(forbidden(permission))
    const { sales_channels } = (await demo.admin('GET', '/admin/sales-channels')).body
    const listed = await clerk('GET', `/products?sales_channel_id=${sales_channels[0].id}`)
    expect(listed.status).toBe(200)
    expect(listed.body.count).toBeGreaterThan(0)
  })

  test('writes nothing when the answer would show it', async () => {
    const { count } = (await clerk('GET', '/products')).body
    const body = { title: 'Never made', options: [{ title: 'Size', values: ['S'] }] }
    expect(await clerk('POST', '/products?fields=*shipping_profile', body)).toMatchObject(
      forbidden('shipping_profile:read'),
    )
    const batch = { create: [body] }
    const token = await user('batcher', [
      'product:read',
      'product:create',
      'product:update',
      'product:delete',
    ])
    const answer = await demo.request(
      'POST',
      '/admin/products/batch?fields=*shipping_profile',
      { authorization: `Bearer ${token}` },
      batch,
    )
    expect(answer).toMatchObject(forbidden('shipping_profile:read'))
    expect((await clerk('GET', '/products')).body.count).toBe(count)
  })
})

test('orders show their buyer as the route does, and no more of them', async () => {
  expect((await clerk('GET', '/orders')).status).toBe(200)
  expect((await clerk('GET', '/orders?fields=id,*items,items.variant_id')).status).toBe(200)
  for (const query of ['customer.addresses.address_1', '*customer.groups', '*items.product.categories'])
    expect((await clerk('GET', `/orders?fields=id,${query}`)).status).toBe(
      query.includes('product') ? 200 : 403,
    )
  expect(await clerk('GET', '/orders?fields=*customer.groups')).toMatchObject(forbidden('customer:read'))
  expect(await clerk('GET', '/orders?order=customer.email')).toMatchObject(forbidden('customer:read'))
})

test('once the permission is there, so is what it is for', async () => {
  const token = await user('stockist', ['product:read', 'inventory_item:read'])
  const query = 'fields=%2Bvariants.inventory_items.inventory.location_levels.stocked_quantity'
  const { status, body } = await demo.request('GET', `/admin/products?${query}`, {
    authorization: `Bearer ${token}`,
  })
  expect(status).toBe(200)
  expect(JSON.stringify(body)).toContain('stocked_quantity')
})
