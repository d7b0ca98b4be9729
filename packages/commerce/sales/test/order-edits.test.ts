import { createId } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { PricingService } from '@stoa/pricing'
import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import { actionIn, openRegion, previewOf, pricedVariant } from './edited.ts'
import { eventsOf } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { brokenLevels, lineOf, openWarehouse, order, stockOf, type Warehouse } from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse
let region: string

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
  region = await openRegion(shop)
})

beforeEach(() => {
  installCarrier(shop)
})

afterAll(() => shop?.stop())

/** An order of three mugs at 10 with 10 % tax, and 5 for shipping: 33 + 5. */
async function threeMugs(values: object = {}) {
  const mug = await pricedVariant(warehouse, 10)
  const line = lineOf(mug, 3, values)
  const id = await order(warehouse, [line], { region_id: region })
  return { id, line: line.id, item: mug.items[0] as string }
}

const begin = (order_id: string) =>
  shop.admin('POST', '/order-edits', { order_id, internal_note: 'By phone' })
const edit = (id: string, path: string, body: object = {}) =>
  shop.admin('POST', `/order-edits/${id}${path}`, body)
const read = async (id: string) => ok(await shop.admin('GET', `/orders/${id}`)).order

test('a variant that is added costs what price lists make of it for as many as are added', async () => {
  const { id, line } = await threeMugs()
  const plate = await pricedVariant(warehouse, 20)
  const [link] = await shop.database.query<{ price_set_id: string }>(
    'select price_set_id from stoa_link.product_variant_price_set where variant_id = $1',
    [plate.id],
  )
  const price_set_id = link?.price_set_id as string
  await shop.modules.resolve(PricingService).createPriceLists([
    {
      title: 'Many',
      description: '',
      status: 'active',
      prices: [{ price_set_id, currency_code: 'eur', amount: 15, min_quantity: 5 }],
    },
  ])
  ok(await begin(id))
  const items = [4, 5].map((quantity) => ({ variant_id: plate.id, quantity }))
  const priceOf = (preview: any, quantity: number) =>
    preview.items.find((item: any) => item.id !== line && item.quantity === quantity)
  expect(priceOf(previewOf(await edit(id, '/items', { items: items.slice(0, 1) })), 4)).toMatchObject({
    unit_price: 20,
    compare_at_unit_price: null,
  })
  expect(priceOf(previewOf(await edit(id, '/items', { items: items.slice(1) })), 5)).toMatchObject({
    unit_price: 15,
    compare_at_unit_price: 20,
  })
})

test('a shopkeeper adds a variant to an order, which counts once the edit is confirmed', async () => {
  const { id, line } = await threeMugs()
  const { order_change } = ok(await begin(id))
  expect(order_change).toMatchObject({
    id: expect.stringMatching(/^ordch_/),
    order_id: id,
    change_type: 'edit',
    status: 'pending',
    internal_note: 'By phone',
    created_by: 'user_1',
    version: 2,
    actions: [],
  })

  const plate = await pricedVariant(warehouse, 20)
  const added = previewOf(await edit(id, '/items', { items: [{ variant_id: plate.id, quantity: 2 }] }))
  const fresh = added.items.find((item: any) => item.id !== line)
  expect(fresh).toMatchObject({
    id: expect.stringMatching(/^ordli_/),
    variant_id: plate.id,
    quantity: 2,
    unit_price: 20,
    raw_unit_price: { value: '20', precision: 20 },
    total: 44,
    tax_lines: [{ rate: 10, code: 'vat', total: 4 }],
    adjustments: [],
    detail: { quantity: 2, fulfilled_quantity: 0, version: 2, order_id: id, unit_price: 20 },
    actions: [
      {
        action: 'ITEM_ADD',
        amount: 40,
        applied: false,
        order_change_id: order_change.id,
        details: { quantity: 2, reference_id: fresh.id, unit_price: 20 },
      },
    ],
  })
  expect(added).toMatchObject({
    id,
    version: 1,
    total: 82,
    order_change: { id: order_change.id, status: 'pending', order: { id } },
    summary: {
      current_order_total: 82,
      pending_difference: 82,
      original_order_total: 38,
      raw_pending_difference: { value: '82', precision: 20 },
    },
  })
  // Until then the order is as it was.
  expect(await read(id)).toMatchObject({ version: 1, total: 38, items: [{ id: line }] })
  expect(await stockOf(warehouse, plate.items[0] as string)).toEqual({ berlin: [10, 0], munich: [10, 0] })

  const asked = previewOf(await edit(id, '/request'))
  expect(asked.order_change).toMatchObject({ status: 'requested', requested_by: 'user_1' })
  const done = previewOf(await edit(id, '/confirm'))
  expect(done).toMatchObject({ version: 2, total: 82, order_change: null })
  const now = await read(id)
  expect(now).toMatchObject({
    version: 2,
    total: 82,
    summary: { current_order_total: 82, pending_difference: 82, original_order_total: 38 },
    payment_collections: [{ amount: 82, status: 'not_paid' }],
  })
  expect(now.items.map(({ id, quantity }: any) => [id, quantity])).toEqual([
    [line, 3],
    [fresh.id, 2],
  ])
  const { berlin, munich } = await stockOf(warehouse, plate.items[0] as string)
  expect((berlin[1] as number) + (munich[1] as number)).toBe(2)
  expect(await brokenLevels(warehouse)).toEqual([])
  expect(await eventsOf(shop, id)).toEqual([])
  expect(await eventsOf(shop, order_change.id)).toEqual(['order-edit.requested', 'order-edit.confirmed'])

  const before = ok(await shop.admin('GET', `/orders/${id}?version=1`)).order
  expect(before).toMatchObject({ version: 1, total: 38, items: [{ id: line, quantity: 3 }] })
  const { order_changes } = ok(await shop.admin('GET', `/orders/${id}/changes`))
  expect(order_changes).toMatchObject([
    { status: 'confirmed', confirmed_by: 'user_1', actions: [{ action: 'ITEM_ADD', applied: true }] },
  ])
})

