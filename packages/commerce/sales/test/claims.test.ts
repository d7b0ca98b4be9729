import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Carrier, installCarrier } from './carrier.ts'
import { actionIn, openRegion, pricedVariant } from './edited.ts'
import { eventsOf } from './sell.ts'
import { type Answer, ok, openShop, type Shop } from './shop.ts'
import { brokenLevels, lineOf, openWarehouse, order, stockOf, type Warehouse } from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse
let region: string
let carrier: Carrier

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
  region = await openRegion(shop)
})

beforeEach(() => {
  carrier = installCarrier(shop)
})

afterAll(() => shop?.stop())

/** An order of three mugs at 10 with 10 % tax, all of them sent, and 5 for shipping: 38. */
async function sent() {
  const mug = await pricedVariant(warehouse, 10)
  const line = lineOf(mug, 3)
  const id = await order(warehouse, [line], { region_id: region })
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items: [{ id: line.id, quantity: 3 }] }))
  carrier.calls.length = 0
  return { id, line: line.id, variant: mug.id, item: mug.items[0] as string }
}

const post = (id: string, path: string, body: object = {}): Promise<Answer> =>
  shop.admin('POST', `/claims/${id}${path}`, body)

const open = async (order_id: string, type: string): Promise<any> =>
  ok(await shop.admin('POST', '/claims', { order_id, type }))

const read = async (id: string) => ok(await shop.admin('GET', `/orders/${id}`)).order

test('broken goods are written off, and are no longer to be paid for', async () => {
  const of = await sent()
  const opened = await open(of.id, 'refund')
  expect(opened.claim).toMatchObject({
    id: expect.stringMatching(/^claim_/),
    type: 'refund',
    order_id: of.id,
    refund_amount: null,
    additional_items: [],
    claim_items: [],
  })
  expect(opened.order.order_change).toMatchObject({ change_type: 'claim', claim_id: opened.claim.id })
  const { id } = opened.claim
  const items = [{ id: of.line, quantity: 1, reason: 'production_failure', description: 'No handle' }]
  const claimed = ok(await post(id, '/claim-items', { items }))
  expect(claimed.claim.id).toBe(id)
  expect(claimed.order_preview).toMatchObject({ write_off_total: 11, summary: { current_order_total: 27 } })
  const action = actionIn(claimed.order_preview, 'WRITE_OFF_ITEM')
  expect(action).toMatchObject({
    claim_id: id,
    details: { quantity: 1, reason: 'production_failure', note: 'No handle', reference_id: of.line },
  })
  expect(await post(id, `/claim-items/${action.id}`, { quantity: 4 })).toMatchObject({ status: 400 })
  ok(await post(id, `/claim-items/${action.id}`, { quantity: 2 }))
  const done = ok(await post(id, '/request'))
  expect(done).not.toHaveProperty('return')
  expect(done.claim.claim_items).toEqual([
    expect.objectContaining({
      id: expect.stringMatching(/^claitem_/),
      item_id: of.line,
      quantity: 2,
      reason: 'production_failure',
      note: 'No handle',
      is_additional_item: false,
      detail: expect.objectContaining({ written_off_quantity: 2 }),
    }),
  ])
  expect(await read(of.id)).toMatchObject({
    version: 2,
    total: 38,
    summary: { current_order_total: 16, pending_difference: 16 },
    items: [{ write_off_total: 22, refundable_total: 11, detail: { written_off_quantity: 2 } }],
  })
  expect(await eventsOf(shop, of.id)).toContain('order.claim_created')
  const left = ok(
    await shop.admin('GET', `/orders/${of.id}?fields=refundable_total,raw_refundable_total`),
  ).order
  expect(left).toMatchObject({
    id: of.id,
    refundable_total: 11,
    raw_refundable_total: { value: '11', precision: 20 },
  })
  // What is written off does not go back as well.
  const { id: returnId } = ok(await shop.admin('POST', '/returns', { order_id: of.id })).return
  const asked = { items: [{ id: of.line, quantity: 2 }] }
  expect(await shop.admin('POST', `/returns/${returnId}/request-items`, asked)).toMatchObject({ status: 400 })
  ok(await shop.admin('DELETE', `/returns/${returnId}/request`))

  expect(ok(await post(id, '/cancel')).claim).toMatchObject({ canceled_at: expect.any(String) })
  expect(await read(of.id)).toMatchObject({
    summary: { current_order_total: 38 },
    items: [{ detail: { written_off_quantity: 0 } }],
  })
})

