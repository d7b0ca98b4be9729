import { StoaError } from '@stoa/kernel'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StripePayment } from '../src/index.ts'
import { newKey, type StartedStripe, startStripe } from './payment.ts'
import { API_KEY } from './stripe-server.ts'

let stripe: StartedStripe

beforeEach(async () => {
  stripe = await startStripe()
})

afterEach(() => stripe.close())

test('a session is a payment intent, which names it and which the client can confirm', async () => {
  const data = await stripe.begin('10.50', 'eur', { context: { session_id: 'payses_mine' } })
  expect(data).toMatchObject({
    id: expect.stringMatching(/^pi_/),
    client_secret: `${data.id}_secret_1`,
    status: 'requires_payment_method',
    amount: 1050,
    currency: 'eur',
  })
  expect(data).not.toHaveProperty('metadata')
  expect(stripe.intentOf(data)).toMatchObject({
    metadata: { session_id: 'payses_mine' },
    capture_method: 'manual',
    automatic_payment_methods: { enabled: 'true' },
    setup_future_usage: null,
  })
  const [call] = stripe.server.callsOf('/payment_intents')
  expect(call?.key).toMatch(/^payses_/)
})

test.each([
  ['1234', 'jpy', 1234],
  ['5.12', 'kwd', 5120],
  ['5', 'isk', 500],
])('%s %s are begun, captured and refunded to the minor unit', async (amount, currency, units) => {
  const data = await stripe.pay(amount, currency)
  await stripe.provider.capturePayment(stripe.some(data, amount))
  await stripe.provider.refundPayment(stripe.some(data, amount))
  expect(stripe.intentOf(data)).toMatchObject({ amount: units, amount_received: units })
  expect(stripe.server.api.refunds).toMatchObject([{ amount: units }])
})

test('an amount that cannot be charged exactly is refused before Stripe is asked', async () => {
  await expect(stripe.begin('5.125', 'kwd')).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('5.125'),
  })
  expect(stripe.server.calls).toEqual([])
})

test('the client says how to pay, not how much, when and for whom', async () => {
  const data = await stripe.begin(10, 'eur', {
    data: {
      setup_future_usage: 'off_session',
      amount: 1,
      capture_method: 'automatic',
      customer: 'cus_of_another',
      metadata: { session_id: 'payses_of_another' },
      id: 'pi_of_another',
    },
  })
  expect(stripe.intentOf(data)).toMatchObject({
    setup_future_usage: 'off_session',
    amount: 1000,
    capture_method: 'manual',
    customer: null,
  })
  expect(stripe.intentOf(data).metadata.session_id).not.toBe('payses_of_another')
  await expect(stripe.begin(10, 'eur', { data: { payment_method: { id: 1 } } })).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('payment_method'),
  })
})

test('a shop says which methods it takes, and saves them if it likes', async () => {
  const provider = stripe.open({
    suffix: 'second',
    allowed_payment_method_types: ['card', 'ideal'],
    setup_future_usage: 'on_session',
  })
  expect([stripe.provider.id, provider.id]).toEqual(['pp_stripe_stripe', 'pp_stripe_second'])
  const data = await stripe.begin(10, 'eur', { provider })
  expect(stripe.intentOf(data)).toMatchObject({
    allowed_payment_method_types: ['card', 'ideal'],
    automatic_payment_methods: null,
    setup_future_usage: 'on_session',
  })
})

test('with manual capture money is held, and taken when it is asked for', async () => {
  const data = await stripe.begin(30)
  const authorize = () => stripe.provider.authorizePayment({ data, idempotency_key: newKey() })
  expect((await authorize()).status).toBe('pending')
  stripe.server.api.confirm(String(data.id), 'pm_card_visa')
  expect(await authorize()).toMatchObject({ status: 'authorized', data: { amount_capturable: 3000 } })
  const captured = await stripe.provider.capturePayment(stripe.some(data, 30))
  expect(captured.data).toMatchObject({ status: 'succeeded', amount_received: 3000 })
  expect((await authorize()).status).toBe('captured')
})

test('with automatic capture money is taken as the buyer confirms', async () => {
  const provider = stripe.open({ capture: 'automatic' })
  const data = await stripe.begin(30, 'eur', { provider })
  stripe.server.api.confirm(String(data.id), 'pm_card_visa')
  const result = await provider.authorizePayment({ data, idempotency_key: newKey() })
  expect(result).toMatchObject({ status: 'captured', data: { amount_received: 3000 } })
})

test('a part is captured once, a second part is refused', async () => {
  const data = await stripe.pay(30)
  const { data: captured } = await stripe.provider.capturePayment(stripe.some(data, '12.34'))
  expect(captured).toMatchObject({ amount_received: 1234, amount_capturable: 0 })
  await expect(stripe.provider.capturePayment(stripe.some(data, 5))).rejects.toMatchObject({
    name: 'StoaError',
    code: 'payment_intent_unexpected_state',
    message: expect.stringContaining('You cannot capture this PaymentIntent'),
  })
  expect(stripe.intentOf(data).amount_received).toBe(1234)
})

test('a capture of what was taken without our asking, such as in the dashboard, answers that it was', async () => {
  const data = await stripe.pay(30)
  stripe.server.api.call('POST', `/v1/payment_intents/${data.id}/capture`, { amount_to_capture: '2000' })
  await expect(stripe.provider.capturePayment(stripe.some(data, 30))).rejects.toMatchObject({
    name: 'StoaError',
  })
  const captured = await stripe.provider.capturePayment(stripe.some(data, 20))
  expect(captured.data.amount_received).toBe(2000)
})