test('what is noted of a change is noted anew', async () => {
  const { id } = await threeMugs()
  const { order_change } = ok(await begin(id))
  const note = (body: object) => shop.admin('POST', `/order-changes/${order_change.id}`, body)
  expect(ok(await note({ internal_note: 'By letter' })).order_change).toMatchObject({
    id: order_change.id,
    internal_note: 'By letter',
    carry_over_promotions: null,
    actions: [],
  })
  expect(ok(await note({ internal_note: null, carry_over_promotions: false })).order_change).toMatchObject({
    internal_note: null,
    carry_over_promotions: false,
  })
  expect(ok(await note({ carry_over_promotions: true })).order_change).toMatchObject({
    carry_over_promotions: true,
  })
  ok(await shop.admin('DELETE', `/order-edits/${id}`))
  expect(await note({ carry_over_promotions: false })).toMatchObject({
    status: 400,
    body: { type: 'not_allowed' },
  })
  expect(ok(await note({ internal_note: 'Over' })).order_change).toMatchObject({ internal_note: 'Over' })
  expect(await shop.admin('POST', '/order-changes/ordch_none', {})).toMatchObject({ status: 404 })
})

test('fewer of a line give stock and discount back, in proportion', async () => {
  const adjustments = [{ amount: 3, code: 'TENTH', promotion_id: null, description: null }]
  const mug = await pricedVariant(warehouse, 10)
  const line = { ...lineOf(mug, 3), adjustments }
  const id = await order(warehouse, [line as never], { region_id: region })
  ok(await begin(id))
  const fewer = previewOf(await edit(id, `/items/item/${line.id}`, { quantity: 1 }))
  expect(fewer.items).toMatchObject([
    {
      id: line.id,
      quantity: 1,
      raw_quantity: { value: '1', precision: 20 },
      discount_subtotal: 1,
      total: 9.9,
      adjustments: [{ amount: 1, code: 'TENTH' }],
      actions: [{ action: 'ITEM_UPDATE', details: { quantity: 1, quantity_diff: -2 } }],
    },
  ])
  previewOf(await edit(id, '/confirm'))
  expect(await read(id)).toMatchObject({
    total: 14.9,
    items: [{ quantity: 1, adjustments: [{ amount: 1 }] }],
  })
  expect(await stockOf(warehouse, mug.items[0] as string)).toEqual({ berlin: [10, 1], munich: [10, 0] })
  expect(await brokenLevels(warehouse)).toEqual([])
  // What it was before is still to be seen.
  const before = ok(await shop.admin('GET', `/orders/${id}?version=1`)).order
  expect(before.items).toMatchObject([{ quantity: 3, adjustments: [{ amount: 3 }] }])
})

