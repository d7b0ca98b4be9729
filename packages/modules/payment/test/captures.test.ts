import { type BigNumber, type Modules, provide, StoaError, startModules } from '@stoa/kernel'
import { behindLock, createGate, createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { PaymentProviders, PaymentService, paymentModule, SystemPaymentProvider } from '../src/index.ts'
import { ChequePayment } from './cheque-payment.ts'

let database: TestDatabase
let modules: Modules
let payments: PaymentService
let cheques: ChequePayment

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([paymentModule], { database: { url: database.url, max_connections: 60 } })
  await modules.migrate()
  payments = modules.resolve(PaymentService)
})

beforeEach(() => {
  cheques = new ChequePayment()
  modules.container.register(
    provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider(), cheques])),
  )
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

/** An authorised payment by cheque. */
async function authorized(amount: number | string, currency_code = 'eur'): Promise<string> {
  const collection = await payments.createPaymentCollections({ currency_code, amount: amount as never })
  const id = await payments.createPaymentSession(collection.id, { provider_id: 'pp_cheque' })
  await payments.recordAuthorization(id, { status: 'authorized', data: { number: 7 } })
  const [payment] = await payments.listPayments({ payment_session_id: id })
  return payment?.id as string
}

async function captured(amount: number | string, currency_code = 'eur'): Promise<string> {
  const id = await authorized(amount, currency_code)
  await payments.capturePayment(id)
  return id
}

const text = (amount: unknown) => (amount as BigNumber).toFixed()

/** What is known of a payment and its collection. */
async function stateOf(id: string) {
  const payment = await payments.retrievePayment(id, { relations: ['captures', 'refunds'] })
  const collection = await payments.retrievePaymentCollection(payment.payment_collection_id)
  const amounts = (rows: { amount: unknown }[] | undefined) => rows?.map(({ amount }) => text(amount)) ?? []
  return {
    captures: amounts(payment.captures).toSorted(),
    refunds: amounts(payment.refunds).toSorted(),
    is_captured: payment.captured_at !== null,
    is_canceled: payment.canceled_at !== null,
    status: collection.status,
    sums: [collection.authorized_amount, collection.captured_amount, collection.refunded_amount].map(text),
    is_completed: collection.completed_at !== null,
  }
}

