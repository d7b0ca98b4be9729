import { InventoryService } from '@stoa/inventory'
import { PaymentService } from '@stoa/payment'
import { type LockedRow, watchLocks } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installCarrier } from './carrier.ts'
import { authorize, installProvider } from './pay.ts'
import { sell, twoMugs } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { lineOf, openWarehouse, order, stockVariant, type Warehouse } from './warehouse.ts'

let shop: Shop
let inventory: InventoryService
let mugs: string

beforeAll(async () => {
  shop = await openShop()
  installProvider(shop)
  inventory = shop.modules.resolve(InventoryService)
  mugs = (await inventory.createInventoryItems({ sku: 'MUG' })).id
  await inventory.createInventoryLevels({
    inventory_item_id: mugs,
    location_id: 'sloc_1',
    stocked_quantity: 1000 as never,
  })
})
afterAll(() => shop?.stop())

/** An order with something reserved and something paid, and its rows in the order in which they are to be locked. */
async function arrange() {
  const line = twoMugs()
  const [reservation] = await inventory.reserve([
    { line_item_id: line.id, inventory_item_id: mugs, location_ids: ['sloc_1'], quantity: 2 },
  ])
  const order = await sell(shop, {}, { items: [line] })
  const payment = await authorize(shop, order, 22)
  const { payment_collection_id } = await shop.modules.resolve(PaymentService).retrievePayment(payment)
  const [level] = await inventory.listInventoryLevels({ inventory_item_id: mugs })
  const rows: LockedRow[] = [
    { name: 'collection', table: 'stoa_payment.payment_collection', id: payment_collection_id },
    { name: 'payment', table: 'stoa_payment.payment', id: payment },
    { name: 'order', table: 'stoa_order."order"', id: order },
    { name: 'reservation', table: 'stoa_inventory.reservation_item', id: reservation?.id as string },
    { name: 'level', table: 'stoa_inventory.inventory_level', id: level?.id as string },
  ]
  return { order, payment, rows }
}

type Arranged = Awaited<ReturnType<typeof arrange>>

const watched = (
  prepare: (arranged: Arranged) => Promise<unknown>,
  path: (arranged: Arranged) => string,
  body?: object,
) =>
  watchLocks(shop.url, async () => {
    const arranged = await arrange()
    await prepare(arranged)
    return { rows: arranged.rows, call: async () => ok(await shop.admin('POST', path(arranged), body)) }
  })

const nothing = async () => undefined
const captured = async ({ payment }: Arranged) => ok(await shop.admin('POST', `/payments/${payment}/capture`))

test('capturing and refunding lock what was paid, then the order', async () => {
  const order = { waitedFor: ['collection', 'payment', 'order'], breaches: [] }
  expect(await watched(nothing, ({ payment }) => `/payments/${payment}/capture`)).toEqual(order)
  expect(await watched(captured, ({ payment }) => `/payments/${payment}/refund`)).toEqual(order)
})

test('cancelling an order locks what was paid, the order, what is reserved, the stock', async () => {
  const order = { waitedFor: ['collection', 'payment', 'order', 'reservation', 'level'], breaches: [] }
  expect(await watched(nothing, ({ order }) => `/orders/${order}/cancel`)).toEqual(order)
  expect(await watched(captured, ({ order }) => `/orders/${order}/cancel`)).toEqual(order)
})

test('confirming an edit locks what was paid, the order, what is reserved, the stock', async () => {
  const edit = async ({ order }: Arranged) => {
    ok(await shop.admin('POST', '/order-edits', { order_id: order }))
    const [line] = ok(await shop.admin('GET', `/orders/${order}`)).order.items
    ok(await shop.admin('POST', `/order-edits/${order}/items/item/${line.id}`, { quantity: 1 }))
  }
  expect(await watched(edit, ({ order }) => `/order-edits/${order}/confirm`)).toEqual({
    waitedFor: ['collection', 'order', 'reservation', 'level'],
    breaches: [],
  })
})

/** An order of three, of which one is fulfilled, and its rows in the order in which they are to be locked. */
async function fulfilled(warehouse: Warehouse) {
  const variant = await stockVariant(warehouse)
  const line = lineOf(variant, 3)
  const id = await order(warehouse, [line])
  const items = [{ id: line.id, quantity: 1 }]
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items }))
  const { fulfillments } = ok(await shop.admin('GET', `/orders/${id}`)).order
  const [reservation] = await inventory.listReservationItems({ line_item_id: line.id })
  const [level] = await inventory.listInventoryLevels({
    inventory_item_id: variant.items[0] as string,
    location_id: warehouse.berlin,
  })
  const path = `/orders/${id}/fulfillments`
  const rows: LockedRow[] = [
    { name: 'order', table: 'stoa_order."order"', id },
    { name: 'fulfillment', table: 'stoa_fulfillment.fulfillment', id: fulfillments[0].id },
    { name: 'reservation', table: 'stoa_inventory.reservation_item', id: reservation?.id as string },
    { name: 'level', table: 'stoa_inventory.inventory_level', id: level?.id as string },
  ]
  return { id, items, rows, path, parcel: `${path}/${fulfillments[0].id}` }
}

test('what moves goods locks the order, the fulfillment, what is reserved, the stock', async () => {
  installCarrier(shop)
  const warehouse = await openWarehouse(shop)
  const locksOf = (post: (arranged: Awaited<ReturnType<typeof fulfilled>>) => [string, object]) =>
    watchLocks(shop.url, async () => {
      const arranged = await fulfilled(warehouse)
      const [path, body] = post(arranged)
      return { rows: arranged.rows, call: async () => ok(await shop.admin('POST', path, body)) }
    })
  expect(await locksOf(({ path, items }) => [path, { items }])).toEqual({
    waitedFor: ['order', 'reservation', 'level'],
    breaches: [],
  })
  expect(await locksOf(({ parcel }) => [`${parcel}/cancel`, {}])).toEqual({
    waitedFor: ['order', 'fulfillment', 'reservation', 'level'],
    breaches: [],
  })
  const moved = { waitedFor: ['order', 'fulfillment'], breaches: [] }
  expect(await locksOf(({ parcel, items }) => [`${parcel}/shipments`, { items }])).toEqual(moved)
  expect(await locksOf(({ parcel }) => [`${parcel}/mark-as-delivered`, {}])).toEqual(moved)
})
