import { afterEach, beforeEach, expect, test } from 'vitest'
import { newKey, type StartedStripe, startStripe } from './payment.ts'

let stripe: StartedStripe

beforeEach(async () => {
  stripe = await startStripe()
})

afterEach(() => stripe.close())

const ada = { id: "cus_o'neill", email: 'ada@example.com', first_name: 'Ada', last_name: 'Lovelace' }

const create = (customer = ada) =>
  stripe.provider.createAccountHolder({ customer, data: {}, idempotency_key: `pp_stripe/${customer.id}` })

test('a customer becomes known to Stripe, once', async () => {
  const holder = await create()
  expect(holder).toEqual({
    id: expect.stringMatching(/^cus_\d+$/),
    data: { id: holder.id, object: 'customer', email: ada.email, name: 'Ada Lovelace' },
  })
  stripe.server.keys.clear()
  expect((await create({ ...ada, email: 'countess@example.com' })).id).toBe(holder.id)
  expect(stripe.server.api.customers).toHaveLength(1)
})

test('where Stripe has no search, the key keeps a customer from being made twice', async () => {
  stripe.server.api.hasSearch = false
  expect((await create()).id).toBe((await create()).id)
  expect(stripe.server.api.customers).toHaveLength(1)
})

test('who has an account pays as that customer', async () => {
  const account_holder = await create()
  const data = await stripe.begin(10, 'eur', { context: { account_holder } })
  expect(data.customer).toBe(account_holder.id)
  const kept = await stripe.begin(10, 'eur', { context: { account_holder: account_holder.data } })
  expect(kept.customer).toBe(account_holder.id)
  // A row as it is kept has an id of its own beside that of Stripe.
  const row = { id: 'acchld_1', external_id: account_holder.id, data: account_holder.data }
  expect((await stripe.begin(10, 'eur', { context: { account_holder: row } })).customer).toBe(
    account_holder.id,
  )
  await expect(stripe.begin(10, 'eur', { context: { account_holder: {} } })).rejects.toMatchObject({
    type: 'invalid_data',
  })
})

test('a card is saved with its customer, once, and found again', async () => {
  const { data: account_holder } = await create()
  const { data: other } = await create({ ...ada, id: 'cus_2' })
  const call = { account_holder, data: { payment_method: 'pm_card_visa' }, idempotency_key: newKey() }
  const saved = await stripe.provider.savePaymentMethod(call)
  expect(saved).toMatchObject({ id: 'pm_card_visa', data: { status: 'succeeded', usage: 'off_session' } })
  expect(await stripe.provider.savePaymentMethod(call)).toEqual(saved)
  expect(await stripe.provider.listPaymentMethods({ account_holder })).toEqual([
    { id: 'pm_card_visa', data: expect.objectContaining({ type: 'card' }) },
  ])
  expect(await stripe.provider.listPaymentMethods({ account_holder: other })).toEqual([])
})

test('without a card the client saves one with the secret it gets', async () => {
  const { data: account_holder } = await create()
  const begun = await stripe.provider.savePaymentMethod({
    account_holder,
    data: { usage: 'on_session' },
    idempotency_key: newKey(),
  })
  expect(begun).toMatchObject({
    id: expect.stringMatching(/^seti_/),
    data: { client_secret: expect.any(String), status: 'requires_payment_method', usage: 'on_session' },
  })
})

test('a card whose bank asks the buyer first is not saved yet, a declined one is refused', async () => {
  const { data: account_holder } = await create()
  const save = (payment_method: string) =>
    stripe.provider.savePaymentMethod({ account_holder, data: { payment_method }, idempotency_key: newKey() })
  expect(await save('pm_card_authenticationRequired')).toMatchObject({
    id: expect.stringMatching(/^seti_/),
    data: { status: 'requires_action', next_action: { type: 'use_stripe_sdk' } },
  })
  await expect(save('pm_card_chargeDeclined')).rejects.toMatchObject({
    type: 'payment_authorization_error',
    code: 'generic_decline',
    message: expect.stringContaining('Your card was declined.'),
  })
  expect(await stripe.provider.listPaymentMethods({ account_holder })).toEqual([])
})