/** The kinds of ends of calls that all wait for the payment's lock, and how often each came. */
async function atOnce(id: string, calls: (() => Promise<unknown>)[]) {
  const lock = 'select 1 from stoa_payment.payment where id = $1 for update'
  const counts: Record<string, number> = {}
  for (const end of await behindLock(database.url, lock, [id], calls)) {
    const kind = end.status === 'fulfilled' ? 'done' : (end.reason as StoaError).type
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

const fifty = <Result>(make: () => Promise<Result>) => Array.from({ length: 50 }, () => make)

const movedBy = (kind: string) => [...cheques.moved.values()].filter((moved) => moved.startsWith(kind))

test('money is captured in parts, and the collection says how far it has come', async () => {
  const id = await authorized('19.99')
  const movement = await payments.capturePayment(id, { amount: '5.5', created_by: 'user_1' })
  expect(movement).toMatchObject({ kind: 'capture', payment_id: id, amount: '5.5', currency_code: 'eur' })
  expect(await stateOf(id)).toMatchObject({
    captures: ['5.5'],
    is_captured: false,
    status: 'partially_captured',
    is_completed: false,
  })
  await payments.capturePayment(id)
  expect(await stateOf(id)).toEqual({
    captures: ['14.49', '5.5'],
    refunds: [],
    is_captured: true,
    is_canceled: false,
    status: 'completed',
    sums: ['19.99', '19.99', '0'],
    is_completed: true,
  })
  expect(await payments.listCaptures({ payment_id: id, created_by: 'user_1' })).toHaveLength(1)
  expect(cheques.calls.at(-1)).toMatchObject({ method: 'capture', data: { number: 7 }, currency_code: 'eur' })
  expect(await payments.listPaymentOperations({ payment_id: id })).toEqual([])
})

test('the provider is called under the id of the capture or refund', async () => {
  const id = await captured(10)
  await payments.refundPayment(id, { amount: 4, note: 'Broken' })
  const { captures, refunds } = await payments.retrievePayment(id, { relations: ['captures', 'refunds'] })
  expect([...cheques.moved]).toEqual([
    [captures?.[0]?.id, 'capture 10 eur'],
    [refunds?.[0]?.id, 'refund 4 eur'],
  ])
  expect(refunds).toMatchObject([{ note: 'Broken' }])
})

test('fifty captures at once take no more than was authorised', { timeout: 60_000 }, async () => {
  const id = await authorized(20)
  expect(
    await atOnce(
      id,
      fifty(() => payments.capturePayment(id, { amount: 1 })),
    ),
  ).toEqual({
    done: 20,
    invalid_data: 30,
  })
  expect(movedBy('capture')).toHaveLength(20)
  expect(await stateOf(id)).toMatchObject({ status: 'completed', sums: ['20', '20', '0'] })
})

test('fifty refunds at once give back no more than was captured', { timeout: 60_000 }, async () => {
  const id = await authorized(40)
  await payments.capturePayment(id, { amount: 20 })
  expect(
    await atOnce(
      id,
      fifty(() => payments.refundPayment(id, { amount: 1 })),
    ),
  ).toEqual({
    done: 20,
    invalid_data: 30,
  })
  expect(movedBy('refund')).toHaveLength(20)
  expect((await stateOf(id)).sums).toEqual(['40', '20', '20'])
})

test('what was taken by now is captured once, however often and in which order it is told', async () => {
  const id = await authorized(20)
  const upTo = (up_to: string) => () => payments.capturePayment(id, { up_to })
  expect(await atOnce(id, [upTo('4.5'), upTo('4.5'), upTo('4.5')])).toEqual({ done: 3 })
  expect(movedBy('capture')).toEqual(['capture 4.5 eur'])
  expect(await atOnce(id, [upTo('20'), upTo('7'), upTo('4.5')])).toEqual({ done: 3 })
  // More than was authorised is not captured, whatever is told.
  await payments.capturePayment(id, { up_to: '30' })
  expect(await stateOf(id)).toMatchObject({ status: 'completed', sums: ['20', '20', '0'] })
  await expect(payments.capturePayment(id, { up_to: '30' })).resolves.toBeUndefined()
})

test('of two captures of everything at once one is made', async () => {
  const id = await authorized(20)
  const gate = createGate('the bank is slow')
  cheques.before = () => gate.pass()
  const first = payments.capturePayment(id)
  await gate.reached
  await expect(payments.capturePayment(id)).rejects.toMatchObject({ type: 'conflict' })
  gate.open()
  await first
  expect(movedBy('capture')).toEqual(['capture 20 eur'])
})

test.each([
  [0.1, 0.2],
  ['19.99', '0.01'],
  ['90071992547409931.07', '1'],
] as const)('what was captured, here %s and %s, is always given back in full', async (...parts) => {
  const id = await authorized('90071992547409940')
  for (const amount of parts) await payments.capturePayment(id, { amount })
  await payments.refundPayment(id, { amount: parts[1] })
  await payments.refundPayment(id)
  const { sums } = await stateOf(id)
  expect(sums[2]).toBe(sums[1])
  await expect(payments.refundPayment(id)).rejects.toMatchObject({ type: 'invalid_data' })
})

test('amounts are whole in the minor unit of their currency, unless they are all there is', async () => {
  for (const [currency, fine, coarse] of [
    ['jpy', '0.5', '1'],
    ['eur', '0.005', '0.01'],
    ['kwd', '0.0001', '0.001'],
  ] as const) {
    const id = await authorized(10, currency)
    await expect(payments.capturePayment(id, { amount: fine })).rejects.toMatchObject({
      type: 'invalid_data',
      message: expect.stringContaining(currency),
    })
    await payments.capturePayment(id, { amount: coarse })
  }
  const id = await authorized('10.005')
  await payments.capturePayment(id, { amount: '10' })
  await payments.capturePayment(id, { amount: '0.005' })
  await payments.refundPayment(id, { amount: '10.005' })
  expect((await stateOf(id)).sums).toEqual(['10.005', '10.005', '10.005'])
})

test.each([
  ['more than was authorised', (id: string) => payments.capturePayment(id, { amount: 11 }), /10 eur left/],
  ['nothing', (id: string) => payments.capturePayment(id, { amount: 0 }), /above 0/],
  ['less than nothing', (id: string) => payments.capturePayment(id, { amount: -1 }), /above 0/],
  ['a refund of what was not captured', (id: string) => payments.refundPayment(id), /Nothing.*captured/],
])('%s is refused before anybody is called', async (_what, ask, message) => {
  const id = await authorized(10)
  await expect(ask(id)).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringMatching(message),
  })
  expect(movedBy('')).toEqual([])
  expect(await payments.listPaymentOperations({ payment_id: id })).toEqual([])
})

