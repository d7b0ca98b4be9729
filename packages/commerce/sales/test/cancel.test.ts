import { InventoryService } from '@stoa/inventory'
import { StoaError } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { createGate } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { authorize, installProvider, type TestProvider } from './pay.ts'
import { eventsOf, sell, twoMugs } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { untilJoined } from './until-joined.ts'

let shop: Shop
let provider: TestProvider
let inventory: InventoryService
let mugs: string

beforeAll(async () => {
  shop = await openShop()
  inventory = shop.modules.resolve(InventoryService)
  mugs = (await inventory.createInventoryItems({ sku: 'MUG' })).id
  await inventory.createInventoryLevels({
    inventory_item_id: mugs,
    location_id: 'sloc_1',
    stocked_quantity: 100 as never,
  })
})

beforeEach(() => {
  provider = installProvider(shop)
})

afterAll(() => shop?.stop())

/** An order whose two mugs are reserved. */
async function reservedOrder(): Promise<string> {
  const line = twoMugs()
  await inventory.reserve([
    { line_item_id: line.id, inventory_item_id: mugs, location_ids: ['sloc_1'], quantity: 2 },
  ])
  return sell(shop, {}, { items: [line] })
}

const cancel = (id: string) => shop.admin('POST', `/orders/${id}/cancel`)

const reserved = async () =>
  Number((await inventory.listInventoryLevels({ inventory_item_id: mugs }))[0]?.reserved_quantity)

const read = async (id: string) => ok(await shop.admin('GET', `/orders/${id}`)).order

test('an order that is held for is cancelled: the money is let go of, the stock given back', async () => {
  const before = await reserved()
  const id = await reservedOrder()
  await authorize(shop, id, 22)
  expect(await reserved()).toBe(before + 2)
  const { order } = ok(await cancel(id))
  expect(order).toMatchObject({ id, status: 'canceled' })
  expect(order).not.toHaveProperty('payment_status')
  expect(await read(id)).toMatchObject({
    payment_status: 'canceled',
    fulfillment_status: 'canceled',
    summary: { pending_difference: 0, paid_total: 0 },
    payment_collections: [
      { status: 'canceled', authorized_amount: 0, payments: [{ canceled_at: expect.any(String) }] },
    ],
  })
  expect(await reserved()).toBe(before)
  expect(provider.moved).toEqual(['cancel 22'])
  expect(await eventsOf(shop, id)).toEqual(['order.canceled'])
})

test('what was paid is given back, what was only held let go of, also of one payment', async () => {
  const id = await reservedOrder()
  const whole = await authorize(shop, id, 10)
  const part = await authorize(shop, id, 12)
  ok(await shop.admin('POST', `/payments/${whole}/capture`))
  ok(await shop.admin('POST', `/payments/${part}/capture`, { amount: 5 }))
  ok(await cancel(id))
  expect(provider.moved.slice(2)).toEqual(['cancel 7', 'refund 10', 'refund 5'])
  const order = await read(id)
  expect(order).toMatchObject({
    payment_status: 'refunded',
    summary: { paid_total: 15, refunded_total: 15, transaction_total: 0, pending_difference: 0 },
  })
  const refunds = order.payment_collections.flatMap(
    ({ payments }: { payments: { refunds: { note: string }[] }[] }) => payments[0]?.refunds,
  )
  expect(refunds).toMatchObject([
    { amount: 10, note: 'The order was cancelled', created_by: 'user_1' },
    { amount: 5 },
  ])
})

test('an order without any payment is cancelled, also with a collection that waits', async () => {
  const id = await reservedOrder()
  const { payment_collection } = ok(
    await shop.admin('POST', '/payment-collections', { order_id: id, amount: 22 }),
  )
  ok(await cancel(id))
  expect(await read(id)).toMatchObject({
    status: 'canceled',
    payment_collections: [{ id: payment_collection.id, status: 'canceled' }],
  })
  expect(
    await shop.admin('POST', `/payment-collections/${payment_collection.id}/mark-as-paid`, { order_id: id }),
  ).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
})

test('where the provider refuses, the order stays as it is and can be cancelled again', async () => {
  const before = await reserved()
  const id = await reservedOrder()
  const first = await authorize(shop, id, 10)
  await authorize(shop, id, 12)
  ok(await shop.admin('POST', `/payments/${first}/capture`))
  provider.before = async (what) => {
    if (what === 'refund') throw new StoaError('not_allowed', 'The account is closed.')
  }
  expect(await cancel(id)).toMatchObject({ status: 400, body: { message: 'The account is closed.' } })
  expect((await read(id)).status).toBe('pending')
  expect(await reserved()).toBe(before + 2)
  provider.before = async () => {}
  ok(await cancel(id))
  expect(provider.moved).toEqual(['capture 10', 'cancel 12', 'refund 10'])
  expect((await read(id)).payment_status).toBe('refunded')
  expect(await reserved()).toBe(before)
})

test('an order that is cancelled twice at the same time is cancelled once', async () => {
  const id = await reservedOrder()
  await authorize(shop, id, 22)
  const gate = createGate('the provider is slow')
  provider.before = () => gate.pass()
  const first = cancel(id)
  await gate.reached
  const second = cancel(id)
  await untilJoined(shop, id)
  gate.open()
  expect([(await first).status, (await second).status]).toEqual([200, 200])
  expect(provider.moved).toEqual(['cancel 22'])
  expect(await eventsOf(shop, id)).toEqual(['order.canceled'])
})

test('a capture that comes while the order is being cancelled keeps it from being cancelled unpaid', async () => {
  const id = await reservedOrder()
  const payment = await authorize(shop, id, 22)
  const gate = createGate('the capture is slow')
  provider.before = (what) => (what === 'capture' ? gate.pass() : Promise.resolve())
  const capturing = shop.admin('POST', `/payments/${payment}/capture`)
  await gate.reached
  expect(await cancel(id)).toMatchObject({ status: 409, body: { type: 'conflict' } })
  gate.open()
  ok(await capturing)
  expect(await read(id)).toMatchObject({ status: 'pending', payment_status: 'captured' })
  ok(await cancel(id))
  expect((await read(id)).payment_status).toBe('refunded')
})

test('what is cancelled, fulfilled or not there cannot be cancelled, and what is cancelled not changed', async () => {
  const id = await reservedOrder()
  ok(await cancel(id))
  expect(await cancel(id)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('has been canceled') },
  })
  for (const [path, body] of [
    [`/orders/${id}`, { locale: 'de' }],
    [`/orders/${id}/complete`, {}],
    ['/payment-collections', { order_id: id, amount: 1 }],
  ] as const) {
    expect((await shop.admin('POST', path, body)).status, path).toBe(400)
  }
  expect(ok(await shop.admin('POST', `/orders/${id}/archive`)).order.status).toBe('archived')
  expect((await cancel('order_none')).status).toBe(404)

  const sent = await reservedOrder()
  await shop.database.query('update stoa_order.order_item set fulfilled_quantity = 1 where order_id = $1', [
    sent,
  ])
  await authorize(shop, sent, 22)
  expect(await cancel(sent)).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  expect(provider.moved).toEqual([])
  expect(await shop.modules.resolve(OrderService).retrieveOrder(sent)).toMatchObject({ canceled_at: null })
})
