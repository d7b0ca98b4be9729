import { StoaError } from '@stoa/kernel'
import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Carrier, installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import { actionIn, openRegion, previewOf, pricedVariant } from './edited.ts'
import { eventsOf } from './sell.ts'
import { type Answer, ok, openShop, type Shop } from './shop.ts'
import { brokenLevels, lineOf, openWarehouse, order, stockOf, type Warehouse } from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse
let region: string
let carrier: Carrier
let reason: string

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
  region = await openRegion(shop)
  const { return_reason } = ok(await shop.admin('POST', '/return-reasons', { value: 'size', label: 'Size' }))
  reason = return_reason.id
})

beforeEach(() => {
  carrier = installCarrier(shop)
})

afterAll(() => shop?.stop())

/** An order of so many mugs at 10 with 10 % tax, all of them sent, and 5 for shipping. */
async function sent(quantity = 3) {
  const mug = await pricedVariant(warehouse, 10)
  const line = lineOf(mug, quantity)
  const id = await order(warehouse, [line], { region_id: region })
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items: [{ id: line.id, quantity }] }))
  carrier.calls.length = 0
  return { id, line: line.id, item: mug.items[0] as string }
}

const open = async (order_id: string, more: object = {}): Promise<any> =>
  ok(await shop.admin('POST', '/returns', { order_id, ...more }))

const post = (id: string, path: string, body: object = {}): Promise<Answer> =>
  shop.admin('POST', `/returns/${id}${path}`, body)

const read = async (id: string) => ok(await shop.admin('GET', `/orders/${id}`)).order

/** A return of so many of an order's line that is asked for. */
async function requested(
  of: { id: string; line: string },
  quantity: number,
  more: object = {},
): Promise<string> {
  const { id } = (await open(of.id, { location_id: warehouse.berlin, ...more })).return
  ok(await post(id, '/request-items', { items: [{ id: of.line, quantity }] }))
  ok(await post(id, '/request'))
  return id
}

