import { StoaError } from '@stoa/kernel'
import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Carrier, installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import { actionIn, openRegion, pricedVariant } from './edited.ts'
import { eventsOf } from './sell.ts'
import { type Answer, ok, openShop, type Shop } from './shop.ts'
import {
  brokenLevels,
  lineOf,
  openWarehouse,
  order,
  type StockedVariant,
  stockOf,
  type Warehouse,
} from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse
let region: string
let carrier: Carrier
let plate: StockedVariant

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
  region = await openRegion(shop)
})

beforeEach(async () => {
  carrier = installCarrier(shop)
  plate = await pricedVariant(warehouse, 20)
})

afterAll(() => shop?.stop())

/** An order of two mugs at 10 with 10 % tax, both of them sent, and 5 for shipping: 27. */
async function sent() {
  const mug = await pricedVariant(warehouse, 10)
  const line = lineOf(mug, 2)
  const id = await order(warehouse, [line], { region_id: region })
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items: [{ id: line.id, quantity: 2 }] }))
  carrier.calls.length = 0
  return { id, line: line.id, item: mug.items[0] as string }
}

const post = (id: string, path: string, body: object = {}): Promise<Answer> =>
  shop.admin('POST', `/exchanges/${id}${path}`, body)

const open = async (order_id: string): Promise<any> =>
  ok(await shop.admin('POST', '/exchanges', { order_id }))

const read = async (id: string) => ok(await shop.admin('GET', `/orders/${id}`)).order

const reservedOf = async (item: string) => {
  const { berlin, munich } = await stockOf(warehouse, item)
  return (berlin[1] as number) + (munich[1] as number)
}

/** One mug goes back to Berlin, and a plate is sent for it. */
async function mugForPlate(of: { id: string; line: string }): Promise<string> {
  const { id } = (await open(of.id)).exchange
  const back = { location_id: warehouse.berlin, items: [{ id: of.line, quantity: 1 }] }
  ok(await post(id, '/inbound/items', back))
  ok(await post(id, '/outbound/items', { items: [{ variant_id: plate.id, quantity: 1 }] }))
  return id
}

test('goods go back and others are sent for them', async () => {
  const of = await sent()
  const opened = await open(of.id)
  expect(opened.order).toMatchObject({
    id: of.id,
    order_change: { change_type: 'exchange', status: 'pending' },
  })
  const { id } = opened.exchange
  expect(opened.exchange).toMatchObject({
    id: expect.stringMatching(/^oexc_/),
    order_id: of.id,
    order_version: 1,
    display_id: expect.any(Number),
    created_by: 'user_1',
    return_id: null,
    canceled_at: null,
    additional_items: [],
  })
  const back = { location_id: warehouse.berlin, items: [{ id: of.line, quantity: 1 }] }
  const inbound = ok(await post(id, '/inbound/items', back))
  expect(inbound.return).toMatchObject({
    id: expect.stringMatching(/^return_/),
    status: 'open',
    exchange_id: id,
    location_id: warehouse.berlin,
    created_by: null,
    items: [],
  })
  expect(actionIn(inbound.order_preview, 'RETURN_ITEM')).toMatchObject({
    exchange_id: id,
    return_id: inbound.return.id,
  })
  const way = { shipping_option_id: warehouse.returnOption }
  const ways = ok(await post(id, '/inbound/shipping-method', way))
  expect(ways.order_preview.shipping_methods[1]).toMatchObject({
    total: 4.4,
    tax_lines: [{ rate: 10, total: 0.4 }],
    detail: { return_id: inbound.return.id, exchange_id: id },
  })
  const outbound = ok(await post(id, '/outbound/items', { items: [{ variant_id: plate.id, quantity: 1 }] }))
  expect(outbound.exchange).toMatchObject({ id, return_id: inbound.return.id })
  expect(outbound.order_preview.order_change.return_id).toBe(inbound.return.id)
  const added = actionIn(outbound.order_preview, 'ITEM_ADD')
  expect(added).toMatchObject({ exchange_id: id, return_id: null, amount: 20 })
  const more = ok(await post(id, `/outbound/items/${added.id}`, { quantity: 2 }))
  expect(more.order_preview.items[1]).toMatchObject({ quantity: 2, total: 44 })
  const sending = ok(await post(id, '/outbound/shipping-method', { shipping_option_id: warehouse.option }))
  expect(sending.exchange.id).toBe(id)
  // 27 there were; plates for 44, shipping for 5.5 and 4.4 on the way back; the mug at 11 is not to be paid for in the end.
  expect(sending.order_preview).toMatchObject({ total: 80.9, summary: { current_order_total: 69.9 } })
  expect(carrier.calls).toEqual([])

  const done = ok(await post(id, '/request'))
  expect(done.return).toMatchObject({ status: 'requested', items: [{ item_id: of.line, quantity: 1 }] })
  expect(done.exchange.additional_items).toEqual([
    expect.objectContaining({
      id: expect.stringMatching(/^oexcitem_/),
      exchange_id: id,
      item_id: added.details.reference_id,
      quantity: 2,
      detail: expect.objectContaining({ quantity: 2, fulfilled_quantity: 0, unit_price: 20 }),
    }),
  ])
  expect(done.order_preview).toMatchObject({ order_change: null, version: 2 })
  expect(carrier.calls).toEqual(['return 1 Mug'])
  const now = await read(of.id)
  expect(now).toMatchObject({
    version: 2,
    total: 80.9,
    summary: { current_order_total: 80.9, pending_difference: 80.9 },
    items: [
      { id: of.line, detail: { return_requested_quantity: 1 } },
      { quantity: 2, variant_id: plate.id },
    ],
    shipping_methods: [
      { amount: 5, detail: { exchange_id: null } },
      { amount: 4, detail: { exchange_id: id, return_id: done.return.id } },
      { amount: 5, detail: { exchange_id: id, return_id: null } },
    ],
    payment_collections: [{ status: 'not_paid', amount: 80.9 }],
  })
  const [row] = await shop.database.query<{ due: string }>(
    'select difference_due::text as due from stoa_order.order_exchange where id = $1',
    [id],
  )
  expect(row?.due).toBe('42.9')
  expect(await reservedOf(plate.items[0] as string)).toBe(2)
  expect(await eventsOf(shop, of.id)).toContain('order.exchange_created')

  // What comes back then is no longer to be paid for, and what is sent is fulfilled like any other line.
  const back1 = (path: string, body = {}) => shop.admin('POST', `/returns/${done.return.id}${path}`, body)
  ok(await back1('/receive'))
  ok(await back1('/receive-items', { items: [{ id: of.line, quantity: 1 }] }))
  ok(await back1('/receive/confirm'))
  expect(await read(of.id)).toMatchObject({
    summary: { current_order_total: 69.9, pending_difference: 69.9 },
    payment_collections: [{ amount: 69.9 }],
  })
  const items = [{ id: added.details.reference_id, quantity: 2 }]
  ok(await shop.admin('POST', `/orders/${of.id}/fulfillments`, { items }))
  expect(await brokenLevels(warehouse)).toEqual([])
  expect(await post(id, '/cancel')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('came back') },
  })
})

