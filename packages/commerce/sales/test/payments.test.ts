import { StoaError } from '@stoa/kernel'
import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { finishPaymentsJob } from '../src/index.ts'
import { authorize, installProvider, type TestProvider } from './pay.ts'
import { eventsOf, sell } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'

let shop: Shop
let provider: TestProvider

beforeAll(async () => {
  shop = await openShop()
})

beforeEach(() => {
  provider = installProvider(shop)
})

afterAll(() => shop?.stop())

const post = (path: string, body: object = {}) => shop.admin('POST', path, body)

const capture = (id: string, body: object = {}) => post(`/payments/${id}/capture`, body)

const refund = (id: string, body: object = {}) => post(`/payments/${id}/refund`, body)

/** What an order says of its money. */
async function moneyOf(orderId: string) {
  const { order } = ok(await shop.admin('GET', `/orders/${orderId}?fields=summary,payment_status`))
  const { paid_total, refunded_total, transaction_total, pending_difference } = order.summary
  return {
    status: order.payment_status,
    paid_total,
    refunded_total,
    transaction_total,
    pending_difference,
  }
}

test('the order follows what is captured and refunded, step by step', async () => {
  const order = await sell(shop)
  expect((await moneyOf(order)).status).toBe('not_paid')
  const id = await authorize(shop, order, 22)
  expect(await moneyOf(order)).toMatchObject({ status: 'authorized', paid_total: 0, pending_difference: 22 })
  ok(await capture(id, { amount: 12.5 }))
  expect(await moneyOf(order)).toEqual({
    status: 'partially_captured',
    paid_total: 12.5,
    refunded_total: 0,
    transaction_total: 12.5,
    pending_difference: 9.5,
  })
  const { payment } = ok(await capture(id))
  expect(payment).toMatchObject({
    id,
    amount: 22,
    currency_code: 'eur',
    captured_at: expect.any(String),
    captures: [{ amount: 12.5 }, { amount: 9.5 }],
    refunds: [],
  })
  expect(await moneyOf(order)).toMatchObject({ status: 'captured', paid_total: 22, pending_difference: 0 })

  const { refund_reason: reason } = ok(await post('/refund-reasons', { label: 'Broken', code: 'broken' }))
  const refunded = ok(await refund(id, { amount: 2, refund_reason_id: reason.id, note: 'A chip' }))
  expect(refunded.payment.refunds).toMatchObject([
    { amount: 2, note: 'A chip', payment_id: id, refund_reason: { label: reason.label, code: reason.code } },
  ])
  expect(await moneyOf(order)).toEqual({
    status: 'partially_refunded',
    paid_total: 22,
    refunded_total: 2,
    transaction_total: 20,
    pending_difference: 2,
  })
  ok(await refund(id))
  expect(await moneyOf(order)).toMatchObject({ status: 'refunded', refunded_total: 22, transaction_total: 0 })
  expect(provider.moved).toEqual(['capture 12.5', 'capture 9.5', 'refund 2', 'refund 20'])
  expect(await eventsOf(shop, id)).toEqual([
    'payment.captured',
    'payment.captured',
    'payment.refunded',
    'payment.refunded',
  ])
  const shown = ok(await shop.admin('GET', `/orders/${order}`)).order.payment_collections[0]
  expect(shown).toMatchObject({ status: 'completed', captured_amount: 22, refunded_amount: 22 })
  expect(shown.payments[0]).toMatchObject({
    captures: [{ created_by: 'user_1' }, { created_by: 'user_1' }],
    refunds: [{ refund_reason: { id: reason.id } }, { refund_reason: null }],
  })
  expect(shown.payments[0]).not.toHaveProperty('captured_amount')
})