test('a line is taken out, its price changed, and what was said of it said anew', async () => {
  const mug = await pricedVariant(warehouse, 10)
  const [a, b] = [lineOf(mug, 2), lineOf(mug, 2)]
  const id = await order(warehouse, [a, b], { region_id: region })
  ok(await begin(id))
  previewOf(await edit(id, `/items/item/${a.id}`, { quantity: 1 }))
  const gone = previewOf(await edit(id, `/items/item/${a.id}`, { quantity: 0 }))
  expect(gone.items[0]).toMatchObject({
    id: a.id,
    quantity: 0,
    total: 0,
    actions: [{ action: 'ITEM_UPDATE' }],
  })
  const own = { quantity: 2, unit_price: 8.5, metadata: { agreed: true } }
  const cheap = previewOf(await edit(id, `/items/item/${b.id}`, own))
  expect(cheap).toMatchObject({ total: 23.7, items: [{}, { unit_price: 8.5, total: 18.7 }] })
  const action = cheap.items[1].actions[0].id
  const three = previewOf(await edit(id, `/items/${action}`, { quantity: 3 }))
  expect(three.items[1]).toMatchObject({ quantity: 3, unit_price: 8.5, actions: [{ id: action }] })
  previewOf(await edit(id, '/confirm'))
  const now = await read(id)
  expect(now).toMatchObject({
    items: [{ id: b.id, quantity: 3, unit_price: 8.5, detail: { unit_price: 8.5 } }],
  })
  expect(now.items).toHaveLength(1)
  expect(await stockOf(warehouse, mug.items[0] as string)).toMatchObject({ berlin: [10, 3] })
})

test('an added line gets another quantity and price, and is left out again', async () => {
  const { id } = await threeMugs()
  const plate = await pricedVariant(warehouse, 20)
  ok(await begin(id))
  const items = [{ variant_id: plate.id, quantity: 1, unit_price: 15, internal_note: 'A gift' }]
  const added = previewOf(await edit(id, '/items', { items }))
  const action = actionIn(added, 'ITEM_ADD')
  expect(action).toMatchObject({ amount: 15, internal_note: 'A gift' })
  expect(added.items[1]).toMatchObject({ is_custom_price: true, unit_price: 15 })
  const more = previewOf(await edit(id, `/items/${action.id}`, { quantity: 3, unit_price: 14 }))
  expect(more.items[1]).toMatchObject({ quantity: 3, unit_price: 14, total: 46.2 })
  const none = previewOf(await shop.admin('DELETE', `/order-edits/${id}/items/${action.id}`))
  expect(none.items).toHaveLength(1)
  expect(none).toMatchObject({ total: 38, order_change: { status: 'pending' } })
  const [left] = await shop.database.query('select from stoa_order.order_line_item where id = $1', [
    action.details.reference_id,
  ])
  expect(left).toBeUndefined()
  expect(await edit(id, '/confirm')).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('changes nothing') },
  })
})

test('a shipping method comes with its price and tax, gets another price, and is left out again', async () => {
  const { id } = await threeMugs()
  ok(await begin(id))
  const body = { shipping_option_id: warehouse.option }
  const added = previewOf(await edit(id, '/shipping-method', body))
  const method = added.shipping_methods[1]
  expect(method).toMatchObject({
    shipping_option_id: warehouse.option,
    amount: 5,
    total: 5.5,
    is_custom_amount: false,
    tax_lines: [{ rate: 10 }],
    detail: { order_id: id, return_id: null },
    actions: [{ action: 'SHIPPING_ADD', amount: 5, reference_id: method.id }],
  })
  const action = method.actions[0].id
  const custom = previewOf(await edit(id, `/shipping-method/${action}`, { custom_amount: 2 }))
  expect(custom.shipping_methods[1]).toMatchObject({ amount: 2, is_custom_amount: true, total: 2.2 })
  const own = previewOf(await edit(id, `/shipping-method/${action}`, { custom_amount: null }))
  expect(own.shipping_methods[1]).toMatchObject({ amount: 5, is_custom_amount: false })
  const none = previewOf(await shop.admin('DELETE', `/order-edits/${id}/shipping-method/${action}`))
  expect(none.shipping_methods).toHaveLength(1)
  previewOf(await edit(id, '/shipping-method', { ...body, custom_amount: 1 }))
  previewOf(await edit(id, '/confirm'))
  expect(await read(id)).toMatchObject({ total: 39.1, shipping_methods: [{ amount: 5 }, { amount: 1 }] })
  expect(await edit(id, '/shipping-method', body)).toMatchObject({ status: 404 })
})

test('an edit that is given up leaves nothing behind', async () => {
  const { id } = await threeMugs()
  const { order_change } = ok(await begin(id))
  const plate = await pricedVariant(warehouse, 20)
  previewOf(await edit(id, '/items', { items: [{ variant_id: plate.id, quantity: 2 }] }))
  previewOf(await edit(id, '/shipping-method', { shipping_option_id: warehouse.option }))
  expect(ok(await shop.admin('DELETE', `/order-edits/${id}`))).toEqual({
    id,
    object: 'order-edit',
    deleted: true,
  })
  expect(await read(id)).toMatchObject({ version: 1, total: 38 })
  expect(await eventsOf(shop, order_change.id)).toEqual(['order-edit.canceled'])
  const [left] = await shop.database.query<{ lines: string; methods: string }>(
    `select (select count(*) from stoa_order.order_line_item where variant_id = $1) as lines,
       (select count(*) from stoa_order.order_shipping_method m
        where not exists (select from stoa_order.order_shipping s where s.shipping_method_id = m.id)) as methods`,
    [plate.id],
  )
  expect(left).toEqual({ lines: '0', methods: '0' })
  ok(await begin(id))
})