test('a payment and a reason that are not there are not found', async () => {
  await expect(payments.capturePayment('pay_none')).rejects.toMatchObject({ type: 'not_found' })
  await expect(payments.capturePayment('pay_none', { amount: 0.5 })).rejects.toMatchObject({
    type: 'not_found',
  })
  const id = await captured(10)
  await expect(payments.refundPayment(id, { refund_reason_id: 'refr_none' })).rejects.toMatchObject({
    type: 'not_found',
    message: expect.stringContaining('refr_none'),
  })
})

test('what the provider refuses is shown, and free again', async () => {
  const id = await authorized(10)
  cheques.before = async () => {
    throw new StoaError('not_allowed', 'The cheque has bounced.')
  }
  await expect(payments.capturePayment(id)).rejects.toThrow('The cheque has bounced.')
  expect(await payments.listPaymentOperations({ payment_id: id })).toMatchObject([
    { kind: 'capture', error: 'The cheque has bounced.', failed_at: expect.any(Date) },
  ])
  cheques.before = async () => {}
  expect(await payments.finishOperations({ lease: 0 })).toEqual([])
  await payments.capturePayment(id)
  expect(movedBy('capture')).toEqual(['capture 10 eur'])
  expect((await stateOf(id)).status).toBe('completed')
})

test('where the provider does not answer the amount stays taken, and the same is asked again under the same key', async () => {
  const id = await authorized(10)
  cheques.before = async () => {
    throw new Error('ETIMEDOUT')
  }
  await expect(payments.capturePayment(id, { amount: 6 })).rejects.toMatchObject({ type: 'conflict' })
  const [left] = await payments.listPaymentOperations({ payment_id: id })
  expect(left).toMatchObject({ error: 'ETIMEDOUT', tried_at: null, failed_at: null })
  cheques.before = async () => {}
  await expect(payments.capturePayment(id, { amount: 5 })).rejects.toMatchObject({ type: 'invalid_data' })
  await payments.capturePayment(id, { amount: 6 })
  expect([...cheques.moved]).toEqual([[left?.id, 'capture 6 eur']])
  expect(await stateOf(id)).toMatchObject({ captures: ['6'], sums: ['10', '6', '0'] })
})

test('who wants all that is left gets it, also where a part was left before', async () => {
  const id = await authorized(10)
  cheques.before = async () => {
    throw new Error('ETIMEDOUT')
  }
  await expect(payments.capturePayment(id, { amount: 4 })).rejects.toMatchObject({ type: 'conflict' })
  cheques.before = async () => {}
  await payments.capturePayment(id)
  expect(movedBy('capture')).toEqual(['capture 4 eur', 'capture 6 eur'])
  expect(await stateOf(id)).toMatchObject({ status: 'completed', sums: ['10', '10', '0'] })
})

test('without its provider nothing begins, and what was left stays for when it is back', async () => {
  const [fresh, left] = [await authorized(10), await authorized(10)]
  cheques.before = async () => {
    throw new Error('ETIMEDOUT')
  }
  await expect(payments.capturePayment(left)).rejects.toMatchObject({ type: 'conflict' })
  modules.container.register(provide(PaymentProviders, () => new PaymentProviders([])))
  await expect(payments.capturePayment(fresh)).rejects.toThrow(/pp_cheque/)
  expect(await payments.finishOperations()).toEqual([])
  modules.container.register(provide(PaymentProviders, () => new PaymentProviders([cheques])))
  cheques.before = async () => {}
  expect(await payments.finishOperations()).toMatchObject([{ payment_id: left, amount: '10' }])
  await payments.capturePayment(fresh)
  expect((await stateOf(fresh)).captures).toEqual(['10'])
})

