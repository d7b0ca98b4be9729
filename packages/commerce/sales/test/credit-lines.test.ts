import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsOf, sell } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.stop())

const credit = (id: string, amount: number, more: object = {}) =>
  shop.admin('POST', `/orders/${id}/credit-lines`, {
    amount,
    reference: 'gift_card',
    reference_id: 'gift_1',
    ...more,
  })

const read = async (id: string) => ok(await shop.admin('GET', `/orders/${id}`)).order

const pay = async (id: string, amount: number) => {
  const { payment_collection } = ok(
    await shop.admin('POST', '/payment-collections', { order_id: id, amount }),
  )
  ok(await shop.admin('POST', `/payment-collections/${payment_collection.id}/mark-as-paid`, { order_id: id }))
}

test('credit is taken off what is owed, and shows in the order', async () => {
  const id = await sell(shop)
  const { order } = ok(await credit(id, 5.5, { metadata: { by: 'ada' } }))
  expect(order).toMatchObject({ id, version: 1, total: 16.5, credit_line_total: 5.5, item_total: 22 })
  const after = await read(id)
  expect(after.credit_lines).toMatchObject([
    {
      id: expect.stringMatching(/^ordcl_/),
      amount: 5.5,
      reference: 'gift_card',
      reference_id: 'gift_1',
      metadata: { by: 'ada' },
    },
  ])
  expect(after.summary).toMatchObject({
    credit_line_total: 5.5,
    current_order_total: 16.5,
    accounting_total: 16.5,
    pending_difference: 16.5,
    original_order_total: 22,
  })
  expect(await eventsOf(shop, id)).toEqual(['order.updated'])
  const { order_changes } = ok(await shop.admin('GET', `/orders/${id}/changes`))
  expect(order_changes).toMatchObject([
    {
      change_type: 'credit_line',
      status: 'confirmed',
      actions: [{ action: 'CREDIT_LINE_ADD', amount: 5.5 }],
    },
  ])
})

test('what is left is paid, and then nothing is owed', async () => {
  const id = await sell(shop)
  ok(await credit(id, 2))
  await pay(id, 20)
  expect((await read(id)).summary).toMatchObject({ paid_total: 20, pending_difference: 0 })
  expect(await credit(id, 1)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
})

test('credit can be all that is owed, and no more', async () => {
  const id = await sell(shop)
  expect(await credit(id, 22.01)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('22 eur are owed') },
  })
  ok(await credit(id, 22))
  expect((await read(id)).summary).toMatchObject({ pending_difference: 0, current_order_total: 0 })
  expect((await credit(id, 0.01)).status).toBe(400)
})

test('below 0 it is taken off what is owed to the buyer, and no more', async () => {
  const id = await sell(shop)
  await pay(id, 22)
  const [line] = (await read(id)).items
  ok(await shop.admin('POST', '/order-edits', { order_id: id }))
  ok(await shop.admin('POST', `/order-edits/${id}/items/item/${line.id}`, { quantity: 1 }))
  ok(await shop.admin('POST', `/order-edits/${id}/confirm`))
  expect((await read(id)).summary).toMatchObject({ pending_difference: -11 })
  expect((await credit(id, 1)).status).toBe(400)
  expect((await credit(id, -11.5)).status).toBe(400)
  ok(await credit(id, -11))
  expect((await read(id)).summary).toMatchObject({ pending_difference: 0, credit_line_total: -11 })
})

test('what waits to be paid follows a credit line', async () => {
  const id = await sell(shop)
  ok(await shop.admin('POST', '/payment-collections', { order_id: id, amount: 22 }))
  ok(await credit(id, 2))
  expect((await read(id)).payment_collections).toMatchObject([{ status: 'not_paid', amount: 20 }])
  ok(await credit(id, 20))
  expect((await read(id)).payment_collections).toMatchObject([{ status: 'canceled' }])
})

test.each([
  [{ amount: 0 }, 'other than 0'],
  [{ amount: 0.001 }, 'finer than'],
  [{ amount: '1' }, "'amount'"],
  [{ reference: '' }, "'reference'"],
  [{ reference_id: undefined }, "'reference_id'"],
])('%o is refused', async (body, message) => {
  const id = await sell(shop)
  expect(await credit(id, 1, body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(message) },
  })
  expect((await read(id)).credit_lines).toEqual([])
})

test('neither a cancelled order nor one that is not there is credited', async () => {
  const id = await sell(shop)
  ok(await shop.admin('POST', `/orders/${id}/cancel`))
  expect(await credit(id, 1)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await credit('order_none', 1)).toMatchObject({ status: 404, body: { type: 'not_found' } })
})

test('of ten who credit at once, no more come through than something is owed', async () => {
  const id = await sell(shop)
  const lock = 'select 1 from stoa_order."order" where id = $1 for update'
  const ends = await behindLock(
    shop.url,
    lock,
    [id],
    Array.from({ length: 6 }, () => () => credit(id, 5)),
  )
  const statuses = ends.map((end) => (end.status === 'fulfilled' ? end.value.status : 0)).sort()
  expect(statuses).toEqual([200, 200, 200, 200, 400, 400])
  expect((await read(id)).summary).toMatchObject({ pending_difference: 2, credit_line_total: 20 })
})
