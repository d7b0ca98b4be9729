import { type BigNumber, createId, moduleService, StoaError } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { PaymentResult, ProviderData } from './payment-provider-strategy.ts'
import { PaymentProviders } from './payment-providers.ts'
import { RECORD_AUTHORIZATION, RECORD_CANCELLATION, REPLACE_SESSION } from './statements.ts'

/** A try to pay, to be begun. */
export interface NewPaymentSession {
  provider_id: string
  /** What the provider wants to know from the client. */
  data?: ProviderData
  /** What the provider wants to know from us, such as the customer. */
  context?: ProviderData
}

/** What is to be paid, tried, authorised, captured and refunded. */
export class PaymentService extends moduleService(entities) {
  /**
   * Begins a try to pay a collection in full. Earlier tries that led nowhere are taken away.
   *
   * @returns the session's id
   * @throws StoaError `not_found` for an unknown collection, `invalid_data` for an unknown provider, `not_allowed` inside
   *   a transaction, since a provider's answer can take long
   */
  async createPaymentSession(collectionId: string, session: NewPaymentSession): Promise<string> {
    this.#refuseTransaction()
    const { provider_id, data = {}, context = {} } = session
    const provider = this.container.resolve(PaymentProviders).get(provider_id)
    const collection = await this.retrievePaymentCollection(collectionId)
    const id = createId('payses')
    const begun = await provider.initiatePayment({
      amount: collection.amount as BigNumber,
      currency_code: collection.currency_code,
      data,
      context: { ...context, session_id: id },
      idempotency_key: id,
    })
    await this.database.transaction(async () => {
      // Two tries at once: the later one takes the place of the earlier, and one stays.
      await this.database.query('select 1 from stoa_payment.payment_collection where id = $1 for update', [
        collectionId,
      ])
      await this.database.query(REPLACE_SESSION, [
        id,
        collectionId,
        provider_id,
        collection.currency_code,
        (collection.amount as BigNumber).toFixed(),
        JSON.stringify(begun.data),
        JSON.stringify(context),
        begun.status ?? 'pending',
      ])
    })
    return id
  }

  /**
   * Asks the session's provider to authorise it. Nothing is written: see {@link recordAuthorization}.
   *
   * @param session its id, provider and data
   * @param idempotency_key the same for every repetition of one try
   */
  async authorizePayment(
    session: { id: string; provider_id: string; data: ProviderData },
    idempotency_key: string,
  ): Promise<PaymentResult> {
    this.#refuseTransaction()
    return this.container
      .resolve(PaymentProviders)
      .get(session.provider_id)
      .authorizePayment({ data: session.data, idempotency_key })
  }

  /**
   * Writes down that a session was authorised: its payment, and what the collection now holds. Doing it twice changes
   * nothing.
   *
   * @throws StoaError `payment_authorization_error` for a result that authorises nothing
   */
  async recordAuthorization(sessionId: string, result: PaymentResult): Promise<void> {
    if (result.status !== 'authorized' && result.status !== 'captured') {
      throw new StoaError(
        'payment_authorization_error',
        `Payment session ${sessionId} is ${result.status}, not authorized.`,
      )
    }
    await this.database.query(RECORD_AUTHORIZATION, [
      sessionId,
      result.status,
      JSON.stringify(result.data),
      createId('pay'),
      createId('capt'),
    ])
  }

  /** Lets go of an authorisation that no order came of, at the provider and here. */
  async cancelAuthorization(
    session: { id: string; provider_id: string; data: ProviderData },
    idempotency_key: string,
  ): Promise<void> {
    this.#refuseTransaction()
    await this.container
      .resolve(PaymentProviders)
      .get(session.provider_id)
      .cancelPayment({ data: session.data, idempotency_key })
    await this.database.query(RECORD_CANCELLATION, [session.id])
  }

  #refuseTransaction(): void {
    if (this.database.inTransaction) {
      throw new StoaError(
        'not_allowed',
        'A payment provider is never called inside a transaction. Call it before or after.',
      )
    }
  }
}
