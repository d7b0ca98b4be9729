import { CustomerService } from '@stoa/customer'
import { FulfillmentService } from '@stoa/fulfillment'
import { StoaError } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { Query } from '@stoa/query'
import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createReturn } from '../src/index.ts'
import { type Carrier, installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import { eventsOf } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { addOption, lineOf, openWarehouse, order, stockVariant, type Warehouse } from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse
let carrier: Carrier
let reason: string

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
  const { return_reason } = ok(await shop.admin('POST', '/return-reasons', { value: 'size', label: 'Size' }))
  reason = return_reason.id
})

beforeEach(() => {
  carrier = installCarrier(shop)
})

afterAll(() => shop?.stop())

/** An order of so many of each variant, so many of which are fulfilled: its id and those of its lines. */
async function sent(quantities: [number, number][], values: Record<string, unknown> = {}) {
  const lines: ReturnType<typeof lineOf>[] = []
  for (const [quantity] of quantities) lines.push(lineOf(await stockVariant(warehouse), quantity))
  const id = await order(warehouse, lines, values)
  const items = quantities.flatMap(([, fulfilled], n) =>
    fulfilled === 0 ? [] : [{ id: lines[n]?.id, quantity: fulfilled }],
  )
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items }))
  carrier.calls.length = 0
  return { id, lines: lines.map((line) => line.id) as [string, ...string[]] }
}

const giveBack = (order_id: string, items: object[], more: object = {}, customer?: string) =>
  shop.store(
    'POST',
    '/returns',
    { order_id, items, return_shipping: { option_id: warehouse.returnOption }, ...more },
    customer,
  )

const requestedOf = async (id: string) =>
  (await shop.modules.resolve(OrderService).listOrderItems({ order_id: id })).map(
    ({ return_requested_quantity }) => Number(return_requested_quantity),
  )

const countOf = async (table: string, id: string) =>
  Number(
    (
      await shop.database.query<{ n: string }>(
        `select count(*) as n from stoa_order.${table} where order_id = $1`,
        [id],
      )
    )[0]?.n,
  )

test('a buyer asks to send back what was fulfilled, and sees what that comes to', async () => {
  const { id, lines } = await sent([[3, 2]])
  const items = [{ id: lines[0], quantity: 1, reason_id: reason, note: 'Too small' }]
  const answer = ok(await giveBack(id, items, { note: 'Sorry' })).return
  expect(answer).toMatchObject({
    id: expect.stringMatching(/^return_/),
    order_id: id,
    order_version: 1,
    display_id: expect.any(Number),
    status: 'requested',
    requested_at: expect.any(String),
    received_at: null,
    canceled_at: null,
    created_by: null,
    location_id: warehouse.berlin,
    refund_amount: null,
    raw_refund_amount: null,
    item_total: 11,
    item_subtotal: 10,
    item_tax_total: 1,
    shipping_total: 4,
    total: 15,
    raw_total: { value: '15', precision: 20 },
    credit_line_total: 0,
    return_requested_total: 11,
    fulfilled_total: 22,
    transactions: [],
    items: [
      {
        id: expect.stringMatching(/^retitem_/),
        item_id: lines[0],
        quantity: 1,
        received_quantity: 0,
        damaged_quantity: 0,
        reason_id: reason,
        reason: { id: reason },
        note: 'Too small',
        total: 11,
        refundable_total: 22,
        detail: { quantity: 3, fulfilled_quantity: 2, return_requested_quantity: 1 },
        item: { title: 'Mug', unit_price: 10, tax_lines: [{ rate: 10 }], adjustments: [] },
      },
    ],
    shipping_methods: [
      {
        name: 'Standard',
        amount: 4,
        total: 4,
        tax_lines: [],
        shipping_option_id: warehouse.returnOption,
        detail: { return_id: answer.id, order_id: id },
      },
    ],
    order: {
      id,
      items: [{ id: lines[0], quantity: 3, detail: { return_requested_quantity: 1 } }],
      summary: { current_order_total: 42, pending_difference: 42, paid_total: 0 },
      billing_address: { id: expect.any(String) },
    },
  })
  expect(await eventsOf(shop, id)).toEqual(['order.fulfillment_created', 'order.return_requested'])
  expect(carrier.calls).toEqual(['return 1 Mug'])

  const { order: read } = ok(await shop.admin('GET', `/orders/${id}`))
  expect(read.shipping_methods).toMatchObject([
    { amount: 5, detail: { return_id: null } },
    { amount: 4, detail: { return_id: answer.id } },
  ])
  expect(read.summary).toMatchObject({ current_order_total: 42, pending_difference: 42 })
  const { order_changes } = ok(await shop.admin('GET', `/orders/${id}/changes`))
  expect(order_changes).toMatchObject([
    {
      change_type: 'return_request',
      status: 'confirmed',
      return_id: answer.id,
      description: 'Sorry',
      actions: [
        { action: 'RETURN_ITEM', details: { quantity: 1, reference_id: lines[0], reason_id: reason } },
        { action: 'SHIPPING_ADD', amount: 4, applied: true },
      ],
    },
  ])
  const [parcel] = (
    await shop.modules.resolve(Query).retrieve('return', answer.id, {
      fields: ['*fulfillments', '*fulfillments.labels', '*fulfillments.items'],
    })
  ).fulfillments
  expect(parcel).toMatchObject({
    location_id: warehouse.berlin,
    provider_id: 'carrier_test',
    labels: [{ tracking_number: 'R1' }],
    items: [{ title: 'Mug', quantity: 1 }],
  })
  expect((await shop.modules.resolve(FulfillmentService).retrieveFulfillment(parcel.id)).data).toEqual({
    parcel: parcel.id,
  })
})

