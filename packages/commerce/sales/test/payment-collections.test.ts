import { PaymentService } from '@stoa/payment'
import { createGate } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installProvider, type TestProvider } from './pay.ts'
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

const create = (order_id: string, amount: number) =>
  shop.admin('POST', '/payment-collections', { order_id, amount })

const collect = async (order: string, amount = 22): Promise<string> =>
  ok(await create(order, amount)).payment_collection.id

const act = (id: string, action: string, body: object) =>
  shop.admin('POST', `/payment-collections/${id}/${action}`, body)

const statusOf = async (order: string) =>
  ok(await shop.admin('GET', `/orders/${order}?fields=summary,payment_status`)).order

test('what is owed for an order is collected, and marked as paid', async () => {
  const order = await sell(shop, { email: 'ada@example.com', customer_id: 'cus_1' })
  const created = ok(await create(order, 22)).payment_collection
  expect(created).toEqual({
    id: expect.stringMatching(/^pay_col_/),
    currency_code: 'eur',
    amount: 22,
    status: 'not_paid',
    authorized_amount: null,
    captured_amount: null,
    refunded_amount: null,
    payment_sessions: [],
    payments: [],
  })
  const paid = ok(await act(created.id, 'mark-as-paid', { order_id: order })).payment_collection
  expect(paid).toMatchObject({
    status: 'completed',
    authorized_amount: 22,
    captured_amount: 22,
    refunded_amount: 0,
    payments: [
      {
        amount: 22,
        provider_id: 'pp_system_default',
        captured_at: expect.any(String),
        payment_session: {
          status: 'authorized',
          context: { customer_id: 'cus_1', email: 'ada@example.com' },
        },
      },
    ],
    payment_sessions: [{ status: 'authorized', payment: { id: paid.payments[0].id } }],
  })
  expect(await statusOf(order)).toMatchObject({
    payment_status: 'captured',
    summary: { paid_total: 22, pending_difference: 0 },
  })
  expect(await eventsOf(shop, paid.payments[0].id)).toEqual(['payment.captured'])
  expect(await act(created.id, 'mark-as-paid', { order_id: order })).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining('completed') },
  })
})

test('a payment is recorded under the provider that is named, also one that takes the money by itself', async () => {
  provider.status = 'captured'
  const order = await sell(shop)
  const id = await collect(order)
  const body = { order_id: order, provider_id: 'pp_test' }
  const paid = ok(await act(id, 'mark-as-paid', body)).payment_collection
  expect(paid).toMatchObject({ status: 'completed', payments: [{ provider_id: 'pp_test' }] })
  expect(provider.moved).toEqual([])
  expect((await statusOf(order)).summary).toMatchObject({ paid_total: 22, pending_difference: 0 })
  expect(await eventsOf(shop, paid.payments[0].id)).toEqual(['payment.captured'])
})

test('marking as paid twice at the same time is one payment', async () => {
  const order = await sell(shop)
  const id = await collect(order)
  const gate = createGate('the provider is slow')
  provider.before = async (what) => {
    if (what === 'authorize') await gate.pass()
  }
  const body = { order_id: order, provider_id: 'pp_test' }
  const first = act(id, 'mark-as-paid', body)
  await gate.reached
  const asked = Promise.withResolvers<void>()
  const stop = shop.database.onStatement((text) => {
    if (/insert into stoa_workflows\.execution/.test(text)) asked.resolve()
  })
  const second = act(id, 'mark-as-paid', body)
  await asked.promise
  stop()
  gate.open()
  expect([(await first).status, (await second).status]).toEqual([200, 200])
  expect(provider.moved).toEqual(['capture 22'])
  expect((await statusOf(order)).summary.paid_total).toBe(22)
})

test('where the provider wants more, nothing is marked as paid', async () => {
  provider.status = 'requires_more'
  const order = await sell(shop)
  const id = await collect(order)
  expect(await act(id, 'mark-as-paid', { order_id: order, provider_id: 'pp_test' })).toMatchObject({
    status: 422,
    body: { type: 'payment_authorization_error' },
  })
  expect(await statusOf(order)).toMatchObject({ payment_status: 'awaiting', summary: { paid_total: 0 } })
  provider.status = 'authorized'
  ok(await act(id, 'mark-as-paid', { order_id: order, provider_id: 'pp_test' }))
  expect((await statusOf(order)).payment_status).toBe('captured')
})

test.each([
  [0, 'amount'],
  [22.01, '22 eur'],
  [0.001, 'minor unit'],
])('%d cannot be collected for an order of 22', async (amount, word) => {
  const order = await sell(shop)
  expect(await create(order, amount)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(word) },
  })
})

test('one collection at a time waits to be paid; one that nobody began to pay can go', async () => {
  const order = await sell(shop)
  const id = await collect(order, 10)
  expect(await create(order, 5)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining(id) },
  })
  const path = `/payment-collections/${id}`
  expect(ok(await shop.admin('DELETE', path))).toEqual({ id, object: 'payment-collection', deleted: true })
  expect((await shop.admin('DELETE', path)).status).toBe(404)
  const next = await collect(order, 5)
  ok(await act(next, 'payment-sessions', { provider_id: 'pp_test' }))
  expect((await shop.admin('DELETE', `/payment-collections/${next}`)).status).toBe(400)
  expect((await create('order_none', 5)).status).toBe(404)
})

test('of collections that are asked for at the same time one is made', async () => {
  const order = await sell(shop)
  const answers = await Promise.all([1, 2, 3, 4].map(() => create(order, 22)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400, 400, 400])
})

test('a session is begun with a provider, for the collection of an order only', async () => {
  const order = await sell(shop)
  const id = await collect(order)
  const body = { provider_id: 'pp_test', data: { iban: 'DE1' } }
  expect(ok(await act(id, 'payment-sessions', body)).payment_collection).toMatchObject({
    status: 'awaiting',
    payment_sessions: [{ provider_id: 'pp_test', amount: 22, status: 'pending', data: { iban: 'DE1' } }],
  })
  expect(await act(id, 'payment-sessions', { provider_id: 'pp_none' })).toMatchObject({ status: 400 })
  const { id: stray } = await shop.modules
    .resolve(PaymentService)
    .createPaymentCollections({ currency_code: 'eur', amount: 5 as never })
  expect((await act(stray, 'payment-sessions', body)).status).toBe(404)
  expect((await act(stray, 'mark-as-paid', { order_id: order })).status).toBe(404)
  expect((await shop.admin('DELETE', `/payment-collections/${stray}`)).status).toBe(404)
  expect((await act(id, 'mark-as-paid', { order_id: await sell(shop) })).status).toBe(404)
})

test('a session that was authorised while nobody waited is found by asking the provider', async () => {
  const order = await sell(shop)
  const id = await collect(order)
  const { payment_collection } = ok(await act(id, 'payment-sessions', { provider_id: 'pp_test' }))
  const payment_session_id = payment_collection.payment_sessions[0].id
  const ask = (orderId: string) =>
    shop.admin('POST', `/orders/${orderId}/payment-sessions/authorize`, { payment_session_id })
  provider.status = 'pending'
  expect(ok(await ask(order))).toMatchObject({ is_authorized: false, order: { id: order } })
  provider.status = 'captured'
  expect(ok(await ask(order)).is_authorized).toBe(true)
  expect(await statusOf(order)).toMatchObject({ payment_status: 'captured', summary: { paid_total: 22 } })
  expect((await ask(await sell(shop))).status).toBe(404)
})
