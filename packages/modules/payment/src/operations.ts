import { BigNumber, createId, type Database, StoaError } from '@stoa/kernel'
import { isCurrencyCode, roundToCurrency } from '@stoa/money'
import { BEGIN, LEAVE, type OperationKind, REFUSE, SETTLE, TAKE_UP } from './operation-statements.ts'
import type { PaymentProviderStrategy, ProviderData } from './payment-provider-strategy.ts'
import type { PaymentProviders } from './payment-providers.ts'

/** What is asked of a provider. */
export interface WantedOperation {
  /** In major units. Default: all that is left. */
  amount?: BigNumber.Value | undefined
  /** In place of an amount: what is missing up to this sum, in major units. Where nothing is, nothing happens. */
  up_to?: BigNumber.Value | undefined
  /** The id of whoever asks. */
  created_by?: string | null | undefined
  note?: string | null | undefined
  refund_reason_id?: string | null | undefined
}

/** Money that was taken, given back or let go of. */
export interface Movement {
  kind: OperationKind
  /** Of the capture or refund. */
  id: string
  payment_id: string
  payment_collection_id: string
  currency_code: string
  /** A decimal in text. */
  amount: string
}

/** What belongs to a movement elsewhere, such as in an order: it runs in the transaction that records it. */
export type OnMovement = (movement: Movement) => Promise<unknown>

interface Begun {
  provider_id: string
  data: ProviderData | null
  currency_code: string
  is_canceled: boolean
  is_captured: boolean
  is_captured_whole: boolean
  is_busy: boolean
  is_wanted: boolean
  rest: string
  is_resumed: boolean
  operation_id: string | null
  operation_amount: string | null
}

/** An operation that is written down, and what its provider needs to know. */
interface Operation {
  id: string
  kind: OperationKind
  amount: string
  provider_id: string
  data: ProviderData | null
  currency_code: string
  /** It was asked for before, so nobody can say that nothing happened. */
  is_resumed: boolean
}

const PREFIX: Record<OperationKind, string> = { capture: 'capt', refund: 'ref', cancel: 'paycancel' }

/**
 * Asks providers to take, give back and let go of money, each time in three strokes: what is wanted is written down and
 * counted, the provider is called, and what came of it is recorded.
 */
export class Operations {
  readonly #database: Database
  readonly #providers: () => PaymentProviders

  constructor(database: Database, providers: () => PaymentProviders) {
    this.#database = database
    this.#providers = providers
  }

  /** @returns what moved; nothing where somebody else recorded it first */
  async run(
    kind: OperationKind,
    paymentId: string,
    wanted: WantedOperation,
    onMovement: OnMovement | undefined,
  ): Promise<Movement | undefined> {
    const operation = await this.#begin(kind, paymentId, wanted)
    if (!operation) return undefined
    const movement = await this.#finish(operation, onMovement)
    // One that was left before came first; who wants all that is left wants the rest too. A cancellation is of all.
    const isMore =
      kind !== 'cancel' && operation.is_resumed && wanted.amount === undefined && operation.rest !== '0'
    return isMore ? this.run(kind, paymentId, wanted, onMovement) : movement
  }