test('a shopkeeper puts a return together, asks for it, and receives its goods', async () => {
  const { id, line, item } = await sent()
  const opened = await open(id, {
    location_id: warehouse.berlin,
    internal_note: 'By phone',
    metadata: { a: 1 },
  })
  expect(opened.order).toMatchObject({
    id,
    total: 38,
    shipping_address: { id: expect.any(String) },
    order_change: {
      change_type: 'return_request',
      status: 'pending',
      internal_note: 'By phone',
      order: { id },
    },
  })
  const { id: returnId } = opened.return
  expect(opened.return).toMatchObject({
    id: expect.stringMatching(/^return_/),
    order_id: id,
    status: 'open',
    order_version: 1,
    location_id: warehouse.berlin,
    created_by: 'user_1',
    requested_at: null,
    metadata: { a: 1 },
    items: [],
  })

  const items = [
    { id: line, quantity: 2, reason_id: reason, internal_note: 'Twice', description: 'Too small' },
  ]
  const asked = ok(await post(returnId, '/request-items', { items }))
  expect(asked.order_preview).toMatchObject({
    return_requested_total: 22,
    items: [
      {
        id: line,
        return_requested_total: 22,
        detail: {
          return_requested_quantity: 2,
          raw_return_requested_quantity: { value: '2', precision: 20 },
        },
        actions: [
          {
            action: 'RETURN_ITEM',
            reference: 'return',
            reference_id: returnId,
            return_id: returnId,
            amount: 20,
            internal_note: 'Twice',
            details: { quantity: 2, reference_id: line, reason_id: reason, note: 'Too small' },
          },
        ],
      },
    ],
    // What is to be given back in the end, the goods being worth 22.
    summary: { current_order_total: 16, pending_difference: 16 },
  })
  const way = { shipping_option_id: warehouse.returnOption, custom_amount: 3 }
  const ways = ok(await post(returnId, '/shipping-method', way))
  expect(ways.order_preview.shipping_methods[1]).toMatchObject({
    amount: 3,
    // The way back bears the taxes of the way there.
    total: 3.3,
    tax_total: 0.3,
    tax_lines: [{ rate: 10, code: 'vat', total: 0.3 }],
    detail: { return_id: returnId },
    actions: [{ action: 'SHIPPING_ADD', return_id: returnId }],
  })
  // Nothing has happened to the order yet.
  expect(await read(id)).toMatchObject({ total: 38, items: [{ detail: { return_requested_quantity: 0 } }] })
  expect(carrier.calls).toEqual([])

  const done = ok(await post(returnId, '/request', { no_notification: true }))
  expect(done.return).toMatchObject({
    status: 'requested',
    requested_at: expect.any(String),
    items: [
      {
        item_id: line,
        quantity: 2,
        received_quantity: 0,
        reason: { id: reason, value: 'size' },
        note: 'Too small',
        item: { id: line },
        detail: { return_requested_quantity: 2 },
      },
    ],
  })
  expect(done.order_preview).toMatchObject({ order_change: null, total: 41.3, return_requested_total: 22 })
  expect(carrier.calls).toEqual(['return 2 Mug'])
  expect(await eventsOf(shop, id)).toEqual(['order.fulfillment_created', 'order.return_requested'])
  expect(await read(id)).toMatchObject({
    version: 1,
    summary: { current_order_total: 41.3, pending_difference: 41.3 },
    shipping_methods: [
      { amount: 5 },
      { amount: 3, total: 3.3, tax_lines: [{ rate: 10 }], detail: { return_id: returnId } },
    ],
  })

  ok(await post(returnId, '/receive', { description: 'They came' }))
  const come = ok(await post(returnId, '/receive-items', { items: [{ id: line, quantity: 1 }] }))
  expect(come.order_preview).toMatchObject({
    return_received_total: 11,
    return_requested_total: 11,
    summary: { current_order_total: 30.3 },
  })
  const damaged = ok(await post(returnId, '/dismiss-items', { items: [{ id: line, quantity: 1 }] }))
  expect(damaged.order_preview).toMatchObject({ return_dismissed_total: 11, return_requested_total: 0 })
  expect(await stockOf(warehouse, item)).toMatchObject({ berlin: [7, 0] })

  const received = ok(await post(returnId, '/receive/confirm'))
  expect(received.return).toMatchObject({
    status: 'received',
    received_at: expect.any(String),
    items: [{ quantity: 2, received_quantity: 1, damaged_quantity: 1 }],
  })
  // The whole one is in the stock and no longer to be paid for, the damaged one neither.
  expect(await stockOf(warehouse, item)).toMatchObject({ berlin: [8, 0] })
  expect(await read(id)).toMatchObject({
    summary: { current_order_total: 30.3, pending_difference: 30.3, original_order_total: 38 },
    items: [
      { detail: { return_requested_quantity: 0, return_received_quantity: 1, return_dismissed_quantity: 1 } },
    ],
  })
  expect(await eventsOf(shop, id)).toContain('order.return_received')
  expect(await brokenLevels(warehouse)).toEqual([])
  const { order_changes } = ok(await shop.admin('GET', `/orders/${id}/changes`))
  expect(
    order_changes.map(({ change_type, status, actions }: any) => [change_type, status, actions.length]),
  ).toEqual([
    ['return_request', 'confirmed', 2],
    ['return_receive', 'confirmed', 2],
  ])
  expect(order_changes.flatMap(({ actions }: any) => actions).every(({ applied }: any) => applied)).toBe(true)
})

test('goods come in parts, and no more of them than are on their way', async () => {
  const of = await sent()
  const id = await requested(of, 2)
  ok(await post(id, '/receive'))
  ok(await post(id, '/receive-items', { items: [{ id: of.line, quantity: 1 }] }))
  expect(await post(id, '/dismiss-items', { items: [{ id: of.line, quantity: 2 }] })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data' },
  })
  const first = ok(await post(id, '/receive/confirm')).return
  expect(first).toMatchObject({ status: 'partially_received', received_at: null })
  ok(await post(id, '/receive'))
  expect(await post(id, '/receive-items', { items: [{ id: of.line, quantity: 2 }] })).toMatchObject({
    status: 400,
  })
  const come = ok(await post(id, '/receive-items', { items: [{ id: of.line, quantity: 1 }] }))
  const action = actionIn(come.order_preview, 'RECEIVE_RETURN_ITEM').id
  expect(await post(id, `/receive-items/${action}`, { quantity: 2 })).toMatchObject({ status: 400 })
  ok(await shop.admin('DELETE', `/returns/${id}/receive-items/${action}`))
  expect(await post(id, '/receive/confirm')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('Nothing is received') },
  })
  ok(await post(id, '/receive-items', { items: [{ id: of.line, quantity: 1 }] }))
  expect(ok(await post(id, '/receive/confirm')).return).toMatchObject({ status: 'received' })
  expect(await post(id, '/receive')).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await read(of.id)).toMatchObject({ summary: { current_order_total: 16 } })
  expect(await stockOf(warehouse, of.item)).toMatchObject({ berlin: [9, 0] })
})