test('parts are refunded until nothing is left', async () => {
  const data = await stripe.pay(30)
  await stripe.provider.capturePayment(stripe.some(data, 30))
  const first = await stripe.provider.refundPayment(stripe.some(data, 10))
  expect(first.data).toMatchObject({ id: data.id, latest_refund: { status: 'succeeded', amount: 1000 } })
  await stripe.provider.refundPayment(stripe.some(first.data, 20))
  await expect(stripe.provider.refundPayment(stripe.some(data, 1))).rejects.toMatchObject({
    name: 'StoaError',
    code: 'charge_already_refunded',
  })
  expect(stripe.server.api.refunds.map(({ amount }) => amount)).toEqual([2000, 1000])
})

test('more than is held is refused in the words of Stripe', async () => {
  const data = await stripe.pay(30)
  await expect(stripe.provider.capturePayment(stripe.some(data, 31))).rejects.toMatchObject({
    name: 'StoaError',
    code: 'amount_too_large',
    message: expect.stringContaining('too large'),
  })
})

test('a method that was chosen beforehand is confirmed here, under the key of the call', async () => {
  const data = await stripe.begin(30, 'eur', { data: { payment_method: 'pm_card_visa' } })
  expect(stripe.intentOf(data).automatic_payment_methods).toEqual({
    enabled: 'true',
    allow_redirects: 'never',
  })
  const result = await stripe.provider.authorizePayment({ data, idempotency_key: 'key_of_the_step' })
  expect(result.status).toBe('authorized')
  expect(stripe.server.callsOf('/confirm').map(({ key }) => key)).toEqual(['key_of_the_step'])
})

test('where the buyer returns to is kept until it is needed', async () => {
  const return_url = 'https://shop.example/done'
  const data = await stripe.begin(30, 'eur', { data: { payment_method: 'pm_card_visa', return_url } })
  expect(stripe.intentOf(data).automatic_payment_methods).toEqual({ enabled: 'true' })
  const result = await stripe.provider.authorizePayment({ data, idempotency_key: newKey() })
  expect(stripe.server.callsOf('/confirm')[0]?.params).toEqual({ return_url })
  expect(result.data.return_url).toBe(return_url)
})

test('a declined card is an error that tells why, and another can be tried on the same intent', async () => {
  const data = await stripe.begin(30, 'eur', {
    data: { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' },
  })
  const declined = await stripe.provider.authorizePayment({ data, idempotency_key: newKey() })
  expect(declined).toMatchObject({
    status: 'error',
    message: 'Your card was declined.',
    data: {
      id: data.id,
      last_payment_error: {
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        message: 'Your card was declined.',
      },
    },
  })
  stripe.server.api.confirm(String(data.id), 'pm_card_visa')
  expect((await stripe.provider.getPaymentStatus({ data })).status).toBe('authorized')
})

test('a card that wants the bank to ask the buyer requires more', async () => {
  const data = await stripe.begin(30, 'eur', {
    data: { payment_method: 'pm_card_authenticationRequired' },
  })
  const result = await stripe.provider.authorizePayment({ data, idempotency_key: newKey() })
  expect(result).toMatchObject({
    status: 'requires_more',
    data: { next_action: { type: 'use_stripe_sdk' } },
  })
  stripe.server.api.succeed(stripe.intentOf(data))
  expect((await stripe.provider.authorizePayment({ data, idempotency_key: newKey() })).status).toBe(
    'authorized',
  )
})

test.each([
  ['requires_payment_method', 'pending'],
  ['requires_confirmation', 'pending'],
  ['requires_action', 'requires_more'],
  ['processing', 'pending'],
  ['requires_capture', 'authorized'],
  ['succeeded', 'captured'],
  ['canceled', 'canceled'],
  ['a_status_of_tomorrow', 'pending'],
])('an intent that is %s is %s here, and asking changes nothing', async (status, expected) => {
  const data = await stripe.begin(30)
  stripe.intentOf(data).status = status
  expect((await stripe.provider.getPaymentStatus({ data })).status).toBe(expected)
  expect(stripe.intentOf(data).status).toBe(status)
})

test('money that is held is let go of, and letting go of it again is the same', async () => {
  const data = await stripe.pay(30)
  const { data: canceled } = await stripe.provider.cancelPayment({ data, idempotency_key: newKey() })
  expect(canceled).toMatchObject({ status: 'canceled', amount_capturable: 0 })
  const again = await stripe.provider.cancelPayment({ data, idempotency_key: newKey() })
  expect(again.data.status).toBe('canceled')
})

test('what was captured stays when the rest is let go of', async () => {
  const data = await stripe.pay(30)
  await stripe.provider.capturePayment(stripe.some(data, 12))
  const { data: kept } = await stripe.provider.cancelPayment(stripe.some(data, 18))
  expect(kept).toMatchObject({ status: 'succeeded', amount_received: 1200 })
  expect(stripe.server.api.refunds).toEqual([])
})

test('a payment that is on its way cannot be cancelled', async () => {
  const data = await stripe.begin(30)
  stripe.server.api.confirm(String(data.id), 'pm_sepa')
  await expect(stripe.provider.cancelPayment({ data, idempotency_key: newKey() })).rejects.toMatchObject({
    name: 'StoaError',
    message: expect.stringContaining('processing'),
  })
})

test('a payment that Stripe does not have is refused', async () => {
  for (const data of [{}, { id: 'pi_0' }]) {
    const asking = stripe.provider.authorizePayment({ data, idempotency_key: newKey() })
    expect(await asking.catch(StoaError.is)).toBe(true)
  }
})

test('it does not start without a key, or with an address that is none', () => {
  expect(() => new StripePayment({ api_key: '' })).toThrow('api_key')
  expect(() => new StripePayment({ api_key: API_KEY, api_url: 'stripe' })).toThrow('api_url')
})
