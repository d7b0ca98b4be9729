import { type Modules, provide, startModules } from '@stoa/kernel'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PaymentProviders, PaymentService, paymentModule, SystemPaymentProvider } from '../src/index.ts'
import { CardPayment, sign } from './card-payment.ts'
import { ChequePayment } from './cheque-payment.ts'

let database: TestDatabase
let modules: Modules
let payments: PaymentService
const cards = new CardPayment()

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([paymentModule], {
    database: database.url,
    providers: [
      provide(
        PaymentProviders,
        () => new PaymentProviders([new SystemPaymentProvider(), cards, new ChequePayment()]),
      ),
    ],
  })
  await modules.migrate()
  payments = modules.resolve(PaymentService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

test('a payment that is authorised while nobody waits is found by asking', async () => {
  const collection = await payments.createPaymentCollections({ currency_code: 'eur', amount: 10 as never })
  const id = await payments.createPaymentSession(collection.id, { provider_id: 'pp_card' })
  cards.status = 'pending'
  expect(await payments.refreshPaymentSession(id)).toBe('pending')
  expect(await payments.retrievePaymentSession(id)).toMatchObject({
    status: 'pending',
    data: { asked: true },
  })
  cards.status = 'authorized'
  expect(await payments.refreshPaymentSession(id)).toBe('authorized')
  expect(await payments.refreshPaymentSession(id)).toBe('authorized')
  expect(await payments.listPayments({ payment_session_id: id })).toHaveLength(1)
  expect((await payments.retrievePaymentCollection(collection.id)).status).toBe('authorized')
})

test('a webhook is believed if the provider signed it', async () => {
  const body = JSON.stringify({ type: 'paid', session: 'payses_1', cents: 1050 })
  const webhook = (signature: string) => ({
    raw_body: Buffer.from(body),
    headers: { 'x-signature': signature },
  })
  const action = await payments.getWebhookActionAndData('pp_card', webhook(sign(body)))
  expect(action).toMatchObject({ action: 'captured', session_id: 'payses_1' })
  expect('amount' in action && action.amount.toFixed()).toBe('10.5')
  await expect(payments.getWebhookActionAndData('pp_card', webhook(sign('x')))).rejects.toMatchObject({
    type: 'unauthorized',
  })
  await expect(payments.getWebhookActionAndData('pp_cheque', webhook('x'))).rejects.toMatchObject({
    type: 'not_allowed',
    message: expect.stringContaining('pp_cheque'),
  })
})

test('a customer whom the provider knows saves ways to pay', async () => {
  const customer = { id: 'cus_1', email: 'ada@example.com' }
  const holder = await payments.createAccountHolder('pp_card', customer)
  expect(holder).toMatchObject({
    provider_id: 'pp_card',
    external_id: 'card_cus_1',
    email: 'ada@example.com',
    data: { id: 'card_cus_1' },
  })
  expect((await payments.createAccountHolder('pp_card', customer)).id).toBe(holder.id)
  const save = () => payments.savePaymentMethod(holder.id, { last4: '4242' }, 'key_1')
  await save()
  await save()
  expect(await payments.listPaymentMethods(holder.id)).toEqual([{ id: 'pm_key_1', data: { last4: '4242' } }])
  await expect(payments.createAccountHolder('pp_system_default', customer)).rejects.toMatchObject({
    type: 'not_allowed',
  })
})