test('only what is fulfilled and not in a return yet goes back', async () => {
  const { id, lines } = await sent([
    [3, 2],
    [1, 0],
  ])
  const [a, b] = lines as [string, string]
  expect(await giveBack(id, [{ id: a, quantity: 3 }])).toMatchObject({
    status: 400,
    body: {
      type: 'invalid_data',
      message: expect.stringContaining(`2 of item ${a}, not 3, can be returned`),
    },
  })
  expect((await giveBack(id, [{ id: b, quantity: 1 }])).status).toBe(400)
  ok(await giveBack(id, [{ id: a, quantity: 1 }]))
  ok(await giveBack(id, [{ id: a, quantity: 1 }]))
  expect((await giveBack(id, [{ id: a, quantity: 1 }])).status).toBe(400)
  expect((await requestedOf(id)).sort()).toEqual([0, 2])
  expect(await countOf('return', id)).toBe(2)
  const { order: read } = ok(await shop.admin('GET', `/orders/${id}?fields=fulfillments.id`))
  expect(
    await shop.admin('POST', `/orders/${id}/fulfillments/${read.fulfillments[0].id}/cancel`, {}),
  ).toMatchObject({ status: 400, body: { message: expect.stringContaining('in a return') } })
})

test('what two ask to send back at the same time goes back once', async () => {
  const { id, lines } = await sent([[2, 2]])
  const ask = () => giveBack(id, [{ id: lines[0], quantity: 2 }])
  const ends = await behindLock(
    shop.url,
    'select 1 from stoa_order."order" where id = $1 for update',
    [id],
    [ask, ask],
  )
  const answers = ends.map((end) => (end as PromiseFulfilledResult<any>).value)
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  expect(await requestedOf(id)).toEqual([2])
  expect(await countOf('return', id)).toBe(1)
  expect(carrier.calls).toEqual(['return 2 Mug'])
})

test("an order of somebody else's account is not there, a guest's is for whoever knows its id", async () => {
  const customers = shop.modules.resolve(CustomerService)
  const { id: ada } = await customers.createCustomers({ email: 'ada@example.com', has_account: true })
  const { id: eve } = await customers.createCustomers({ email: 'eve@example.com', has_account: true })
  const { id, lines } = await sent([[2, 2]], { customer_id: ada })
  const items = [{ id: lines[0], quantity: 1 }]
  const missing = { status: 404, body: { type: 'not_found' } }
  expect(await giveBack(id, items)).toMatchObject(missing)
  expect(await giveBack(id, items, {}, eve)).toMatchObject(missing)
  expect(await giveBack(id, items, { receive_now: true }, eve)).toMatchObject(missing)
  expect(await giveBack('order_none', items)).toMatchObject(missing)
  expect(await requestedOf(id)).toEqual([0])
  ok(await giveBack(id, items, {}, ada))
  const guest = await sent([[1, 1]])
  ok(await giveBack(guest.id, [{ id: guest.lines[0], quantity: 1 }]))
})

test('a buyer names neither the price nor the day of arrival, and gets no goods to where the shop does not sell', async () => {
  const { id, lines } = await sent([[2, 2]])
  const items = [{ id: lines[0], quantity: 1 }]
  const { body } = await giveBack(id, items, {
    return_shipping: { option_id: warehouse.returnOption, price: 0 },
    location_id: warehouse.munich,
  })
  expect(body.return).toMatchObject({ shipping_total: 4, location_id: warehouse.munich })
  expect(await giveBack(id, items, { receive_now: true })).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining('receive_now') },
  })
  expect(await giveBack(id, items, { location_id: 'sloc_none' })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('sloc_none') },
  })
  expect(await requestedOf(id)).toEqual([1])
})