test('what the provider did not answer is finished later, also if it had done it', async () => {
  const id = await captured(10)
  cheques.before = async ({ idempotency_key }) => {
    cheques.moved.set(idempotency_key, 'refund 10 eur')
    throw new Error('The line went dead.')
  }
  await expect(payments.refundPayment(id)).rejects.toMatchObject({ type: 'conflict' })
  await payments.finishOperations()
  expect((await stateOf(id)).refunds).toEqual([])
  cheques.before = async () => {}
  expect(await payments.finishOperations()).toMatchObject([{ kind: 'refund', payment_id: id, amount: '10' }])
  expect(await stateOf(id)).toMatchObject({ refunds: ['10'], sums: ['10', '10', '10'] })
  expect(movedBy('refund')).toEqual(['refund 10 eur'])
  expect(await payments.finishOperations({ lease: 0 })).toEqual([])
})

test('a capture whose process died is finished by another, once, whoever comes first', async () => {
  const id = await authorized(10)
  const gate = createGate('the process hangs')
  cheques.before = () => gate.pass()
  const hanging = payments.capturePayment(id)
  await gate.reached
  cheques.before = async () => {}
  expect(await payments.finishOperations()).toEqual([])
  const finished = await Promise.all([1, 2, 3].map(() => payments.finishOperations({ lease: 0 })))
  expect(finished.flat()).toMatchObject([{ kind: 'capture', payment_id: id }])
  gate.open()
  expect(await hanging).toBeUndefined()
  expect(movedBy('capture')).toEqual(['capture 10 eur'])
  expect(await stateOf(id)).toMatchObject({ captures: ['10'], sums: ['10', '10', '0'] })
})

test('one that is refused again keeps none of the others', async () => {
  const [bad, good] = [await authorized(10), await authorized(20)]
  cheques.before = async () => {
    throw new Error('ETIMEDOUT')
  }
  for (const id of [bad, good]) await expect(payments.capturePayment(id)).rejects.toThrow()
  cheques.before = async ({ idempotency_key }) => {
    const [operation] = await payments.listPaymentOperations({ id: idempotency_key })
    if (operation?.payment_id === bad) throw new StoaError('not_allowed', 'No.')
  }
  expect(await payments.finishOperations()).toMatchObject([{ payment_id: good }])
  expect((await stateOf(bad)).captures).toEqual([])
  cheques.before = async () => {}
  await payments.capturePayment(bad)
})

test('what belongs to a movement elsewhere is recorded with it or not at all', async () => {
  const id = await authorized(10)
  const failing = payments.capturePayment(id, {}, async () => {
    throw new StoaError('not_allowed', 'The book is full.')
  })
  await expect(failing).rejects.toThrow('The book is full.')
  expect(await stateOf(id)).toMatchObject({ captures: [], status: 'authorized' })
  const book: string[] = []
  await payments.finishOperations({ lease: 0 }, async ({ amount }) => {
    expect(modules.database.inTransaction).toBe(true)
    book.push(amount)
  })
  expect(book).toEqual(['10'])
  expect(await stateOf(id)).toMatchObject({ captures: ['10'], status: 'completed' })
})

test('cancelling lets go of what was not captured, and no capture begins beside it', async () => {
  const id = await authorized(20)
  await payments.capturePayment(id, { amount: 5 })
  const gate = createGate('the bank is slow')
  cheques.before = () => gate.pass()
  const canceling = payments.cancelPayment(id)
  await gate.reached
  await expect(payments.capturePayment(id, { amount: 1 })).rejects.toMatchObject({ type: 'invalid_data' })
  await expect(payments.cancelPayment(id)).rejects.toMatchObject({ type: 'conflict' })
  gate.open()
  expect(await canceling).toMatchObject({ kind: 'cancel', amount: '15' })
  expect(await stateOf(id)).toMatchObject({
    is_canceled: true,
    status: 'partially_captured',
    sums: ['5', '5', '0'],
  })
  await expect(payments.capturePayment(id)).rejects.toThrow(/canceled/)
  await payments.refundPayment(id)
  expect((await stateOf(id)).refunds).toEqual(['5'])
})

