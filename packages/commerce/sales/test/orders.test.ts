import { OrderService } from '@stoa/order'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsOf, sell, twoMugs } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.stop())

const found = async (query: string): Promise<string[]> =>
  ok(await shop.admin('GET', `/orders?fields=id&${query}`)).orders.map(({ id }: { id: string }) => id)

const read = async (id: string, query = '') => ok(await shop.admin('GET', `/orders/${id}${query}`)).order

test('orders are found by what they come to, compared as numbers', async () => {
  const [small, large] = [
    await sell(shop, { locale: 'el' }),
    await sell(shop, { locale: 'el' }, { items: Array.from({ length: 5 }, twoMugs) }),
  ]
  const all = `id[0]=${small}&id[1]=${large}`
  expect(await found(`${all}&total=22`)).toEqual([small])
  expect(await found(`${all}&total[$gt]=22`)).toEqual([large])
  expect(await found(`${all}&total[$gte]=22&total[$lt]=110`)).toEqual([small])
  expect(await found(`${all}&total[]=22&total[]=110.00`)).toEqual([small, large])
  expect(await found(`${all}&$or[0][total]=110&$or[1][total]=1`)).toEqual([large])
  expect((await shop.admin('GET', '/orders?total=much')).status).toBe(400)
})

test('orders are found by every filter the list knows', async () => {
  const values = {
    sales_channel_id: 'sc_1',
    region_id: 'reg_1',
    customer_id: 'cus_1',
    email: 'q@example.com',
  }
  const id = await sell(shop, values)
  const day = new Date().toISOString().slice(0, 10)
  for (const query of [
    `id=${id}`,
    `id[$in][]=${id}`,
    'sales_channel_id[]=sc_1',
    'region_id=reg_1',
    'customer_id=cus_1',
    'q=q@example',
    `region_id=reg_1&status=pending`,
    `region_id=reg_1&status[$ne]=canceled`,
    `region_id=reg_1&created_at[$gte]=${day}`,
    `region_id=reg_1&updated_at[$gt]=${day}`,
  ]) {
    expect(await found(query), query).toEqual([id])
  }
  expect(await found('region_id=reg_1&status=canceled')).toEqual([])
})

test('an order is read in the version that is asked for', async () => {
  const [first, second] = [twoMugs(), twoMugs()]
  const id = await sell(shop, {}, { items: [first] })
  const orders = shop.modules.resolve(OrderService)
  await orders.createOrderLineItems({ ...second.values, id: second.id } as never)
  await orders.createOrderItems([
    { order_id: id, item_id: first.id, version: 2, quantity: 3 as never },
    { order_id: id, item_id: second.id, version: 2, quantity: 1 as never },
  ])
  const [summary] = await orders.listOrderSummaries({ order_id: id })
  await orders.createOrderSummaries({
    order_id: id,
    version: 2,
    totals: { ...summary?.totals, current_order_total: 43 },
  })
  await orders.updateOrders({ id, version: 2 })

  const now = await read(id)
  expect(now).toMatchObject({ version: 2, summary: { current_order_total: 43 } })
  expect(now.items.map(({ quantity }: { quantity: number }) => quantity)).toEqual([3, 1])
  const then = await read(id, '?version=1')
  expect(then).toMatchObject({ version: 1, total: 22, summary: { current_order_total: 22 } })
  expect(then.items).toMatchObject([{ quantity: 2, detail: { version: 1 } }])
  expect(await shop.admin('GET', `/orders/${id}?version=3`)).toMatchObject({
    status: 404,
    body: { message: expect.stringMatching(/version: 3/) },
  })
  expect((await shop.admin('GET', `/orders/${id}?version=0`)).status).toBe(400)
  expect(await found(`id=${id}&total=22`)).toEqual([])

  const lines = async (query = '') =>
    ok(await shop.admin('GET', `/orders/${id}/line-items${query}`)).order_items
  expect(await lines()).toMatchObject([
    { item_id: first.id, version: 2, history: { version: { from: 1, to: 2 } }, item: { title: 'Mug' } },
    { item_id: second.id, version: 2, history: { version: { from: 2, to: 2 } } },
  ])
  expect(await lines('?version=1&fields=%2Bquantity')).toMatchObject([{ version: 1, quantity: 2 }])
  expect(await lines(`?item_id=${second.id}`)).toHaveLength(1)
  expect((await shop.admin('GET', '/orders/order_none/line-items')).status).toBe(404)
})