test('what is wrong is refused by name, and nothing is written', async () => {
  const { id, lines } = await sent([[2, 2]])
  const other = await addOption(warehouse, { is_return: 'true', enabled_in_store: 'false' })
  const silent = await addOption(warehouse, {})
  const item = { id: lines[0], quantity: 1 }
  for (const [items, more, status, message] of [
    [[item], { return_shipping: { option_id: warehouse.option } }, 400, warehouse.option],
    [[item], { return_shipping: { option_id: other } }, 400, 'no way back'],
    [[item], { return_shipping: { option_id: silent } }, 400, 'no way back'],
    [[item], { return_shipping: { option_id: 'so_none' } }, 400, warehouse.returnOption],
    [[item, item], {}, 400, 'once'],
    [[{ ...item, reason_id: 'rr_none' }], {}, 404, 'rr_none'],
    [[{ ...item, quantity: 0 }], {}, 400, 'quantity'],
    [[{ id: 'ordli_none', quantity: 1 }], {}, 400, 'ordli_none'],
    [[], {}, 400, 'items'],
    [[item], { return_shipping: undefined }, 400, 'return_shipping'],
  ] as [object[], object, number, string][]) {
    const answer = await giveBack(id, items, more)
    expect(answer, message).toMatchObject({ status, body: { message: expect.stringContaining(message) } })
  }
  expect(await requestedOf(id)).toEqual([0])
  expect(await countOf('return', id)).toBe(0)
  expect(carrier.calls).toEqual([])
})

test('where the carrier refuses, nothing goes back and it can be asked for again', async () => {
  const { id, lines } = await sent([[1, 1]])
  const items = [{ id: lines[0], quantity: 1 }]
  carrier.before = async (what) => {
    if (what === 'return') throw new StoaError('not_allowed', 'Not from there.')
  }
  expect(await giveBack(id, items)).toMatchObject({ status: 400, body: { message: 'Not from there.' } })
  carrier.before = async () => {}
  expect(await requestedOf(id)).toEqual([0])
  expect(await countOf('return', id)).toBe(0)
  ok(await giveBack(id, items))
})

test('a return that fails halfway leaves nothing behind', async () => {
  const { id, lines } = await sent([[1, 1]])
  const items = [{ id: lines[0], quantity: 1 }]
  const unhook = createReturn.after('record return', () => {
    throw new StoaError('not_allowed', 'No luck.')
  })
  expect(await giveBack(id, items).finally(unhook)).toMatchObject({ status: 400 })
  expect(carrier.calls).toEqual(['return 1 Mug', expect.stringMatching(/^cancel ful_/)])
  expect(await requestedOf(id)).toEqual([0])
  for (const table of ['return', 'order_change']) expect(await countOf(table, id), table).toBe(0)
  expect(ok(await shop.admin('GET', `/orders/${id}`)).order.summary.current_order_total).toBe(16)
  ok(await giveBack(id, items))
})

test('a price that the carrier computes is the carrier’s', async () => {
  const { id, lines } = await sent([[1, 1]])
  const computed = await addOption(warehouse, { is_return: 'true' }, 1, { price_type: 'calculated' })
  await shop.database.query('delete from stoa_link.shipping_option_price_set where shipping_option_id = $1', [
    computed,
  ])
  const { body } = await giveBack(id, [{ id: lines[0], quantity: 1 }], {
    return_shipping: { option_id: computed, price: 0.01 },
  })
  expect(body.return).toMatchObject({ shipping_total: 6.5, shipping_methods: [{ is_tax_inclusive: true }] })
})

test('a discounted line goes back for its share of what was paid, to the cent', async () => {
  const line = lineOf(await stockVariant(warehouse), 3)
  const discounted = {
    ...line,
    adjustments: [{ amount: 1, code: 'LESS', is_tax_inclusive: false }] as never[],
  }
  const id = await order(warehouse, [discounted])
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items: [{ id: line.id, quantity: 3 }] }))
  const { return: made } = ok(await giveBack(id, [{ id: line.id, quantity: 1 }]))
  // 3 × 10 − 1 is 29, with 10 % tax 31.90: a third of that is 10.63, 9.67 of it before tax.
  expect(made.items).toMatchObject([
    {
      total: 10.63,
      subtotal: 10,
      discount_subtotal: 0.33,
      tax_total: 0.96,
      original_total: 11,
      discount_total: 0.37,
    },
  ])
})

test('asking costs a few statements, however many items there are, and fields are the route’s', async () => {
  const costs: number[] = []
  for (const count of [1, 5]) {
    const { id, lines } = await sent(Array.from({ length: count }, () => [2, 2]))
    const items = lines.map((line) => ({ id: line, quantity: 1, reason_id: reason }))
    costs.push(await costOf(shop, () => giveBack(id, items)))
    const narrow = (fields: string) =>
      shop.store('POST', `/returns?fields=${fields}`, {
        order_id: id,
        items,
        return_shipping: { option_id: warehouse.returnOption },
      })
    expect(await narrow('order.customer.email')).toMatchObject({ status: 400 })
    expect(Object.keys(ok(await narrow('status')).return).sort()).toEqual(['id', 'status'])
  }
  expect(costs[1]).toBe(costs[0])
  expect(costs[0]).toBeLessThanOrEqual(25)
})
