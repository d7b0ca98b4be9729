import { type BigNumber, type Modules, provide, startModules } from '@stoa/kernel'
import { createGate, createTestDatabase, type TestDatabase, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  PaymentProviders,
  type PaymentResult,
  PaymentService,
  paymentModule,
  SystemPaymentProvider,
} from '../src/index.ts'
import { ChequePayment } from './cheque-payment.ts'

let database: TestDatabase
let modules: Modules
let payments: PaymentService
const cheques = new ChequePayment()
beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([paymentModule], { database: database.url })
  await modules.migrate()
  payments = modules.resolve(PaymentService)
  modules.container.register(
    provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider(), cheques])),
  )
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const SYSTEM = 'pp_system_default'
const authorized: PaymentResult = { status: 'authorized', data: { reference: 'A1' } }

const collect = async (amount: number | string = 30): Promise<string> =>
  (await payments.createPaymentCollections({ currency_code: 'eur', amount: amount as never })).id

const begin = (collectionId: string, provider_id = SYSTEM) =>
  payments.createPaymentSession(collectionId, { provider_id })

const sessionsOf = (collectionId: string) =>
  payments.listPaymentSessions({ payment_collection_id: collectionId } as never)

const paymentsOf = (collectionId: string) =>
  payments.listPayments({ payment_collection_id: collectionId } as never)

/** An amount as exact text. */
const amountOf = (amount: unknown) => (amount as BigNumber | null | undefined)?.toFixed() ?? null

/** What a collection holds, amounts as text. */
async function held(collectionId: string) {
  const { status, ...row } = await payments.retrievePaymentCollection(collectionId)
  return {
    status,
    authorized: amountOf(row.authorized_amount),
    captured: amountOf(row.captured_amount),
  }
}

const sessionOf = (id: string, provider_id = SYSTEM) => ({ id, provider_id, data: {} })

test('a session is begun for the whole collection, and the collection waits for it', async () => {
  const collection = await collect('90071992547409931.07')
  const id = await begin(collection)
  const [session] = await sessionsOf(collection)
  expect(session).toMatchObject({ id, provider_id: SYSTEM, currency_code: 'eur', status: 'pending' })
  expect(amountOf(session?.amount)).toBe('90071992547409931.07')
  expect((await held(collection)).status).toBe('awaiting')
})

test('a new session takes the place of those that led nowhere; what is authorised stays', async () => {
  const collection = await collect()
  await begin(collection)
  const second = await begin(collection)
  expect((await sessionsOf(collection)).map(({ id }) => id)).toEqual([second])
  await payments.recordAuthorization(second, authorized)
  const third = await begin(collection)
  expect((await sessionsOf(collection)).map(({ id }) => id).toSorted()).toEqual([second, third].toSorted())
  expect((await held(collection)).status).toBe('authorized')
})

test('of sessions that are begun at once one stays', async () => {
  const collection = await collect()
  const gate = createGate('the collection is locked')
  const holder = modules.transaction(async () => {
    await modules.database.query('select 1 from stoa_payment.payment_collection where id = $1 for update', [
      collection,
    ])
    await gate.pass()
  })
  await gate.reached
  const begun = Promise.all([begin(collection), begin(collection), begin(collection)])
  await untilBlocked(database.url, 3)
  gate.open()
  await holder
  const ids = await begun
  const stayed = await sessionsOf(collection)
  expect(stayed).toHaveLength(1)
  expect(ids).toContain(stayed[0]?.id)
})

test('no provider is called inside a transaction', async () => {
  const collection = await collect()
  const session = sessionOf(await begin(collection, cheques.id), cheques.id)
  const before = cheques.calls.length
  for (const call of [
    () => begin(collection, cheques.id),
    () => payments.authorizePayment(session, 'key'),
    () => payments.cancelAuthorization(session, 'key'),
  ]) {
    await expect(modules.transaction(call as () => Promise<unknown>)).rejects.toMatchObject({
      type: 'not_allowed',
      message: expect.stringContaining('inside a transaction'),
    })
  }
  expect(cheques.calls).toHaveLength(before)
  expect(await sessionsOf(collection)).toHaveLength(1)
})

test('a provider that does not answer begins and authorises nothing, and that is said', async () => {
  const collection = await collect()
  const session = sessionOf(await begin(collection, cheques.id), cheques.id)
  const silence = vi.spyOn(cheques, 'initiatePayment').mockRejectedValue(new Error('socket hang up'))
  const deafness = vi.spyOn(cheques, 'authorizePayment').mockRejectedValue(new Error('socket hang up'))
  const unanswered = { type: 'conflict', message: expect.stringMatching(/^\S+ did not/) }
  await expect(begin(collection, cheques.id)).rejects.toMatchObject(unanswered)
  await expect(payments.authorizePayment(session, 'key')).rejects.toMatchObject(unanswered)
  silence.mockRestore()
  deafness.mockRestore()
  expect(await sessionsOf(collection)).toHaveLength(1)
})

test('a provider that is not installed is named, with those that are', async () => {
  const collection = await collect()
  await expect(begin(collection, 'pp_shells')).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringMatching(/pp_shells.*pp_system_default/),
  })
  expect(await sessionsOf(collection)).toEqual([])
})

