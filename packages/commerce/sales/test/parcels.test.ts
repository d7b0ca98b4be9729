import { StoaError } from '@stoa/kernel'
import { behindLock } from '@stoa/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Carrier, installCarrier } from './carrier.ts'
import { eventsOf } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import {
  brokenLevels,
  lineOf,
  openWarehouse,
  order,
  stockOf,
  stockVariant,
  type Warehouse,
} from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse
let carrier: Carrier

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
})
beforeEach(() => {
  carrier = installCarrier(shop)
})
afterEach(async () => {
  expect(await brokenLevels(warehouse)).toEqual([])
})
afterAll(() => shop?.stop())

const LABEL = { tracking_number: 'OWN', tracking_url: 'https://own.test/1', label_url: '' }

/** One item of a parcel, by the name that is written on it. */
const item = (line_item_id: string | null, quantity: number, more: object = {}) => ({
  title: 'Packed mug',
  sku: 'PACKED',
  barcode: '',
  quantity,
  line_item_id,
  ...more,
})

const pack = (order_id: string, items: object[], more: object = {}) =>
  shop.admin('POST', '/fulfillments', {
    order_id,
    location_id: warehouse.berlin,
    provider_id: 'carrier_test',
    delivery_address: { city: 'Bonn', country_code: 'DE' },
    items,
    labels: [],
    data: null,
    metadata: null,
    ...more,
  })

const ship = (id: string, labels: object[] = []) =>
  shop.admin('POST', `/fulfillments/${id}/shipment`, { labels })
const cancel = (id: string) => shop.admin('POST', `/fulfillments/${id}/cancel`)

const detailOf = async (id: string) =>
  ok(await shop.admin('GET', `/orders/${id}?fields=*items.detail`)).order.items.map(
    ({ detail }: { detail: Record<string, number> }) => [
      detail.fulfilled_quantity,
      detail.shipped_quantity,
      detail.delivered_quantity,
    ],
  )

/** An order of three of something that is in the stock. */
async function three() {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 3)
  return { id: await order(warehouse, [line]), line: line.id, stock: variant.items[0] as string }
}

test('a parcel is made as it is said, counts for its order and takes its goods out of the stock', async () => {
  const { id, line, stock } = await three()
  const { fulfillment } = ok(
    await pack(id, [item(line, 2)], { labels: [LABEL], data: { service: 'express' }, metadata: { box: 7 } }),
  )
  expect(fulfillment).toMatchObject({
    id: expect.stringMatching(/^ful_/),
    location_id: warehouse.berlin,
    provider_id: 'carrier_test',
    shipping_option_id: null,
    packed_at: expect.any(String),
    shipped_at: null,
    delivered_at: null,
    canceled_at: null,
    created_by: 'user_1',
    data: { parcel: fulfillment.id },
    metadata: { box: 7 },
    order: { id },
    delivery_address: { city: 'Bonn', country_code: 'de' },
    items: [
      { title: 'Packed mug', sku: 'PACKED', quantity: 2, line_item_id: line, inventory_item_id: stock },
    ],
    labels: [{ tracking_number: 'T1' }, { tracking_number: 'OWN' }],
  })
  expect(carrier.calls).toEqual(['create 2 Packed mug by express'])
  expect(await stockOf(warehouse, stock)).toEqual({ berlin: [8, 1], munich: [10, 0] })
  expect(await detailOf(id)).toEqual([[2, 0, 0]])
  expect(await eventsOf(shop, id)).toEqual(['order.fulfillment_created'])
  expect(await pack(id, [item(line, 2)])).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await stockOf(warehouse, stock)).toEqual({ berlin: [8, 1], munich: [10, 0] })
})