test('goods come to a place that did not keep them before', async () => {
  const of = await sent()
  await shop.database.query(
    `delete from stoa_inventory.inventory_level where inventory_item_id = $1 and location_id = $2`,
    [of.item, warehouse.munich],
  )
  const id = await requested(of, 1, { location_id: warehouse.munich })
  ok(await post(id, '/receive'))
  ok(await post(id, '/receive-items', { items: [{ id: of.line, quantity: 1 }] }))
  ok(await post(id, '/receive/confirm'))
  expect(await stockOf(warehouse, of.item)).toMatchObject({ munich: [1, 0] })
})

test('a return says where its goods come to before they are received', async () => {
  const of = await sent()
  const { id } = (await open(of.id)).return
  ok(await post(id, '/request-items', { items: [{ id: of.line, quantity: 1 }] }))
  expect(ok(await post(id, '/request')).return).toMatchObject({ status: 'requested', location_id: null })
  ok(await post(id, '/receive'))
  ok(await post(id, '/receive-items', { items: [{ id: of.line, quantity: 1 }] }))
  expect(await post(id, '/receive/confirm')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('location_id') },
  })
  expect(await read(of.id)).toMatchObject({ items: [{ detail: { return_received_quantity: 0 } }] })
  const set = ok(await post(id, '', { location_id: warehouse.berlin, metadata: { a: 2 } }))
  expect(set.return).toMatchObject({ location_id: warehouse.berlin, metadata: { a: 2 } })
  ok(await post(id, '/receive/confirm'))
})

test('what is asked back is said anew, and left out again', async () => {
  const { id, line } = await sent()
  const { id: returnId } = (await open(id)).return
  const asked = ok(await post(returnId, '/request-items', { items: [{ id: line, quantity: 1 }] }))
  const action = actionIn(asked.order_preview, 'RETURN_ITEM').id
  const more = ok(
    await post(returnId, `/request-items/${action}`, {
      quantity: 3,
      reason_id: reason,
      internal_note: 'All',
    }),
  )
  expect(actionIn(more.order_preview, 'RETURN_ITEM')).toMatchObject({
    amount: 30,
    internal_note: 'All',
    details: { quantity: 3, reason_id: reason },
  })
  expect(await post(returnId, `/request-items/${action}`, { quantity: 4 })).toMatchObject({ status: 400 })
  expect(await post(returnId, `/request-items/${action}`, { reason_id: 'rr_none' })).toMatchObject({
    status: 404,
  })
  expect(await post(returnId, '/request-items', { items: [{ id: line, quantity: 1 }] })).toMatchObject({
    status: 400,
  })
  expect(await post(returnId, '/request?fields=nothing_of_it')).toMatchObject({ status: 400 })
  expect(await read(id)).toMatchObject({ items: [{ detail: { return_requested_quantity: 0 } }] })
  ok(await shop.admin('DELETE', `/returns/${returnId}/request-items/${action}`))
  expect(await post(returnId, '/request')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('has no items') },
  })
})