test('broken goods go back, and whole ones are sent instead', async () => {
  const of = await sent()
  const { id } = (await open(of.id, 'replace')).claim
  const back = { location_id: warehouse.berlin, items: [{ id: of.line, quantity: 1 }] }
  const inbound = ok(await post(id, '/inbound/items', back))
  expect(inbound.return).toMatchObject({ claim_id: id, status: 'open', location_id: warehouse.berlin })
  const way = { shipping_option_id: warehouse.returnOption }
  const ways = ok(await post(id, '/inbound/shipping-method', way)).order_preview
  expect(ways.shipping_methods[1]).toMatchObject({ total: 4.4, tax_lines: [{ rate: 10, total: 0.4 }] })
  const { id: action } = actionIn(ways, 'SHIPPING_ADD')
  const free = ok(await post(id, `/inbound/shipping-method/${action}`, { custom_amount: 0 })).order_preview
  expect(free.shipping_methods[1]).toMatchObject({ total: 0, tax_total: 0 })
  const outbound = ok(await post(id, '/outbound/items', { items: [{ variant_id: of.variant, quantity: 1 }] }))
  expect(outbound.claim.return_id).toBe(inbound.return.id)
  expect(outbound.order_preview.order_change.return_id).toBe(inbound.return.id)
  ok(await post(id, '/outbound/shipping-method', { shipping_option_id: warehouse.option, custom_amount: 0 }))
  // One goes and one comes at the same price: nothing is owed in the end.
  expect(ok(await shop.admin('GET', `/orders/${of.id}/preview`)).order.summary).toMatchObject({
    current_order_total: 38,
  })
  const done = ok(await post(id, '/request'))
  expect(done.return).toMatchObject({ status: 'requested', items: [{ quantity: 1 }] })
  expect(done.claim).toMatchObject({
    claim_items: [],
    additional_items: [{ quantity: 1, is_additional_item: true, detail: { quantity: 1 } }],
  })
  expect(await stockOf(warehouse, of.item)).toMatchObject({ berlin: [7, 1] })
  const returned = (path: string, body = {}) => shop.admin('POST', `/returns/${done.return.id}${path}`, body)
  ok(await returned('/receive'))
  ok(await returned('/dismiss-items', { items: [{ id: of.line, quantity: 1 }] }))
  expect(ok(await returned('/receive/confirm')).return).toMatchObject({
    status: 'received',
    items: [{ damaged_quantity: 1 }],
  })
  expect(await brokenLevels(warehouse)).toEqual([])
})

test('a claim is about something, of what was sent', async () => {
  const of = await sent()
  expect(await shop.admin('POST', '/claims', { order_id: of.id, type: 'gift' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('type') },
  })
  const { id } = (await open(of.id, 'replace')).claim
  expect(await post(id, '/request')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('about nothing') },
  })
  ok(await post(id, '/inbound/shipping-method', { shipping_option_id: warehouse.returnOption }))
  const items = [{ id: of.line, quantity: 1, reason: 'other' }]
  const claimed = ok(await post(id, '/claim-items', { items }))
  expect(await post(id, '/request')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('way back') },
  })
  const action = actionIn(claimed.order_preview, 'WRITE_OFF_ITEM').id
  const none = ok(await shop.admin('DELETE', `/claims/${id}/claim-items/${action}`))
  expect(none.order_preview.write_off_total).toBe(0)
  expect(await post(id, '/claim-items', { items: [{ ...items[0], quantity: 4 }] })).toMatchObject({
    status: 400,
  })
  expect(await post(id, '/claim-items', { items: [{ ...items[0], reason: 'bored' }] })).toMatchObject({
    status: 400,
  })
  ok(await shop.admin('DELETE', `/claims/${id}/request`))
  expect(ok(await shop.admin('GET', `/claims?order_id=${of.id}`)).count).toBe(0)
})