test('it is shipped as a whole, and then not cancelled any more', async () => {
  const { id, line } = await three()
  const { fulfillment } = ok(await pack(id, [item(line, 3)]))
  const shipped = ok(await ship(fulfillment.id, [LABEL])).fulfillment
  expect(shipped).toMatchObject({
    shipped_at: expect.any(String),
    marked_shipped_by: 'user_1',
    labels: [{ tracking_number: 'T1' }, { tracking_number: 'OWN' }],
  })
  expect(await detailOf(id)).toEqual([[3, 3, 0]])
  expect(await eventsOf(shop, fulfillment.id)).toEqual(['shipment.created'])
  expect(await cancel(fulfillment.id)).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  // What else is known of it comes later.
  ok(await ship(fulfillment.id, [LABEL]))
  expect(await detailOf(id)).toEqual([[3, 3, 0]])
})

test('it is called off, and its goods are back and promised again', async () => {
  const { id, line, stock } = await three()
  const { fulfillment } = ok(await pack(id, [item(line, 2, { inventory_item_id: stock })]))
  const { fulfillment: gone } = ok(await cancel(fulfillment.id))
  expect(gone).toMatchObject({ id: fulfillment.id, canceled_at: expect.any(String) })
  expect(carrier.calls.at(-1)).toBe(`cancel ${fulfillment.id}`)
  expect(await stockOf(warehouse, stock)).toEqual({ berlin: [10, 3], munich: [10, 0] })
  expect(await detailOf(id)).toEqual([[0, 0, 0]])
  expect(await cancel(fulfillment.id)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await ship(fulfillment.id)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await detailOf(id)).toEqual([[0, 0, 0]])
})

test('a kit is packed by its parts, and they have to make whole ones', async () => {
  const variant = await stockVariant(warehouse, { required: [2, 1] })
  const line = lineOf(variant, 2)
  const id = await order(warehouse, [line])
  const [two, one] = variant.items as [string, string]
  const parts = (a: number, b: number) => [
    item(line.id, a, { inventory_item_id: two, title: 'Cups' }),
    item(line.id, b, { inventory_item_id: one, title: 'Pot' }),
  ]
  expect(await pack(id, parts(2, 2))).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  const { fulfillment } = ok(await pack(id, parts(4, 2)))
  expect(fulfillment.items.map(({ title, quantity }: any) => [title, quantity])).toEqual(
    expect.arrayContaining([
      ['Cups', 4],
      ['Pot', 2],
    ]),
  )
  expect(await stockOf(warehouse, two)).toMatchObject({ berlin: [6, 0] })
  expect(await stockOf(warehouse, one)).toMatchObject({ berlin: [8, 0] })
  ok(await cancel(fulfillment.id))
  expect(await stockOf(warehouse, two)).toMatchObject({ berlin: [10, 4] })
})

test('what is of no line is written on the parcel, and nothing else', async () => {
  const { id, stock } = await three()
  const gift = item(null, 1, { title: 'A gift', inventory_item_id: stock })
  const { fulfillment } = ok(await pack(id, [gift]))
  expect(fulfillment.items).toMatchObject([{ title: 'A gift', line_item_id: null, inventory_item_id: stock }])
  ok(await ship(fulfillment.id))
  const other = ok(await pack(id, [gift])).fulfillment
  ok(await cancel(other.id))
  expect(await stockOf(warehouse, stock)).toEqual({ berlin: [10, 3], munich: [10, 0] })
  expect(await detailOf(id)).toEqual([[0, 0, 0]])
})

test('a parcel that is on its way, or there, takes its goods along', async () => {
  const { id, line } = await three()
  const [packed_at, shipped_at, delivered_at] = ['2026-01-01', '2026-01-02', '2026-01-03'].map(
    (day) => `${day}T00:00:00.000Z`,
  )
  const sent = ok(await pack(id, [item(line, 1)], { packed_at, shipped_at })).fulfillment
  expect(sent).toMatchObject({ packed_at, shipped_at, delivered_at: null, marked_shipped_by: 'user_1' })
  const there = ok(await pack(id, [item(line, 2)], { packed_at: null, shipped_at, delivered_at })).fulfillment
  expect(there).toMatchObject({ packed_at: null, shipped_at, delivered_at })
  expect(await detailOf(id)).toEqual([[3, 3, 2]])
  expect(await eventsOf(shop, there.id)).toEqual(['shipment.created', 'delivery.created'])
})