test('what is fulfilled stays, and so many are promised that there are', async () => {
  const { id, line, item } = await threeMugs()
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items: [{ id: line, quantity: 2 }] }))
  ok(await begin(id))
  expect(await edit(id, `/items/item/${line}`, { quantity: 1 })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('2 of item') },
  })
  previewOf(await edit(id, `/items/item/${line}`, { quantity: 30 }))
  expect(await edit(id, '/confirm')).toMatchObject({ status: 400, body: { code: 'insufficient_inventory' } })
  expect(await read(id)).toMatchObject({ version: 1, items: [{ quantity: 3 }] })
  previewOf(await edit(id, `/items/item/${line}`, { quantity: 2 }))
  previewOf(await edit(id, '/confirm'))
  expect(await read(id)).toMatchObject({
    version: 2,
    fulfillment_status: 'fulfilled',
    items: [{ quantity: 2, detail: { fulfilled_quantity: 2 } }],
  })
  expect(await stockOf(warehouse, item)).toMatchObject({ berlin: [8, 0] })
  expect(await brokenLevels(warehouse)).toEqual([])
})

test('an order has one open change, and none once it is cancelled', async () => {
  const { id, line } = await threeMugs()
  const both = await Promise.all([begin(id), begin(id)])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 400])
  expect(await edit(id, `/items/item/${createId('ordli')}`, { quantity: 1 })).toMatchObject({ status: 400 })
  expect(await edit(id, `/items/${createId('ordchact')}`, { quantity: 1 })).toMatchObject({ status: 404 })
  for (const quantity of [-1, '2', null]) {
    expect(await edit(id, `/items/item/${line}`, { quantity })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('quantity') },
    })
  }
  ok(await shop.admin('DELETE', `/order-edits/${id}`))
  ok(await shop.admin('POST', `/orders/${id}/cancel`))
  expect(await begin(id)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await begin('order_none')).toMatchObject({ status: 404 })
})

test('confirming twice at once makes one version', async () => {
  const { id, line } = await threeMugs()
  ok(await begin(id))
  previewOf(await edit(id, `/items/item/${line}`, { quantity: 4 }))
  const both = await Promise.all([edit(id, '/confirm'), edit(id, '/confirm')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
  expect(await read(id)).toMatchObject({ version: 2, items: [{ quantity: 4 }] })
})

test('money that moves while an edit is confirmed is in the summary of the next version', async () => {
  const { id, line } = await threeMugs()
  ok(await begin(id))
  previewOf(await edit(id, `/items/item/${line}`, { quantity: 4 }))
  const orders = shop.modules.resolve(OrderService)
  const capture = {
    amount: '38',
    currency_code: 'eur',
    reference: 'capture',
    reference_id: createId('capt'),
  } as const
  await behindLock<unknown>(
    shop.url,
    'select from stoa_order."order" where id = $1 for update',
    [id],
    [() => edit(id, '/confirm'), () => orders.recordTransactions(id, [capture])],
  )
  expect((await read(id)).summary).toMatchObject({
    current_order_total: 49,
    paid_total: 38,
    transaction_total: 38,
    pending_difference: 11,
  })
})

test('an edit costs as many statements for five lines as for one', async () => {
  const costs: number[][] = []
  for (const count of [1, 5]) {
    const mug = await pricedVariant(warehouse, 1)
    const lines = Array.from({ length: count }, () => lineOf(mug, 2))
    const id = await order(warehouse, lines, { region_id: region })
    ok(await begin(id))
    const items = Array.from({ length: count }, () => ({ variant_id: mug.id, quantity: 1 }))
    const added = await costOf(shop, () => edit(id, '/items', { items }))
    for (const line of lines.slice(1)) previewOf(await edit(id, `/items/item/${line.id}`, { quantity: 1 }))
    const changed = await costOf(shop, () => edit(id, `/items/item/${lines[0]?.id}`, { quantity: 1 }))
    const shown = await costOf(shop, () => shop.admin('GET', `/orders/${id}/preview`))
    costs.push([added, changed, shown, await costOf(shop, () => edit(id, '/confirm'))])
  }
  expect(costs[0]).toEqual(costs[1])
  const [added, changed, shown, confirmed] = costs[0] as [number, number, number, number]
  expect(shown).toBe(1)
  expect(added).toBeLessThanOrEqual(12)
  expect(changed).toBeLessThanOrEqual(8)
  expect(confirmed).toBeLessThanOrEqual(24)
})
