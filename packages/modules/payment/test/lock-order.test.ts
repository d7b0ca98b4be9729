import { type Modules, provide, StoaError, startModules } from '@stoa/kernel'
import { createTestDatabase, type LockedRow, type TestDatabase, watchLocks } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PaymentProviders, PaymentService, paymentModule, SystemPaymentProvider } from '../src/index.ts'
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

const row = (name: string, id: string): LockedRow => ({ name, table: `stoa_payment.payment_${name}`, id })

/** A try to pay that nobody has authorised yet. */
async function begun() {
  const { id } = await payments.createPaymentCollections({ currency_code: 'eur', amount: 20 as never })
  const session = await payments.createPaymentSession(id, { provider_id: 'pp_cheque' })
  return { collection: id, session, rows: [row('collection', id), row('session', session)] }
}

/** One that is authorised. */
async function authorized() {
  const { collection, session, rows } = await begun()
  await payments.recordAuthorization(session, { status: 'authorized', data: {} })
  const [payment] = await payments.listPayments({ payment_session_id: session })
  const id = payment?.id as string
  const [ofCollection, ofSession] = rows as [LockedRow, LockedRow]
  const ofPayment: LockedRow = { name: 'payment', table: 'stoa_payment.payment', id }
  return { collection, session, payment: id, rows: [ofCollection, ofPayment, ofSession] }
}

/** One of which nobody knows whether it was captured, or let go of: asking again takes the operation up. */
async function left(kind: 'capture' | 'cancel') {
  const { payment, rows } = await authorized()
  cheques.before = async () => {
    throw new TypeError('fetch failed')
  }
  await (kind === 'capture' ? payments.capturePayment(payment) : payments.cancelPayment(payment)).catch(
    () => undefined,
  )
  cheques.before = async () => undefined
  const [operation] = await modules.database.query<{ id: string }>(
    'select id from stoa_payment.payment_operation where payment_id = $1',
    [payment],
  )
  const [ofCollection, ofPayment, ofSession] = rows as [LockedRow, LockedRow, LockedRow]
  return {
    payment,
    rows: [ofCollection, ofPayment, row('operation', operation?.id as string), ofSession],
  }
}

const watched = (arrange: () => Promise<{ rows: LockedRow[]; call: () => Promise<unknown> }>) =>
  watchLocks(database.url, arrange)

test('authorising locks the collection before its session, as replacing the session does', async () => {
  const order = { waitedFor: ['collection', 'session'], breaches: [] }
  expect(
    await watched(async () => {
      const { session, rows } = await begun()
      return {
        rows,
        call: () => payments.recordAuthorization(session, { status: 'authorized', data: {} }),
      }
    }),
  ).toEqual(order)
  expect(
    await watched(async () => {
      const { collection, rows } = await begun()
      return { rows, call: () => payments.createPaymentSession(collection, { provider_id: 'pp_cheque' }) }
    }),
  ).toEqual(order)
  expect(
    await watched(async () => {
      const { collection, rows } = await begun()
      return { rows, call: () => payments.cancelPaymentCollections([collection]) }
    }),
  ).toEqual(order)
})

test('letting go of an authorisation locks the collection, the payment, the session', async () => {
  expect(
    await watched(async () => {
      const { session, rows } = await authorized()
      const call = () =>
        payments.cancelAuthorization({ id: session, provider_id: 'pp_cheque', data: {} }, `${session}/undo`)
      return { rows, call }
    }),
  ).toEqual({ waitedFor: ['collection', 'payment', 'session'], breaches: [] })
})

test('capturing, refunding and cancelling lock the collection, the payment, what is asked of it', async () => {
  expect(
    await watched(async () => {
      const { payment, rows } = await left('capture')
      return { rows, call: () => payments.capturePayment(payment) }
    }),
  ).toMatchObject({ waitedFor: ['collection', 'payment', 'operation'], breaches: [] })
  expect(
    await watched(async () => {
      const { payment, rows } = await left('cancel')
      return { rows, call: () => payments.cancelPayment(payment) }
    }),
  ).toEqual({ waitedFor: ['collection', 'payment', 'operation', 'session'], breaches: [] })
  expect(
    await watched(async () => {
      const { payment, rows } = await authorized()
      await payments.capturePayment(payment)
      return { rows: rows.slice(0, 2), call: () => payments.refundPayment(payment) }
    }),
  ).toEqual({ waitedFor: ['collection', 'payment'], breaches: [] })
})

test('what the provider refuses locks the payment before what was asked', async () => {
  expect(
    await watched(async () => {
      const { payment, rows } = await left('capture')
      cheques.before = async () => {
        throw new StoaError('not_allowed', 'The cheque is not covered.')
      }
      const call = () => payments.capturePayment(payment).catch(() => undefined)
      return { rows: rows.slice(1, 3), call }
    }),
  ).toEqual({ waitedFor: ['payment', 'operation'], breaches: [] })
})