test('cancelling waits for no capture that is under way', async () => {
  const id = await authorized(20)
  const gate = createGate('the bank is slow')
  cheques.before = () => gate.pass()
  const capturing = payments.capturePayment(id, { amount: 5 })
  await gate.reached
  await expect(payments.cancelPayment(id)).rejects.toMatchObject({ type: 'conflict' })
  gate.open()
  await capturing
  expect(await stateOf(id)).toMatchObject({ captures: ['5'], is_canceled: false })
})

test('a payment that was cancelled whole takes its session along, and the collection waits again', async () => {
  const id = await authorized(20)
  await payments.cancelPayment(id)
  expect(await stateOf(id)).toMatchObject({ is_canceled: true, status: 'awaiting', sums: ['0', '0', '0'] })
  const { payment_session_id } = await payments.retrievePayment(id)
  expect((await payments.retrievePaymentSession(payment_session_id)).status).toBe('canceled')
})

test('a cancellation that the provider did not answer is finished by asking again', async () => {
  const id = await authorized(20)
  cheques.before = async () => {
    throw new TypeError('fetch failed')
  }
  await expect(payments.cancelPayment(id)).rejects.toMatchObject({ type: 'conflict' })
  cheques.before = async () => undefined
  expect(await payments.cancelPayment(id)).toMatchObject({ kind: 'cancel', amount: '20' })
  expect(await stateOf(id)).toMatchObject({ is_canceled: true, sums: ['0', '0', '0'] })
})

test('what is captured as it is authorised counts like any other capture', async () => {
  const collection = await payments.createPaymentCollections({ currency_code: 'eur', amount: 10 as never })
  const session = await payments.createPaymentSession(collection.id, { provider_id: 'pp_cheque' })
  await payments.recordAuthorization(session, { status: 'captured', data: {} })
  const [payment] = await payments.listPayments({ payment_session_id: session })
  const id = payment?.id as string
  expect(await payments.capturePayment(id)).toBeUndefined()
  await expect(payments.capturePayment(id, { amount: 1 })).rejects.toMatchObject({ type: 'invalid_data' })
  await payments.refundPayment(id)
  expect(await stateOf(id)).toMatchObject({
    status: 'completed',
    is_completed: true,
    sums: ['10', '10', '10'],
  })
})

test('a collection that nobody began to pay can be taken away, and one without money in it closed', async () => {
  const create = async () =>
    (await payments.createPaymentCollections({ currency_code: 'eur', amount: 10 as never })).id
  const [untouched, begun] = [await create(), await create()]
  const session = await payments.createPaymentSession(begun, { provider_id: 'pp_cheque' })
  await payments.removePaymentCollection(untouched)
  expect(await payments.listPaymentCollections({ id: untouched })).toEqual([])
  await expect(payments.removePaymentCollection(untouched)).rejects.toMatchObject({ type: 'not_found' })
  await expect(payments.removePaymentCollection(begun)).rejects.toMatchObject({ type: 'not_allowed' })
  const held = (await payments.retrievePayment(await authorized(10))).payment_collection_id
  await payments.cancelPaymentCollections([begun, held])
  const statusOf = async (id: string) => (await payments.retrievePaymentCollection(id)).status
  expect([await statusOf(begun), await statusOf(held)]).toEqual(['canceled', 'authorized'])
  expect((await payments.retrievePaymentSession(session)).status).toBe('canceled')
})

test('no provider is asked inside a transaction', async () => {
  const id = await captured(10)
  for (const call of [
    () => payments.capturePayment(id),
    () => payments.refundPayment(id),
    () => payments.cancelPayment(id),
    () => payments.finishOperations(),
  ]) {
    await expect(modules.transaction(call as () => Promise<unknown>)).rejects.toMatchObject({
      type: 'not_allowed',
    })
  }
})