test('payments and the ways to pay are listed and read', async () => {
  const id = await authorize(shop, await sell(shop), 22)
  const { payments, count } = ok(await shop.admin('GET', `/payments?id=${id}`))
  expect({ payments, count }).toEqual({
    count: 1,
    payments: [
      {
        id,
        currency_code: 'eur',
        amount: 22,
        captured_at: null,
        payment_collection_id: expect.any(String),
        payment_session_id: expect.any(String),
        captures: [],
        refunds: [],
      },
    ],
  })
  const session = payments[0].payment_session_id
  expect(ok(await shop.admin('GET', `/payments?payment_session_id=${session}&q=${id}`)).count).toBe(1)
  expect(ok(await shop.admin('GET', `/payments/${id}`)).payment.id).toBe(id)
  expect(ok(await shop.admin('GET', '/payments/payment-providers'))).toEqual({
    payment_providers: [{ id: 'pp_system_default', is_enabled: true }],
    count: 1,
    offset: 0,
    limit: 20,
  })
  expect(ok(await shop.admin('GET', '/payments/payment-providers?is_enabled=false')).count).toBe(0)
})

test('capturing again what was captured whole changes nothing', async () => {
  const order = await sell(shop)
  const id = await authorize(shop, order, 22)
  ok(await capture(id))
  ok(await capture(id))
  expect(provider.moved).toEqual(['capture 22'])
  expect((await moneyOf(order)).paid_total).toBe(22)
})

test.each([
  ['capture', { amount: 22.01 }, 'invalid_data', '22 eur left'],
  ['capture', { amount: 0.001 }, 'invalid_data', 'minor unit'],
  ['capture', { amount: 0 }, 'invalid_data', 'amount'],
  ['capture', { amount: 1, currency: 'usd' }, 'invalid_data', 'currency'],
  ['refund', {}, 'invalid_data', 'captured'],
  ['refund', { amount: 1, refund_reason_id: 'refr_none' }, 'not_found', 'refr_none'],
])('a %s of %j is refused: %s, %s', async (action, body, type, word) => {
  const order = await sell(shop)
  const id = await authorize(shop, order, 22)
  const answer = await post(`/payments/${id}/${action}`, body)
  expect(answer.body).toMatchObject({ type, message: expect.stringContaining(word) })
  expect(answer.status).toBe(type === 'not_found' ? 404 : 400)
  expect(provider.moved).toEqual([])
  expect((await moneyOf(order)).paid_total).toBe(0)
})

test('captures at once take no more than was authorised, and the order counts each', async () => {
  const order = await sell(shop)
  const id = await authorize(shop, order, 22)
  const lock = 'select 1 from stoa_payment.payment where id = $1 for update'
  const calls = Array.from({ length: 15 }, () => () => capture(id, { amount: 2 }))
  const ends = await behindLock(shop.url, lock, [id], calls)
  const statuses = ends.map((end) => end.status === 'fulfilled' && end.value.status).toSorted()
  expect(statuses).toEqual([...Array(11).fill(200), ...Array(4).fill(400)])
  expect(await moneyOf(order)).toMatchObject({ status: 'captured', paid_total: 22, pending_difference: 0 })
})

test('what a silent provider or a dead process left is finished by the job, the order with it', async () => {
  const order = await sell(shop)
  const id = await authorize(shop, order, 22)
  provider.before = async () => {
    throw new Error('ETIMEDOUT')
  }
  expect(await capture(id)).toMatchObject({ status: 409, body: { type: 'conflict' } })
  expect((await moneyOf(order)).status).toBe('authorized')
  provider.before = async () => {}
  await finishPaymentsJob.handler({ container: shop.modules.container } as never)
  await finishPaymentsJob.handler({ container: shop.modules.container } as never)
  expect(provider.moved).toEqual(['capture 22'])
  expect(await moneyOf(order)).toMatchObject({ status: 'captured', paid_total: 22 })
  expect(await eventsOf(shop, id)).toEqual(['payment.captured'])
})

test('what a provider refuses is shown, and nothing changes', async () => {
  const order = await sell(shop)
  const id = await authorize(shop, order, 22)
  provider.before = async () => {
    throw new StoaError('not_allowed', 'The authorisation has expired.')
  }
  expect(await capture(id)).toMatchObject({
    status: 400,
    body: { message: 'The authorisation has expired.' },
  })
  expect(await moneyOf(order)).toMatchObject({ status: 'authorized', paid_total: 0 })
})
