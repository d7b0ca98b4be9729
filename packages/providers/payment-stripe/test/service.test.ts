import { BigNumber, type Modules, provide, startModules } from '@stoa/kernel'
import { PaymentProviders, PaymentService, paymentModule, SystemPaymentProvider } from '@stoa/payment'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StartedStripe, startStripe } from './payment.ts'
import { webhook } from './stripe-server.ts'

let database: TestDatabase
let modules: Modules
let payments: PaymentService
let stripe: StartedStripe

beforeAll(async () => {
  ;[database, stripe] = await Promise.all([createTestDatabase(), startStripe()])
  const second = stripe.open({ capture: 'automatic', suffix: 'second' })
  modules = await startModules([paymentModule], {
    database: database.url,
    providers: [
      provide(
        PaymentProviders,
        () => new PaymentProviders([new SystemPaymentProvider(), stripe.provider, second]),
      ),
    ],
  })
  await modules.migrate()
  payments = modules.resolve(PaymentService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
  await stripe?.close()
})

const begin = async (provider_id: string, currency_code = 'eur') => {
  const collection = await payments.createPaymentCollections({ currency_code, amount: BigNumber(30) })
  const id = await payments.createPaymentSession(collection.id, { provider_id })
  const session = await payments.retrievePaymentSession(id)
  return { id, provider_id, data: session.data, collection: collection.id }
}

/** The buyer's browser confirms, and the session's payment is recorded. */
const pay = async (provider_id: string) => {
  const session = await begin(provider_id)
  stripe.server.api.confirm(String(session.data.id), 'pm_card_visa')
  await payments.recordAuthorization(session.id, await payments.authorizePayment(session, session.id))
  const [payment] = await payments.listPayments({ payment_session_id: session.id })
  return { session, id: payment?.id as string }
}

test('a capture that timed out is finished under its key, and taken once', async () => {
  const { session, id } = await pay('pp_stripe_stripe')
  for (let time = 0; time < 2; time++) {
    stripe.server.faults.push({ call: /\/capture$/, effect: true, answer: 'silence' })
  }
  stripe.server.faults.push({ call: /^GET .*\/pi_\w+$/, effect: false, answer: 'silence' })
  await expect(payments.capturePayment(id, { amount: 20 })).rejects.toMatchObject({ type: 'conflict' })
  expect(stripe.intentOf(session.data).amount_received).toBe(2000)
  const moved = await payments.finishOperations()
  expect(moved).toMatchObject([{ kind: 'capture', payment_id: id, amount: '20' }])
  expect(new Set(stripe.server.callsOf(`${session.data.id}/capture`).map(({ key }) => key)).size).toBe(1)
  expect(await payments.listCaptures({ payment_id: id })).toHaveLength(1)
})

test('what Stripe refuses is free again', async () => {
  const { session, id } = await pay('pp_stripe_stripe')
  await payments.capturePayment(id, { amount: 10 })
  // Stripe takes a part once; the rest it has let go of.
  await expect(payments.capturePayment(id, { amount: 5 })).rejects.toMatchObject({ type: 'invalid_data' })
  expect(stripe.intentOf(session.data).amount_received).toBe(1000)
  await payments.cancelPayment(id)
  await payments.refundPayment(id, { amount: 4 })
  await payments.refundPayment(id)
  await expect(payments.refundPayment(id, { amount: 1 })).rejects.toMatchObject({ type: 'invalid_data' })
  const payment = await payments.retrievePayment(id)
  expect([payment.captured_amount, payment.refunded_amount].map(Number)).toEqual([10, 10])
})

test('a payment whose webhooks come twice and in the wrong order is recorded once', async () => {
  const session = await begin('pp_stripe_second')
  const before = structuredClone(stripe.intentOf(session.data))
  stripe.server.api.confirm(String(session.data.id), 'pm_card_visa')
  const events = [
    webhook('payment_intent.succeeded', stripe.intentOf(session.data)),
    webhook('payment_intent.requires_action', before),
    webhook('payment_intent.succeeded', stripe.intentOf(session.data)),
  ]
  for (const event of events) {
    const said = await payments.getWebhookActionAndData('pp_stripe_second', event)
    // What an event says may be over; how the payment stands, Stripe knows.
    if ('session_id' in said) expect(await payments.refreshPaymentSession(said.session_id)).toBe('captured')
  }
  const found = await payments.listPayments({ payment_session_id: session.id })
  expect(found.map(({ captured_amount }) => Number(captured_amount))).toEqual([30])
})

test('a payment that no order came of is let go of, or given back, once', async () => {
  const [held, taken] = [await begin('pp_stripe_stripe'), await begin('pp_stripe_second')]
  for (const session of [held, taken]) {
    stripe.server.api.confirm(String(session.data.id), 'pm_card_visa')
    const abandoned = { ...session, amount: 30, currency_code: 'eur' }
    await payments.giveUpSession(abandoned, undefined, `${session.id}/undo`)
    await payments.giveUpSession(abandoned, undefined, `${session.id}/undo`)
  }
  expect(stripe.intentOf(held.data).status).toBe('canceled')
  const refunds = stripe.server.api.refunds.filter(({ payment_intent }) => payment_intent === taken.data.id)
  expect(refunds).toMatchObject([{ amount: 3000 }])
})

test('money for a session that was replaced is given back once, from what the webhook says', async () => {
  const old = await begin('pp_stripe_second')
  await payments.createPaymentSession(old.collection, { provider_id: 'pp_stripe_second' })
  stripe.server.api.confirm(String(old.data.id), 'pm_card_visa')
  const event = webhook('payment_intent.succeeded', stripe.intentOf(old.data))
  for (let time = 0; time < 2; time++) {
    const said = await payments.getWebhookActionAndData('pp_stripe_second', event)
    if (said.action !== 'captured') throw new Error(said.action)
    const { session_id: id, amount, currency_code, data } = said
    const session = { id, provider_id: 'pp_stripe_second', amount, currency_code, data }
    await payments.giveUpSession(session, 'captured', `${id}/give-up`)
    stripe.server.keys.clear()
  }
  const refunds = stripe.server.api.refunds.filter(({ payment_intent }) => payment_intent === old.data.id)
  expect(refunds).toMatchObject([{ amount: 3000 }])
})

test('a customer who is known to Stripe stays the same account holder', async () => {
  const customer = { id: 'cus_ada', email: 'ada@example.com' }
  const holder = await payments.createAccountHolder('pp_stripe_stripe', customer)
  expect((await payments.createAccountHolder('pp_stripe_stripe', customer)).id).toBe(holder.id)
  await payments.savePaymentMethod(holder.id, { payment_method: 'pm_card_visa' }, 'key_ada')
  expect(await payments.listPaymentMethods(holder.id)).toMatchObject([{ id: 'pm_card_visa' }])
})