  /**
   * Goes on with operations whose process died, or whose provider did not answer.
   *
   * @param lease seconds after which a process counts as dead
   * @returns what moved
   */
  async takeUp(lease: number, limit: number, onMovement: OnMovement | undefined): Promise<Movement[]> {
    const moved: Movement[] = []
    const failures: unknown[] = []
    for (const operation of await this.#database.query<Operation>(TAKE_UP, [lease, limit])) {
      // What goes wrong with one keeps none of the others. Refusals and silence are written down with the operation.
      const movement = await this.#finish(operation, onMovement).catch((error: unknown) => {
        if (!StoaError.is(error)) failures.push(error)
        return undefined
      })
      if (movement) moved.push(movement)
    }
    if (failures.length > 0) throw failures[0]
    return moved
  }

  /** @returns nothing where everything was captured already, and no more than that is asked for */
  async #begin(
    kind: OperationKind,
    paymentId: string,
    wanted: WantedOperation,
  ): Promise<(Operation & Pick<Begun, 'rest'>) | undefined> {
    const amount = wanted.amount === undefined ? null : BigNumber(wanted.amount)
    const upTo = wanted.up_to === undefined ? null : BigNumber(wanted.up_to)
    const named = amount ?? upTo
    const [row] = await this.#database.query<Begun>(BEGIN[kind], [
      createId(PREFIX[kind]),
      paymentId,
      amount?.toFixed() ?? null,
      wanted.created_by ?? null,
      wanted.note ?? null,
      wanted.refund_reason_id ?? null,
      named === null || (await this.#isWhole(named, paymentId)),
      upTo?.toFixed() ?? null,
    ])
    if (!row) throw new StoaError('not_found', `Payment with id: ${paymentId} was not found`)
    const { operation_id: id, operation_amount, ...payment } = row
    if (id === null || operation_amount === null) {
      if (kind === 'capture' && amount === null && row.is_captured_whole) return undefined
      if (upTo !== null && !row.is_wanted) return undefined
      throw impossible(kind, paymentId, amount, row)
    }
    return { ...payment, id, kind, amount: operation_amount }
  }

  /** Only an amount that is all there is may be finer than the currency's minor unit. */
  async #isWhole(amount: BigNumber, paymentId: string): Promise<boolean> {
    if (amount.isInteger()) return true
    const [payment] = await this.#database.query<{ currency_code: string }>(
      'select currency_code from stoa_payment.payment where id = $1',
      [paymentId],
    )
    return payment !== undefined && isWhole(amount, payment.currency_code)
  }

  async #finish(operation: Operation, onMovement: OnMovement | undefined): Promise<Movement | undefined> {
    const { id, kind } = operation
    const data = await this.#call(operation)
    return this.#database.transaction(async () => {
      const [settled] = await this.#database.query<Omit<Movement, 'kind' | 'id'>>(SETTLE[kind], [
        id,
        data === undefined ? null : JSON.stringify(data),
      ])
      if (!settled) return undefined
      const movement = { kind, id, ...settled }
      await onMovement?.(movement)
      return movement
    })
  }

  async #call(operation: Operation): Promise<ProviderData | undefined> {
    const { id, provider_id, currency_code } = operation
    const note = (error: unknown, statement: string) =>
      this.#database.query(statement, [id, String((error as Error | null)?.message ?? error).slice(0, 2000)])
    let provider: PaymentProviderStrategy
    try {
      provider = this.#providers().get(provider_id)
    } catch (error) {
      await note(error, operation.is_resumed ? LEAVE : REFUSE)
      throw error
    }
    try {
      const answer = await callOf[operation.kind](provider, {
        data: operation.data ?? {},
        amount: BigNumber(operation.amount),
        currency_code,
        idempotency_key: id,
      })
      return answer.data
    } catch (error) {
      await note(error, StoaError.is(error) ? REFUSE : LEAVE)
      if (StoaError.is(error)) throw error
      throw new StoaError(
        'conflict',
        `${provider_id} did not say what became of ${operation.kind} ${id}. It is asked again, with the same key, until it says; asking for the same yourself does so at once.`,
        { cause: error },
      )
    }
  }
}

const callOf = {
  capture: (provider, call) => provider.capturePayment(call),
  refund: (provider, call) => provider.refundPayment(call),
  cancel: (provider, call) => provider.cancelPayment(call),
} satisfies Record<
  OperationKind,
  (
    provider: PaymentProviderStrategy,
    call: Parameters<PaymentProviderStrategy['capturePayment']>[0],
  ) => Promise<{ data: ProviderData }>
>

const isWhole = (amount: BigNumber, code: string) =>
  isCurrencyCode(code) && roundToCurrency(amount, code).eq(amount)

const VERBS: Record<OperationKind, string> = { capture: 'captured', refund: 'refunded', cancel: 'canceled' }

function impossible(
  kind: OperationKind,
  paymentId: string,
  amount: BigNumber | null,
  { currency_code, is_canceled, is_captured, is_busy, rest }: Begun,
): StoaError {
  const invalid = (message: string) => new StoaError('invalid_data', message)
  if (kind !== 'refund' && is_canceled) return invalid(`Payment ${paymentId} has been canceled.`)
  if (amount && !amount.gt(0)) return invalid(`An amount above 0 can be ${VERBS[kind]}; ${amount} is not.`)
  if (amount?.lte(rest) && !amount.isInteger() && !isWhole(amount, currency_code)) {
    return invalid(`Amounts in ${currency_code} are whole in its minor unit; ${amount} is not.`)
  }
  if (is_busy && (kind === 'cancel' || amount === null)) {
    return new StoaError(
      'conflict',
      `Another call is under way for payment ${paymentId}. Wait for it, then look at the payment again.`,
    )
  }
  if (kind === 'refund' && !is_captured) {
    return invalid(`Nothing of payment ${paymentId} was captured, so nothing can be refunded.`)
  }
  const left = `there is ${rest} ${currency_code} left of payment ${paymentId}`
  return invalid(
    amount
      ? `${amount} ${currency_code} cannot be ${VERBS[kind]}: ${left}.`
      : `Nothing can be ${VERBS[kind]}: ${left}.`,
  )
}