test('a return that is given up is gone, and one that is called off gives everything back', async () => {
  const of = await sent()
  const { id } = (await open(of.id)).return
  ok(await post(id, '/request-items', { items: [{ id: of.line, quantity: 1 }] }))
  expect(ok(await shop.admin('DELETE', `/returns/${id}/request`))).toEqual({
    id,
    object: 'return',
    deleted: true,
  })
  expect(await shop.admin('GET', `/returns/${id}`)).toMatchObject({ status: 404 })

  const { id: other } = (await open(of.id)).return
  ok(await post(other, '/request-items', { items: [{ id: of.line, quantity: 3 }] }))
  ok(await post(other, '/shipping-method', { shipping_option_id: warehouse.returnOption }))
  ok(await post(other, '/request'))
  expect(await read(of.id)).toMatchObject({ summary: { current_order_total: 42.4 } })
  carrier.calls.length = 0
  expect(ok(await post(other, '/cancel')).return).toMatchObject({
    status: 'canceled',
    canceled_at: expect.any(String),
  })
  expect(carrier.calls).toEqual([expect.stringMatching(/^cancel ful_/)])
  expect(await read(of.id)).toMatchObject({
    summary: { current_order_total: 38 },
    items: [{ detail: { return_requested_quantity: 0 } }],
  })
  expect((await read(of.id)).shipping_methods).toHaveLength(1)
  expect(await post(other, '/cancel')).toMatchObject({ status: 400 })
  expect(await post(other, '/receive')).toMatchObject({ status: 400 })
})

test('where the provider makes no parcel, nothing is asked back', async () => {
  const of = await sent()
  const { id } = (await open(of.id)).return
  ok(await post(id, '/request-items', { items: [{ id: of.line, quantity: 1 }] }))
  ok(await post(id, '/shipping-method', { shipping_option_id: warehouse.returnOption }))
  carrier.before = async (what) => {
    if (what === 'return') throw new StoaError('invalid_data', 'No van today')
  }
  expect(await post(id, '/request')).toMatchObject({ status: 400, body: { message: 'No van today' } })
  expect(await read(of.id)).toMatchObject({ items: [{ detail: { return_requested_quantity: 0 } }] })
  carrier.before = async () => {}
  expect(ok(await post(id, '/request')).return).toMatchObject({ status: 'requested' })
})

test('the returns of a shop are listed', async () => {
  const of = await sent()
  const id = await requested(of, 1)
  const { returns, count } = ok(await shop.admin('GET', `/returns?order_id=${of.id}&status=requested`))
  expect(count).toBe(1)
  expect(returns).toEqual([
    expect.objectContaining({ id, order_id: of.id, status: 'requested', display_id: expect.any(Number) }),
  ])
  expect(returns[0]).not.toHaveProperty('items')
  expect(ok(await shop.admin('GET', `/returns/${id}`)).return).toMatchObject({ id, items: [{ quantity: 1 }] })
})

test('of a receipt that is confirmed twice at once, goods come into the stock once', async () => {
  const of = await sent()
  const id = await requested(of, 2)
  ok(await post(id, '/receive'))
  ok(await post(id, '/receive-items', { items: [{ id: of.line, quantity: 2 }] }))
  const ends = await behindLock(
    shop.url,
    'select from stoa_order."order" where id = $1 for update',
    [of.id],
    [() => post(id, '/receive/confirm'), () => post(id, '/receive/confirm')],
  )
  const statuses = ends.map((end) => (end.status === 'fulfilled' ? end.value.status : 0))
  expect(statuses.sort()).toEqual([200, 404])
  expect(await stockOf(warehouse, of.item)).toMatchObject({ berlin: [9, 0] })
  expect(await read(of.id)).toMatchObject({ summary: { current_order_total: 16 } })
})

test('a return costs as many statements for five lines as for one', async () => {
  const costs: number[][] = []
  for (const count of [1, 5]) {
    const mug = await pricedVariant(warehouse, 1)
    const lines = Array.from({ length: count }, () => lineOf(mug, 1))
    const id = await order(warehouse, lines, { region_id: region })
    const items = lines.map(({ id }) => ({ id, quantity: 1 }))
    ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items }))
    const { id: returnId } = (await open(id, { location_id: warehouse.berlin })).return
    const asked = await costOf(shop, () => post(returnId, '/request-items', { items }))
    ok(await post(returnId, '/request'))
    ok(await post(returnId, '/receive'))
    const come = await costOf(shop, () => post(returnId, '/receive-items', { items }))
    costs.push([asked, come, await costOf(shop, () => post(returnId, '/receive/confirm'))])
    expect(previewOf({ status: 200, body: { order_preview: await read(id) } }).items).toHaveLength(count)
  }
  expect(costs[0]).toEqual(costs[1])
  const [asked, come, confirmed] = costs[0] as [number, number, number]
  expect(asked).toBeLessThanOrEqual(12)
  expect(come).toBeLessThanOrEqual(12)
  expect(confirmed).toBeLessThanOrEqual(27)
})