test('e-mail, addresses, locale and metadata are set, and the history says what they were', async () => {
  const id = await sell(shop)
  const path = `/orders/${id}`
  const before = await read(id)
  const { order } = ok(
    await shop.admin('POST', path, {
      email: 'grace@example.com',
      shipping_address: { city: 'Potsdam', country_code: 'DE' },
      locale: 'de-DE',
      metadata: { gift: true },
    }),
  )
  expect(order).toMatchObject({
    id,
    locale: 'de-DE',
    metadata: { gift: true },
    shipping_address: { id: before.shipping_address.id, city: 'Potsdam', first_name: 'Ada' },
    billing_address: { city: 'Berlin' },
  })
  expect(order).not.toHaveProperty('payment_status')
  expect((await read(id, '?fields=email')).email).toBe('grace@example.com')

  const { order_changes } = ok(await shop.admin('GET', `${path}/changes`))
  expect(order_changes).toHaveLength(4)
  expect(order_changes[0]).toMatchObject({
    order_id: id,
    change_type: 'update_order',
    status: 'confirmed',
    version: 1,
    created_by: 'user_1',
    confirmed_by: 'user_1',
    actions: [
      {
        action: 'UPDATE_ORDER_PROPERTIES',
        applied: true,
        reference: 'order',
        reference_id: id,
        details: { type: 'email', old: 'ada@example.com', new: 'grace@example.com' },
      },
    ],
  })
  const address = order_changes.find(
    ({ actions }: { actions: { reference: string }[] }) => actions[0]?.reference === 'shipping_address',
  )
  expect(address.actions[0]).toMatchObject({
    reference_id: before.shipping_address.id,
    details: { type: 'shipping_address', old: { city: 'Berlin' }, new: { city: 'Potsdam' } },
  })
  ok(await shop.admin('POST', path, { email: 'grace@example.com', shipping_address: { city: 'Potsdam' } }))
  expect(ok(await shop.admin('GET', `${path}/changes`)).order_changes).toHaveLength(4)
  expect(ok(await shop.admin('GET', `${path}/changes?status=requested`)).order_changes).toEqual([])
  expect(await eventsOf(shop, id)).toEqual(['order.updated'])
})

test('an order without addresses gets one', async () => {
  const id = await sell(shop, {}, { shipping_address: null, billing_address: null })
  const { order } = ok(await shop.admin('POST', `/orders/${id}`, { billing_address: { city: 'Lyon' } }))
  expect(order).toMatchObject({ shipping_address: null, billing_address: { city: 'Lyon' } })
  const { order_changes } = ok(await shop.admin('GET', `/orders/${id}/changes`))
  expect(order_changes[0].actions[0]).toMatchObject({
    reference_id: order.billing_address.id,
    details: { old: null },
  })
})

test.each([
  [{ shipping_address: { country_code: 'fr' } }, 'country_code'],
  [{ shipping_address: { street: 'x' } }, 'street'],
  [{ email: 'no address' }, 'email'],
  [{ metadata: [] }, 'metadata'],
])('a change to %j is refused, naming %s, and nothing of it happens', async (body, name) => {
  const id = await sell(shop)
  expect(await shop.admin('POST', `/orders/${id}`, { locale: 'fr', ...body })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(name) },
  })
  expect((await read(id)).locale).toBeNull()
  expect(ok(await shop.admin('GET', `/orders/${id}/changes`)).order_changes).toEqual([])
})

test('an order is completed, then archived, and each is told of once', async () => {
  const id = await sell(shop)
  const post = (action: string) => shop.admin('POST', `/orders/${id}/${action}`)
  expect(await post('archive')).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(ok(await post('complete')).order.status).toBe('completed')
  ok(await post('complete'))
  expect(ok(await post('archive')).order.status).toBe('archived')
  ok(await post('archive'))
  expect(await post('complete')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('archived') },
  })
  expect(await eventsOf(shop, id)).toEqual(['order.completed', 'order.archived'])
  expect((await shop.admin('POST', '/orders/order_none/complete')).status).toBe(404)
})