test('a collection that is not there is not found', async () => {
  await expect(begin('pay_col_no')).rejects.toMatchObject({ type: 'not_found' })
})

test('an authorisation that is written down again, also at once, makes one payment and counts once', async () => {
  const collection = await collect(30)
  const id = await begin(collection)
  await Promise.all([1, 2, 3].map(() => payments.recordAuthorization(id, authorized)))
  await payments.recordAuthorization(id, authorized)
  const made = await paymentsOf(collection)
  expect(made).toMatchObject([{ provider_id: SYSTEM, currency_code: 'eur', data: { reference: 'A1' } }])
  expect(made[0]?.captured_at ?? null).toBeNull()
  expect(await held(collection)).toEqual({ status: 'authorized', authorized: '30', captured: '0' })
  expect((await sessionsOf(collection))[0]).toMatchObject({ status: 'authorized', data: { reference: 'A1' } })
})

test('a part of the amount authorises the collection in part', async () => {
  const collection = await collect(30)
  const id = await begin(collection)
  await payments.updatePaymentCollections({ id: collection, amount: 50 as never })
  await payments.recordAuthorization(id, authorized)
  expect(await held(collection)).toMatchObject({ status: 'partially_authorized', authorized: '30' })
})

test.each(['pending', 'requires_more', 'error', 'canceled'] as const)(
  'a result that is %s authorises nothing',
  async (status) => {
    const collection = await collect()
    const id = await begin(collection)
    await expect(payments.recordAuthorization(id, { status, data: {} })).rejects.toMatchObject({
      type: 'payment_authorization_error',
      message: expect.stringContaining(status),
    })
    expect(await paymentsOf(collection)).toEqual([])
    expect(await held(collection)).toEqual({ status: 'awaiting', authorized: null, captured: null })
  },
)

test('a provider that takes the money at once: the capture is written down, once', async () => {
  const collection = await collect('19.99')
  const id = await begin(collection)
  const captured: PaymentResult = { status: 'captured', data: {} }
  await payments.recordAuthorization(id, captured)
  await payments.recordAuthorization(id, captured)
  const [payment, ...others] = await paymentsOf(collection)
  expect(others).toEqual([])
  expect(payment?.captured_at).toBeInstanceOf(Date)
  const captures = await payments.listCaptures({ payment_id: payment?.id } as never)
  expect(captures.map(({ amount }) => amountOf(amount))).toEqual(['19.99'])
  expect(await held(collection)).toEqual({ status: 'completed', authorized: '19.99', captured: '19.99' })
})

test('cancelling gives back exactly what was authorised, once', async () => {
  const collection = await collect('0.3')
  const first = await begin(collection)
  await payments.updatePaymentCollections({ id: collection, amount: '0.1' as never })
  await payments.recordAuthorization(first, authorized)
  const second = await begin(collection)
  await payments.recordAuthorization(second, authorized)
  expect((await held(collection)).authorized).toBe('0.4')
  await payments.cancelAuthorization(sessionOf(first), 'key')
  await payments.cancelAuthorization(sessionOf(first), 'key')
  expect((await held(collection)).authorized).toBe('0.1')
  const statuses = (await sessionsOf(collection)).map(({ id, status }) => [id, status])
  expect(Object.fromEntries(statuses)).toEqual({ [first]: 'canceled', [second]: 'authorized' })
  const canceled = (await paymentsOf(collection)).filter(({ canceled_at }) => canceled_at)
  expect(canceled).toHaveLength(1)
})

test('what was captured is not given back by cancelling', async () => {
  const collection = await collect(30)
  const id = await begin(collection)
  await payments.recordAuthorization(id, { status: 'captured', data: {} })
  await payments.cancelAuthorization(sessionOf(id), 'key')
  expect(await held(collection)).toEqual({ status: 'completed', authorized: '30', captured: '30' })
})

test("a provider of the shop's own is called with the amount, its data and the idempotency key", async () => {
  const collection = await collect('12.5')
  const id = await payments.createPaymentSession(collection, {
    provider_id: cheques.id,
    data: { bank: 'B' },
    context: { email: 'a@example.com' },
  })
  expect(cheques.calls.at(-1)).toEqual({
    method: 'initiate',
    amount: '12.5',
    currency_code: 'eur',
    data: { bank: 'B' },
    context: { email: 'a@example.com', session_id: id },
    idempotency_key: id,
  })
  const [session] = await sessionsOf(collection)
  expect(session).toMatchObject({ data: { bank: 'B', number: 1 }, context: { email: 'a@example.com' } })
  const begun = { id, provider_id: cheques.id, data: session?.data as Record<string, unknown> }
  expect(await payments.authorizePayment(begun, 'authorize-1')).toEqual({
    status: 'authorized',
    data: { bank: 'B', number: 1 },
  })
  expect(cheques.calls.at(-1)).toMatchObject({ method: 'authorize', idempotency_key: 'authorize-1' })
  expect(await paymentsOf(collection)).toEqual([])
  await payments.cancelAuthorization(begun, 'cancel-1')
  expect(cheques.calls.at(-1)).toMatchObject({
    method: 'cancel',
    data: { number: 1 },
    idempotency_key: 'cancel-1',
  })
})

test('every installed provider has a row after the migration', async () => {
  expect((await payments.listPaymentProviders()).map(({ id }) => id)).toContain(SYSTEM)
})
