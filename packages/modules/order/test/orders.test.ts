import { BigNumber, createId, type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { behindLock, createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OrderService, orderModule } from '../src/index.ts'
import { discount, sampleOrder, soldLine, soldShipping } from './sample-order.ts'

let database: TestDatabase
let modules: Modules
let orders: OrderService
let query: Query
beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([orderModule, queryModule], { database: database.url })
  await modules.migrate()
  orders = modules.resolve(OrderService)
  query = modules.resolve(Query)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

/** The statements of some work, without those that open and close transactions. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  await work().finally(stop)
  return texts.filter((text) => !/^(begin|commit)/i.test(text))
}

test.each([1, 50])('an order with %i lines is placed in one statement', async (count) => {
  const order = sampleOrder({
    items: Array.from({ length: count }, (_, index) => soldLine(`Thing ${index}`, index, 2, [discount(0.5)])),
    shipping_methods: [soldShipping('Parcel', 5, [{ amount: 1, code: 'LESS' }])],
    credit_lines: [{ amount: BigNumber(1), reference: 'gift' }],
    transactions: [{ amount: BigNumber(3), currency_code: 'eur', reference: 'capture' }],
  })
  expect(await statementsOf(() => orders.placeOrder(order))).toHaveLength(1)
  const read = await query.retrieve('order', order.id, {
    fields: [
      ...['status', 'version', 'email', 'is_draft_order', 'shipping_address.city', 'billing_address.city'],
      ...['items.title', 'items.quantity', 'items.tax_lines.rate', 'items.adjustments.amount'],
      ...['shipping_methods.name', 'shipping_methods.tax_lines.rate', 'shipping_methods.adjustments.amount'],
      ...['credit_lines.reference', 'transactions.amount'],
    ],
  })
  expect(read).toMatchObject({
    status: 'pending',
    version: 1,
    email: 'a@example.com',
    is_draft_order: false,
    shipping_address: { city: 'Bonn' },
    billing_address: { city: 'Lyon' },
    shipping_methods: [{ name: 'Parcel', tax_lines: [{ rate: 20 }], adjustments: [{ amount: 1 }] }],
    credit_lines: [{ reference: 'gift' }],
    transactions: [{ amount: 3 }],
  })
  expect(read.items).toHaveLength(count)
  for (const item of read.items) {
    expect(item).toMatchObject({ quantity: 2, tax_lines: [{ rate: 10 }], adjustments: [{ amount: 0.5 }] })
  }
})

test('an order without addresses, shipping and lines of any other kind can be placed', async () => {
  const order = sampleOrder({ shipping_address: null, billing_address: null, shipping_methods: [] })
  await orders.placeOrder(order)
  const fields = ['shipping_address.id', 'shipping_methods.id', 'credit_lines.id', 'items.title']
  expect(await query.retrieve('order', order.id, { fields })).toMatchObject({
    shipping_address: null,
    shipping_methods: [],
    credit_lines: [],
    items: [{ title: 'Mug' }],
  })
})

test('orders are numbered upwards, and no number is given twice', async () => {
  const first = await orders.placeOrder(sampleOrder())
  const second = await orders.placeOrder(sampleOrder())
  expect(second.display_id).toBe(first.display_id + 1)
  const placed = await Promise.all(Array.from({ length: 8 }, () => orders.placeOrder(sampleOrder())))
  const numbers = placed.map(({ display_id }) => display_id)
  expect(new Set(numbers).size).toBe(8)
  expect(Math.min(...numbers)).toBeGreaterThan(second.display_id)
})

test('a failure takes the whole order back', async () => {
  const [taken, fresh] = [soldLine('Mug', 10), soldLine('Cup', 3)]
  await orders.placeOrder(sampleOrder({ items: [taken] }))
  const order = sampleOrder({ items: [fresh, taken] })
  await expect(orders.placeOrder(order)).rejects.toMatchObject({ type: 'invalid_data' })
  expect(await orders.listOrders({ id: order.id })).toEqual([])
  expect(await orders.listOrderLineItems({ id: fresh.id })).toEqual([])
})

test('joins an open transaction and goes back with it', async () => {
  const order = sampleOrder()
  const failure = modules.transaction(async () => {
    await orders.placeOrder(order)
    throw new Error('later')
  })
  await expect(failure).rejects.toThrow('later')
  expect(await orders.listOrders({ id: order.id })).toEqual([])
})

test('a line shows how many there are of it, its price and its detail', async () => {
  const order = sampleOrder({ items: [soldLine('Castle', '90071992547409931.07', 3)] })
  await orders.placeOrder(order)
  const read = await query.retrieve('order', order.id, {
    fields: ['items.quantity', 'items.raw_quantity', 'items.raw_unit_price', '*items.detail'],
  })
  expect(read.items).toMatchObject([
    {
      id: order.items[0]?.id,
      quantity: 3,
      raw_quantity: { value: '3' },
      raw_unit_price: { value: '90071992547409931.07' },
      detail: { version: 1, quantity: 3, fulfilled_quantity: 0, item_id: order.items[0]?.id },
    },
  ])
})

test('the summary has an exact twin for each amount', async () => {
  const order = sampleOrder({ summary: { current_order_total: 28.5, paid_total: 0 } })
  await orders.placeOrder(order)
  expect((await query.retrieve('order', order.id, { fields: ['summary'] })).summary).toEqual({
    current_order_total: 28.5,
    raw_current_order_total: { value: '28.5', precision: 20 },
    paid_total: 0,
    raw_paid_total: { value: '0', precision: 20 },
  })
})

test('totals count lines, discounts, taxes and shipping, each with its exact twin below the order', async () => {
  const order = sampleOrder({
    items: [soldLine('Mug', 10, 2, [discount(4)])],
    credit_lines: [{ amount: BigNumber(1.5) }],
  })
  await orders.placeOrder(order)
  const read = await query.retrieve('order', order.id, {
    fields: [
      ...['total', 'item_total', 'tax_total', 'discount_total', 'shipping_total', 'credit_line_total'],
      ...['items.total', 'items.raw_total', 'items.adjustments.total', 'shipping_methods.total'],
      ...['credit_lines.total', 'credit_lines.raw_subtotal'],
    ],
  })
  // 16 and 10 %, 5 and 20 %, less 1.5
  expect(read).toEqual({
    id: order.id,
    total: 22.1,
    item_total: 17.6,
    tax_total: 2.6,
    discount_total: 4.4,
    shipping_total: 6,
    credit_line_total: 1.5,
    items: [
      {
        id: order.items[0]?.id,
        total: 17.6,
        raw_total: { value: '17.6', precision: 20 },
        adjustments: [{ id: expect.any(String), total: 4.4 }],
      },
    ],
    shipping_methods: [{ id: order.shipping_methods[0]?.id, total: 6 }],
    credit_lines: [{ id: expect.any(String), total: 1.5, raw_subtotal: { value: '1.5', precision: 20 } }],
  })
})

/** Makes a second version of an order by SQL: four mugs instead of two, at 9, less 6 instead of 4; shipping by courier. */
async function changed() {
  const [mug, cup] = [soldLine('Mug', 10, 2, [discount(4)]), soldLine('Cup', 3)]
  const parcel = soldShipping('Parcel', 5, [{ amount: 1, code: 'LESS' }])
  const order = sampleOrder({ items: [mug, cup], shipping_methods: [parcel] })
  await orders.placeOrder(order)
  const { database } = modules
  await database.query('update stoa_order."order" set version = 2 where id = $1', [order.id])
  await database.query(
    `insert into stoa_order.order_item (id, version, order_id, item_id, quantity, fulfilled_quantity, unit_price)
     values ($1, 2, $2, $3, 4, 1, 9)`,
    [createId('orditem'), order.id, mug.id],
  )
  await database.query(
    `insert into stoa_order.order_line_item_adjustment (id, version, item_id, amount, code) values ($1, 2, $2, 6, 'MORE')`,
    [createId('ordliadj'), mug.id],
  )
  await database.query(
    'insert into stoa_order.order_shipping (id, version, order_id, shipping_method_id) values ($1, 2, $2, $3)',
    [createId('ordspmv'), order.id, parcel.id],
  )
  await database.query(
    `insert into stoa_order.order_shipping_method_adjustment (id, version, shipping_method_id, amount, code)
     values ($1, 2, $2, 2, 'MORE')`,
    [createId('ordsmadj'), parcel.id],
  )
  await database.query(
    `insert into stoa_order.order_summary (id, version, order_id, totals) values ($1, 2, $2, '{"paid_total": 7}')`,
    [createId('ordsum'), order.id],
  )
  return { order, mug, parcel }
}

test('lines, prices and shipping are those of the version the order has, and of no older one', async () => {
  const { order, mug, parcel } = await changed()
  const read = await query.retrieve('order', order.id, {
    fields: [
      ...['items.title', 'items.quantity', 'items.unit_price', 'items.detail.version'],
      ...['items.detail.quantity', 'items.detail.fulfilled_quantity'],
      ...['shipping_methods.name', 'shipping_methods.order_id', 'shipping_methods.detail.version'],
    ],
  })
  expect(read.items).toMatchObject([
    {
      id: mug.id,
      title: 'Mug',
      quantity: 4,
      unit_price: 9,
      detail: { version: 2, quantity: 4, fulfilled_quantity: 1 },
    },
  ])
  expect(read.shipping_methods).toMatchObject([
    { id: parcel.id, name: 'Parcel', order_id: order.id, detail: { version: 2 } },
  ])
  const { summary } = await query.retrieve('order', order.id, { fields: ['summary'] })
  expect(summary).toEqual({ paid_total: 7, raw_paid_total: { value: '7', precision: 20 } })
})

test('discounts, and the totals made of them, are those of the version', async () => {
  const { order } = await changed()
  const read = await query.retrieve('order', order.id, {
    fields: [
      ...['items.adjustments.code', 'shipping_methods.adjustments.code'],
      ...['item_total', 'shipping_total', 'items.fulfilled_total'],
    ],
  })
  expect(read.items).toMatchObject([{ adjustments: [{ code: 'MORE' }] }])
  expect(read.shipping_methods).toMatchObject([{ adjustments: [{ code: 'MORE' }] }])
  // 36 less 6 and 10 %; 5 less 2 and 20 %
  expect(read).toMatchObject({ item_total: 33, shipping_total: 3.6 })
})

test('an order is found by its number and by its e-mail', async () => {
  const email = 'Zaphod.B@example.com'
  const order = sampleOrder({ values: { currency_code: 'eur', email } })
  const { display_id } = await orders.placeOrder(order)
  await orders.placeOrder(sampleOrder())
  const found = async (q: string) =>
    (await query.list('order', { filters: { q }, fields: ['email'] })).map(({ id }) => id)
  expect(await found(String(display_id))).toContain(order.id)
  expect(await found('zaphod.b@')).toEqual([order.id])
  expect(await found('ZAPHOD')).toEqual([order.id])
  expect(await found('trillian')).toEqual([])
})

test('changes of an address at the same time lose nothing of each other', async () => {
  const order = sampleOrder()
  await orders.placeOrder(order)
  const change = (shipping_address: object) => () =>
    orders.changeProperties(order.id, { shipping_address: { ...shipping_address } }, 'user_1')
  const lock = 'select 1 from stoa_order."order" where id = $1 for update'
  const changes = [change({ city: 'Berlin' }), change({ first_name: 'Ada' }), change({ phone: '1' })]
  await behindLock(database.url, lock, [order.id], changes)
  const fields = ['*shipping_address']
  expect((await query.retrieve('order', order.id, { fields })).shipping_address).toMatchObject({
    city: 'Berlin',
    first_name: 'Ada',
    phone: '1',
    country_code: 'de',
  })
})

test('the sums follow every movement once, however many are recorded at once and how often', async () => {
  const order = sampleOrder({ summary: { current_order_total: 28, pending_difference: 28 } })
  await orders.placeOrder(order)
  const movements = Array.from({ length: 20 }, (_, index) => ({
    amount: index < 15 ? '0.1' : '-0.1',
    currency_code: 'eur',
    reference: index < 15 ? ('capture' as const) : ('refund' as const),
    reference_id: `${order.id}-${index}`,
  }))
  const record = (movement: (typeof movements)[number]) => orders.recordTransactions(order.id, [movement])
  await Promise.all([...movements, ...movements].map(record))
  expect(await orders.recordTransactions(order.id, movements)).toEqual([])
  expect((await query.retrieve('order', order.id, { fields: ['summary'] })).summary).toMatchObject({
    raw_paid_total: { value: '1.5' },
    raw_refunded_total: { value: '0.5' },
    transaction_total: 1,
    pending_difference: 27,
    current_order_total: 28,
  })
  expect(await orders.listOrderTransactions({ order_id: order.id })).toHaveLength(20)
})