test('an exchange exchanges', async () => {
  const of = await sent()
  const { id } = (await open(of.id)).exchange
  expect(await post(id, '/request')).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  ok(await post(id, '/outbound/items', { items: [{ variant_id: plate.id, quantity: 1 }] }))
  expect(await post(id, '/request')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('inbound/items') },
  })
  expect(await post(id, '/inbound/items', { items: [{ id: of.line, quantity: 3 }] })).toMatchObject({
    status: 400,
  })
  expect(await post('oexc_none', '/outbound/items', { items: [] })).toMatchObject({ status: 400 })
  expect(await post('oexc_none', '/request')).toMatchObject({ status: 404 })
})

test('an exchange that is given up leaves nothing behind', async () => {
  const of = await sent()
  const id = await mugForPlate(of)
  expect(await post(id, '/cancel')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('/request') },
  })
  expect(ok(await shop.admin('DELETE', `/exchanges/${id}/request`))).toEqual({
    id,
    object: 'exchange',
    deleted: true,
  })
  expect(await shop.admin('GET', `/exchanges/${id}`)).toMatchObject({ status: 404 })
  expect(ok(await shop.admin('GET', `/returns?order_id=${of.id}`)).count).toBe(0)
  expect(await read(of.id)).toMatchObject({ version: 1, total: 27 })
})

test('an exchange that is called off takes what it would send out of the order again', async () => {
  const of = await sent()
  const id = await mugForPlate(of)
  ok(await post(id, '/inbound/shipping-method', { shipping_option_id: warehouse.returnOption }))
  ok(await post(id, '/outbound/shipping-method', { shipping_option_id: warehouse.option }))
  const done = ok(await post(id, '/request'))
  carrier.calls.length = 0
  expect(ok(await post(id, '/cancel')).exchange).toMatchObject({ id, canceled_at: expect.any(String) })
  expect(carrier.calls).toEqual([expect.stringMatching(/^cancel ful_/)])
  const now = await read(of.id)
  expect(now).toMatchObject({
    total: 27,
    summary: { current_order_total: 27 },
    items: [{ id: of.line, detail: { return_requested_quantity: 0 } }],
    shipping_methods: [{ amount: 5 }],
  })
  expect(now.items).toHaveLength(1)
  expect(now.shipping_methods).toHaveLength(1)
  expect(ok(await shop.admin('GET', `/returns/${done.return.id}`)).return).toMatchObject({
    status: 'canceled',
  })
  expect(await reservedOf(plate.items[0] as string)).toBe(0)
  expect(await brokenLevels(warehouse)).toEqual([])
  expect(await post(id, '/cancel')).toMatchObject({ status: 400 })
})

test('of an exchange whose goods are sent already none is taken out', async () => {
  const of = await sent()
  const id = await mugForPlate(of)
  ok(await post(id, '/request'))
  const plates = (await read(of.id)).items[1].id
  ok(await shop.admin('POST', `/orders/${of.id}/fulfillments`, { items: [{ id: plates, quantity: 1 }] }))
  expect(await post(id, '/cancel')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('fulfilled') },
  })
  expect(await read(of.id)).toMatchObject({
    items: [{ detail: { return_requested_quantity: 1 } }, { quantity: 1 }],
  })
})

