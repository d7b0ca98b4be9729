import { StoaError } from '@stoa/kernel'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newKey, type StartedStripe, startStripe } from './payment.ts'
import { type Fault, StripeServer } from './stripe-server.ts'

let stripe: StartedStripe

beforeEach(async () => {
  stripe = await startStripe()
})

afterEach(() => stripe.close())

const CAPTURE = /^POST .*\/capture$/
const REFUND = /^POST .*\/refunds$/
const CONFIRM = /^POST .*\/confirm$/
const CANCEL = /^POST .*\/cancel$/
const LOOK = /^GET .*\/pi_\w+$/
const LIST = /^GET .*\/refunds$/

const fail = (call: RegExp, answer: Fault['answer'], { effect = true, times = 1 } = {}) => {
  for (let time = 0; time < times; time++) stripe.server.faults.push({ call, effect, answer })
}

const capture = (data: Record<string, unknown>, key = 'capt_1') =>
  stripe.provider.capturePayment(stripe.some(data, 10, key))

const refund = (data: Record<string, unknown>, key = 'ref_1') =>
  stripe.provider.refundPayment(stripe.some(data, 3, key))

const captured = async () => {
  const data = await stripe.pay(10)
  await capture(data)
  return data
}

/** Neither an answer nor a refusal: nobody knows what became of it. */
const expectUnknown = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => 'an answer',
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Error)
  expect(StoaError.is(error)).toBe(false)
  // A server would take the status of Stripe's answer for its own.
  expect(error).not.toHaveProperty('statusCode')
}

test.each(['silence', 'drop'] as const)(
  'after %s a call is made again at once, with one effect',
  async (answer) => {
    const data = await stripe.pay(10)
    fail(CAPTURE, answer)
    expect((await capture(data)).data.amount_received).toBe(1000)
    expect(stripe.server.callsOf('/capture').map(({ key }) => key)).toEqual(['capt_1', 'capt_1'])
  },
)

test('after a time-out nobody knows, and asking again under the key tells', async () => {
  const data = await stripe.pay(10)
  fail(CAPTURE, 'silence', { times: 2 })
  fail(LOOK, 'silence')
  await expectUnknown(capture(data))
  expect(stripe.intentOf(data).amount_received).toBe(1000)
  expect((await capture(data)).data.amount_received).toBe(1000)
})

test('a refund of which nothing was heard is made once', async () => {
  const data = await captured()
  fail(REFUND, 'silence', { times: 2 })
  // The first time nothing is found yet.
  stripe.server.faults.push({ call: LIST, effect: true, answer: 200 })
  fail(LIST, 'silence', { times: 2 })
  await expectUnknown(refund(data))
  await refund(data)
  expect(stripe.server.api.refunds).toMatchObject([{ amount: 300, metadata: { refund_id: 'ref_1' } }])
  await refund(data, 'ref_2')
  expect(stripe.server.api.refunds).toHaveLength(2)
})

test('after a time-out the payment itself tells, if it can be looked at', async () => {
  const data = await stripe.begin(10, 'eur', { data: { payment_method: 'pm_card_visa' } })
  fail(CONFIRM, 'silence', { times: 2 })
  const result = await stripe.provider.authorizePayment({ data, idempotency_key: newKey() })
  expect(result.status).toBe('authorized')
  fail(CAPTURE, 'silence', { times: 2 })
  expect((await capture(data)).data.amount_received).toBe(1000)
  fail(REFUND, 'silence', { times: 2 })
  expect((await refund(data)).data.latest_refund).toMatchObject({ amount: 300 })
})

test('that a payment cannot be looked at does not say that nothing happened', async () => {
  const data = await captured()
  stripe.server.keys.clear()
  fail(LOOK, 404)
  await expectUnknown(capture(data))
  fail(REFUND, 500)
  stripe.server.faults.push({ call: LIST, effect: true, answer: 200 })
  fail(LIST, 404)
  await expectUnknown(refund(data))
})

test('a refund is found again among many, after Stripe has forgotten its key', async () => {
  const data = await stripe.pay(1000)
  await stripe.provider.capturePayment(stripe.some(data, 1000))
  for (let number = 1; number <= 102; number++) {
    stripe.server.api.call('POST', '/v1/refunds', {
      payment_intent: data.id,
      amount: 300,
      metadata: { refund_id: `ref_${number}` },
    })
  }
  stripe.server.keys.clear()
  await refund(data, 'ref_1')
  expect(stripe.server.api.refunds).toHaveLength(102)
})

test('a capture is recognised after Stripe has forgotten its key, another is refused', async () => {
  const data = await captured()
  stripe.server.keys.clear()
  expect((await capture(data)).data.amount_received).toBe(1000)
  await expect(capture(data, 'capt_2')).rejects.toMatchObject({ name: 'StoaError' })
})

test('where something broke at Stripe after the money moved, the payment itself tells', async () => {
  const held = await stripe.pay(10)
  fail(CAPTURE, 500)
  expect((await capture(held)).data.status).toBe('succeeded')
  fail(REFUND, 500)
  expect((await refund(held)).data.latest_refund).toMatchObject({ amount: 300 })
  expect(stripe.server.api.refunds).toHaveLength(1)

  const other = await stripe.pay(10)
  fail(CANCEL, 500)
  const canceled = await stripe.provider.cancelPayment({ data: other, idempotency_key: newKey() })
  expect(canceled.data.status).toBe('canceled')

  const chosen = await stripe.begin(10, 'eur', { data: { payment_method: 'pm_card_visa' } })
  fail(CONFIRM, 500)
  const result = await stripe.provider.authorizePayment({ data: chosen, idempotency_key: newKey() })
  expect(result.status).toBe('authorized')
})

test.each([500, 503, 409, 429, 401] as const)(
  'a %i says nothing of what became of a call',
  async (answer) => {
    const data = await captured()
    const held = await stripe.pay(10)
    fail(CAPTURE, answer, { effect: false, times: 2 })
    fail(REFUND, answer, { effect: false, times: 2 })
    fail(CANCEL, answer, { effect: false, times: 2 })
    await expectUnknown(capture(held, 'capt_2'))
    await expectUnknown(refund(data))
    await expectUnknown(stripe.provider.cancelPayment({ data: held, idempotency_key: newKey() }))
    expect(stripe.intentOf(held).status).toBe('requires_capture')
    expect(stripe.server.api.refunds).toEqual([])
  },
)

test('another body under a key is not taken for a refusal of the first', async () => {
  const data = await captured()
  await expectUnknown(stripe.provider.capturePayment(stripe.some(data, 5, 'capt_1')))
  expect(stripe.intentOf(data).amount_received).toBe(1000)
})

test('a Stripe that is not there leaves everything unknown', async () => {
  const other = new StripeServer()
  const api_url = await other.listen()
  await other.close()
  const provider = stripe.open({ api_url })
  const data = await stripe.pay(10)
  await expectUnknown(provider.capturePayment(stripe.some(data, 10)))
  await expectUnknown(provider.getPaymentStatus({ data }))
})

test('a refund that fails on its way is a refusal', async () => {
  const data = await captured()
  await refund(data)
  Object.assign(stripe.server.api.refunds[0] as object, {
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
  })
  await expect(refund(data)).rejects.toMatchObject({
    name: 'StoaError',
    code: 'expired_or_canceled_card',
  })
})