test('where the provider refuses, nothing of it stays', async () => {
  const { id, line, stock } = await three()
  carrier.before = async (what) => {
    if (what === 'create') throw new StoaError('not_allowed', 'The van is full.')
  }
  expect(await pack(id, [item(line, 2)])).toMatchObject({
    status: 400,
    body: { message: 'The van is full.' },
  })
  expect(await stockOf(warehouse, stock)).toEqual({ berlin: [10, 3], munich: [10, 0] })
  expect(await detailOf(id)).toEqual([[0, 0, 0]])
  expect(ok(await shop.admin('GET', `/orders/${id}`)).order.fulfillments).toEqual([])
})

test.each([
  ['an order that is not there', { order_id: 'order_none' }, 404],
  ['a location that is not there', { location_id: 'sloc_none' }, 404],
  ['a provider that is not there', { provider_id: 'none_none' }, 400],
  ['a shipping option that is not there', { shipping_option_id: 'so_none' }, 404],
  ['a moment that is none', { shipped_at: 'yesterday' }, 400],
  ['one that is cancelled', { canceled_at: '2026-01-01T00:00:00Z' }, 400],
  ['nothing', { items: [] }, 400],
  ['an unknown field of the address', { delivery_address: { street: 'x' } }, 400],
])('%s is refused', async (_, more, status) => {
  const { id, line, stock } = await three()
  expect((await pack(id, [item(line, 1)], more)).status).toBe(status)
  expect(await stockOf(warehouse, stock)).toEqual({ berlin: [10, 3], munich: [10, 0] })
  expect(await detailOf(id)).toEqual([[0, 0, 0]])
})

test('another order’s line and another provider’s option are refused', async () => {
  const [mine, other] = [await three(), await three()]
  expect((await pack(mine.id, [item(other.line, 1)])).status).toBe(400)
  expect(
    await pack(mine.id, [item(mine.line, 1)], {
      provider_id: 'manual_manual',
      shipping_option_id: warehouse.option,
    }),
  ).toMatchObject({ status: 400, body: { message: expect.stringContaining('carrier_test') } })
  ok(await pack(mine.id, [item(mine.line, 1)], { shipping_option_id: warehouse.option }))
  expect(carrier.calls).toEqual(['create 1 Packed mug by standard'])
})

test('what is packed twice at once goes once', async () => {
  const { id, line, stock } = await three()
  const lock = 'select 1 from stoa_order."order" where id = $1 for update'
  const ends = await behindLock(
    shop.url,
    lock,
    [id],
    [0, 1].map(() => () => pack(id, [item(line, 2)])),
  )
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value.status : 0)).sort()).toEqual([200, 400])
  expect(await stockOf(warehouse, stock)).toEqual({ berlin: [8, 1], munich: [10, 0] })
})

test('a parcel that brings goods back is called off or shipped without any goods moving', async () => {
  const { id, line, stock } = await three()
  ok(await pack(id, [item(line, 3)], { shipped_at: '2026-01-02T00:00:00Z' }))
  const body = {
    order_id: id,
    items: [{ id: line, quantity: 1 }],
    return_shipping: { option_id: warehouse.returnOption },
  }
  const made = await shop.store('POST', '/returns', body)
  expect(made.status).toBe(200)
  const [way] = await shop.database.query<{ id: string }>(
    'select fulfillment_id as id from stoa_link.return_fulfillment where return_id = $1',
    [made.body.return.id],
  )
  const before = await stockOf(warehouse, stock)
  expect(ok(await cancel(way?.id as string)).fulfillment).toMatchObject({
    canceled_at: expect.any(String),
    order: null,
  })
  expect(await stockOf(warehouse, stock)).toEqual(before)
  expect((await cancel('ful_none')).status).toBe(404)
  expect((await ship('ful_none')).status).toBe(404)
})