test('where there is too little in the stock or no parcel is made, nothing has happened', async () => {
  const of = await sent()
  const { id } = (await open(of.id)).exchange
  ok(await post(id, '/inbound/items', { items: [{ id: of.line, quantity: 1 }] }))
  ok(await post(id, '/inbound/shipping-method', { shipping_option_id: warehouse.returnOption }))
  const added = ok(await post(id, '/outbound/items', { items: [{ variant_id: plate.id, quantity: 1 }] }))
  const action = actionIn(added.order_preview, 'ITEM_ADD').id
  ok(await post(id, `/outbound/items/${action}`, { quantity: 100 }))
  expect(await post(id, '/request')).toMatchObject({ status: 400, body: { code: 'insufficient_inventory' } })
  expect(carrier.calls).toEqual(['return 1 Mug', expect.stringMatching(/^cancel ful_/)])
  const before = { version: 1, items: [{ detail: { return_requested_quantity: 0 } }] }
  expect(await read(of.id)).toMatchObject(before)
  ok(await post(id, `/outbound/items/${action}`, { quantity: 1 }))
  carrier.before = async (what) => {
    if (what === 'return') throw new StoaError('invalid_data', 'No van today')
  }
  expect(await post(id, '/request')).toMatchObject({ status: 400, body: { message: 'No van today' } })
  expect(await read(of.id)).toMatchObject(before)
  carrier.before = async () => {}
  expect(ok(await post(id, '/request')).order_preview).toMatchObject({ version: 2 })
})

test('while the carrier is called the order can be looked at, and what is asked back stays', async () => {
  const of = await sent()
  const { id } = (await open(of.id)).exchange
  const back = ok(await post(id, '/inbound/items', { items: [{ id: of.line, quantity: 1 }] }))
  ok(await post(id, '/inbound/shipping-method', { shipping_option_id: warehouse.returnOption }))
  ok(await post(id, '/outbound/items', { items: [{ variant_id: plate.id, quantity: 1 }] }))
  const seen: Answer[] = []
  carrier.before = async () => {
    seen.push(await shop.admin('GET', `/orders/${of.id}/preview`))
    const action = actionIn(back.order_preview, 'RETURN_ITEM').id
    seen.push(await post(id, `/inbound/items/${action}`, { quantity: 2 }))
    seen.push(await post(id, '/inbound/items', { items: [{ id: of.line, quantity: 2 }] }))
  }
  ok(await post(id, '/request'))
  expect(seen).toMatchObject([
    { status: 200, body: { order: { return_requested_total: 11, items: [{}, { quantity: 1 }] } } },
    { status: 400, body: { type: 'not_allowed' } },
    { status: 400, body: { type: 'invalid_data' } },
  ])
})

test('an exchange that is confirmed twice at once happens once', async () => {
  const of = await sent()
  const id = await mugForPlate(of)
  const ends = await behindLock(
    shop.url,
    'select from stoa_order."order" where id = $1 for update',
    [of.id],
    [() => post(id, '/request')],
  )
  expect(ends[0]).toMatchObject({ status: 'fulfilled', value: { status: 200 } })
  const other = await mugForPlate(of)
  const both = await Promise.all([post(other, '/request'), post(other, '/request')])
  expect(both.map(({ status }) => status)).toContain(200)
  expect(await read(of.id)).toMatchObject({
    version: 3,
    items: [{ detail: { return_requested_quantity: 2 } }, { quantity: 1 }, { quantity: 1 }],
  })
  expect(await reservedOf(plate.items[0] as string)).toBe(2)
})

test('exchanges are listed, and cost the same for five lines as for one', async () => {
  const costs: number[] = []
  for (const count of [1, 5]) {
    const mug = await pricedVariant(warehouse, 10)
    const lines = Array.from({ length: count }, () => lineOf(mug, 1))
    const of = await order(warehouse, lines, { region_id: region })
    const items = lines.map(({ id }) => ({ id, quantity: 1 }))
    ok(await shop.admin('POST', `/orders/${of}/fulfillments`, { items }))
    const { id } = (await open(of)).exchange
    ok(await post(id, '/inbound/items', { location_id: warehouse.berlin, items }))
    const plates = lines.map(() => ({ variant_id: plate.id, quantity: 1 }))
    ok(await post(id, '/outbound/items', { items: plates }))
    costs.push(await costOf(shop, () => post(id, '/request')))
    const { exchanges, count: total } = ok(
      await shop.admin('GET', `/exchanges?order_id=${of}&status=pending`),
    )
    expect([exchanges.length, total, exchanges[0].id]).toEqual([1, 1, id])
    expect(await costOf(shop, () => shop.admin('GET', '/exchanges'))).toBe(1)
  }
  expect(costs[0]).toBe(costs[1])
  expect(costs[0]).toBeLessThanOrEqual(60)
})
