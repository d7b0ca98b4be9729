import { afterAll, beforeAll, expect, test } from 'vitest'
import { type StartedStripe, startStripe } from './payment.ts'
import { webhook } from './stripe-server.ts'

let stripe: StartedStripe

beforeAll(async () => {
  stripe = await startStripe()
})

afterAll(() => stripe.close())

const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 3000,
  amount_capturable: 2000,
  amount_received: 1000,
  currency: 'eur',
  metadata: { session_id: 'payses_1' },
}

const read = (...sent: Parameters<typeof webhook>) =>
  stripe.provider.getWebhookActionAndData(webhook(...sent))

test.each([
  ['amount_capturable_updated', 'authorized', '20'],
  ['succeeded', 'captured', '10'],
  ['payment_failed', 'failed', '30'],
  ['canceled', 'canceled', '30'],
  ['processing', 'pending', '30'],
  ['requires_action', 'requires_more', '30'],
  ['partially_funded', 'requires_more', '30'],
])('payment_intent.%s is %s', async (type, action, amount) => {
  const said = await read(`payment_intent.${type}`, intent)
  expect(said).toMatchObject({ action, session_id: 'payses_1', currency_code: 'eur', data: { id: 'pi_1' } })
  expect('amount' in said && said.amount.toFixed()).toBe(amount)
})

test('amounts are read by their currency', async () => {
  const amountOf = async (currency: string) => {
    const said = await read('payment_intent.succeeded', { ...intent, currency })
    return 'amount' in said && said.amount.toFixed()
  }
  expect([await amountOf('jpy'), await amountOf('kwd')]).toEqual(['1000', '1'])
})

test('of a bank transfer that came in part it says what is missing', async () => {
  const said = await read('payment_intent.partially_funded', {
    ...intent,
    next_action: { display_bank_transfer_instructions: { amount_remaining: 500 } },
  })
  expect('amount' in said && said.amount.toFixed()).toBe('5')
})

test('other events, and payments of others, are nothing for us to do', async () => {
  const nothing = { action: 'not_supported' }
  const charge = { id: 'ch_1', object: 'charge', currency: 'eur', metadata: { session_id: 'payses_1' } }
  expect(await read('charge.refunded', charge)).toEqual(nothing)
  expect(await read('customer.created', { id: 'cus_1' })).toEqual(nothing)
  expect(await read('constructor', intent)).toEqual(nothing)
  expect(await read('payment_intent.succeeded', { ...intent, metadata: {} })).toEqual(nothing)
})

test('that a capture we asked for has happened is told to whoever asked', async () => {
  const metadata = { ...intent.metadata, capture_id: 'capt_1' }
  expect(await read('payment_intent.succeeded', { ...intent, metadata })).toEqual({ action: 'not_supported' })
})

test('one that comes twice, or after a later one, says the same each time', async () => {
  const held = webhook('payment_intent.amount_capturable_updated', intent)
  const taken = webhook('payment_intent.succeeded', intent)
  const said = []
  for (const sent of [taken, held, held, taken]) {
    said.push(await stripe.provider.getWebhookActionAndData(sent))
  }
  expect(said.map(({ action }) => action)).toEqual(['captured', 'authorized', 'authorized', 'captured'])
  expect(said[1]).toEqual(said[2])
})

const refused = expect.objectContaining({ name: 'StoaError', type: 'unauthorized' })

test('what Stripe did not sign is refused', async () => {
  const { raw_body, headers } = webhook('payment_intent.succeeded', intent)
  const changed = Buffer.from(raw_body.toString().replace('3000', '1000'))
  const send = (body: Buffer, signature?: string | string[]) =>
    stripe.provider.getWebhookActionAndData({ raw_body: body, headers: { 'stripe-signature': signature } })
  await expect(read('payment_intent.succeeded', intent, { secret: 'whsec_of_another' })).rejects.toEqual(
    refused,
  )
  await expect(send(changed, headers['stripe-signature'])).rejects.toEqual(refused)
  for (const signature of [
    undefined,
    '',
    't=1,v1=',
    'v1=abc',
    'nonsense',
    ['t=1', 'v1=abc'],
    [`t=${Date.now()}`],
  ]) {
    await expect(send(raw_body, signature)).rejects.toEqual(refused)
    await expect(send(Buffer.alloc(0), signature)).rejects.toEqual(refused)
    await expect(send(Buffer.from('{'), signature)).rejects.toEqual(refused)
  }
})

test('one that was signed and cannot be read is refused', async () => {
  const thin = webhook('payment_intent.succeeded', intent, { object: 'v2.core.event' })
  await expect(stripe.provider.getWebhookActionAndData(thin)).rejects.toEqual(refused)
})

test('what was signed long ago is refused, for it may be sent by somebody who saw it', async () => {
  expect(await read('payment_intent.succeeded', intent, { age: 290 })).toMatchObject({ action: 'captured' })
  await expect(read('payment_intent.succeeded', intent, { age: 310 })).rejects.toEqual(refused)
})

test('without a secret no webhook is believed', async () => {
  const provider = stripe.open({ webhook_secret: '' })
  await expect(
    provider.getWebhookActionAndData(webhook('payment_intent.succeeded', intent, { secret: '' })),
  ).rejects.toMatchObject({ type: 'not_allowed', message: expect.stringContaining('webhook_secret') })
})
