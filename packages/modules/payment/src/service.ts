import { BigNumber, createId, moduleService, type Row, StoaError } from '@stoa/kernel'
import type { AccountHolder } from './entities/account-holder.ts'
import { entities } from './entities/index.ts'
import { type Movement, type OnMovement, Operations, type WantedOperation } from './operations.ts'
import type {
  PaymentResult,
  ProviderCustomer,
  ProviderData,
  ProviderWebhook,
  SavedPaymentMethod,
  WebhookAction,
} from './payment-provider-strategy.ts'
import { offered, PaymentProviders } from './payment-providers.ts'
import {
  CANCEL_COLLECTIONS,
  CHANGE_AMOUNT,
  END_SESSION,
  KEEP_ACCOUNT_HOLDER,
  RECORD_AUTHORIZATION,
  RECORD_CANCELLATION,
  RECORD_STATUS,
  REMOVE_COLLECTION,
  REPLACE_SESSION,
} from './statements.ts'

/** A try to pay, to be begun. */
export interface NewPaymentSession {
  provider_id: string
  /** What the provider wants to know from the client. */
  data?: ProviderData
  /** What the provider wants to know from us, such as the customer. */
  context?: ProviderData
}

/** A try to pay, as far as its provider needs to know it. */
export interface AbandonedSession {
  id: string
  provider_id: string
  data: ProviderData
  /** In major units. */
  amount: BigNumber.Value
  /** ISO 4217, in lower case. */
  currency_code: string
}

/** What is to be paid, tried, authorised, captured and refunded. */
export class PaymentService extends moduleService(entities) {
  readonly #operations = new Operations(this.database, () => this.container.resolve(PaymentProviders))

  /**
   * Begins a try to pay a collection in full. Earlier tries that led nowhere are taken away.
   *
   * @returns the session's id
   * @throws StoaError `not_found` for an unknown collection, `invalid_data` for an unknown provider, `conflict` where the
   *   provider did not answer, `not_allowed` inside a transaction, since a provider's answer can take long
   */
  async createPaymentSession(collectionId: string, session: NewPaymentSession): Promise<string> {
    this.#refuseTransaction()
    const { provider_id, data = {}, context = {} } = session
    const provider = this.container.resolve(PaymentProviders).get(provider_id)
    const collection = await this.retrievePaymentCollection(collectionId)
    const id = createId('payses')
    const begun = await answered(
      provider.initiatePayment({
        amount: collection.amount as BigNumber,
        currency_code: collection.currency_code,
        data,
        context: { ...context, session_id: id },
        idempotency_key: id,
      }),
      `${provider_id} did not answer, so no payment was begun. Try again in a moment.`,
    )
    await this.database.transaction(async () => {
      // Two tries at once: the later one takes the place of the earlier, and one stays.
      const [locked] = await this.database.query(
        'select 1 from stoa_payment.payment_collection where id = $1 and deleted_at is null for update',
        [collectionId],
      )
      if (!locked) {
        throw new StoaError('not_found', `PaymentCollection with id: ${collectionId} was not found`)
      }
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
   * @throws StoaError `conflict` where the provider did not answer; what it throws where it refused
   */
  async authorizePayment(
    session: { id: string; provider_id: string; data: ProviderData },
    idempotency_key: string,
  ): Promise<PaymentResult> {
    this.#refuseTransaction()
    const { provider_id, data } = session
    return answered(
      this.container.resolve(PaymentProviders).get(provider_id).authorizePayment({ data, idempotency_key }),
      `${provider_id} did not say whether payment session ${session.id} is authorized. Try again in a moment.`,
    )
  }

  /**
   * Writes down that a session was authorised: its payment, and what the collection now holds. Doing it twice changes
   * nothing.
   *
   * @throws StoaError `payment_authorization_error` for a result that authorises nothing; `conflict` for a session that is
   *   gone, such as one that was replaced by another meanwhile: what is held for it has to be let go of
   */
  async recordAuthorization(sessionId: string, result: PaymentResult): Promise<void> {
    if (result.status !== 'authorized' && result.status !== 'captured') {
      throw new StoaError(
        'payment_authorization_error',
        `Payment session ${sessionId} is ${result.status}, not authorized.`,
      )
    }
    if (await this.#recordAuthorization(sessionId, result)) return
    throw new StoaError(
      'conflict',
      `Payment session ${sessionId} was replaced by another while it was authorized. Go on with that one.`,
    )
  }

  /** @returns whether its payment is recorded now */
  async #recordAuthorization(sessionId: string, { status, data }: PaymentResult): Promise<boolean> {
    const values = [sessionId, status, JSON.stringify(data), createId('pay'), createId('capt')]
    if ((await this.database.query(RECORD_AUTHORIZATION, values)).length > 0) return true
    const before = await this.database.query(
      'select from stoa_payment.payment where payment_session_id = $1',
      [sessionId],
    )
    return before.length > 0
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

  /**
   * Gives up a try to pay that no order came of: what is held is let go of, what was taken is given back. Also for a try
   * that is not known any more, such as one that was replaced before the buyer paid it. Doing it twice changes nothing.
   *
   * @param status how the try stands; leave it out where nobody knows, and the provider is asked
   * @param idempotency_key the same for every repetition
   */
  async giveUpSession(
    session: AbandonedSession,
    status: PaymentResult['status'] | undefined,
    idempotency_key: string,
  ): Promise<void> {
    this.#refuseTransaction()
    const provider = this.container.resolve(PaymentProviders).get(session.provider_id)
    const known =
      status ?? (await provider.getPaymentStatus?.({ data: session.data }))?.status ?? 'authorized'
    if (known === 'authorized') return this.cancelAuthorization(session, idempotency_key)
    if (known !== 'captured') return
    await this.#recordAuthorization(session.id, { status: known, data: session.data })
    const [payment] = await this.database.query<{ id: string; is_left: boolean }>(
      `select id, captured_amount > refunded_amount as is_left from stoa_payment.payment where payment_session_id = $1`,
      [session.id],
    )
    if (payment?.is_left) await this.refundPayment(payment.id)
    if (payment) {
      await this.database.query(END_SESSION, [session.id])
      return
    }
    const { data, currency_code } = session
    await provider.refundPayment({ data, amount: BigNumber(session.amount), currency_code, idempotency_key })
  }

  /**
   * Takes money that is held. What is wanted is written down and counted before the provider is called, so that calls at
   * once never take more than was authorised; where the provider refuses it is free again. If the provider does not answer,
   * or this process dies, the capture is finished later by {@link finishOperations}, or at once by asking for the same again.
   *
   * @param wanted.amount in major units, whole in the currency's minor unit. Default: all that is left
   * @param wanted.up_to in place of an amount, what was taken by now in all: calls at once that say the same capture it once
   * @param onMovement what belongs to the capture elsewhere, such as in an order; it runs in the transaction that records it
   * @returns the capture; nothing where all was captured before and no amount is asked for, or another process recorded it
   *   first
   * @throws StoaError `not_found`; `invalid_data` for more than is left and for a cancelled payment; `conflict` where the
   *   provider did not answer, or other calls hold all that is left; what the provider throws; `not_allowed` inside a
   *   transaction
   */
  async capturePayment(
    paymentId: string,
    wanted: Pick<WantedOperation, 'amount' | 'up_to' | 'created_by'> = {},
    onMovement?: OnMovement,
  ): Promise<Movement | undefined> {
    this.#refuseTransaction()
    return this.#operations.run('capture', paymentId, wanted, onMovement)
  }

  /**
   * Gives back money that was taken. See {@link capturePayment}, for the errors too.
   *
   * @param wanted.amount default: all that was taken and not given back
   */
  async refundPayment(
    paymentId: string,
    wanted: WantedOperation = {},
    onMovement?: OnMovement,
  ): Promise<Movement | undefined> {
    this.#refuseTransaction()
    if (wanted.refund_reason_id) await this.retrieveRefundReason(wanted.refund_reason_id)
    return this.#operations.run('refund', paymentId, wanted, onMovement)
  }

  /**
   * Lets go of all money that is held and was not taken. Nothing can be captured afterwards. See {@link capturePayment},
   * for the errors too.
   */
  async cancelPayment(
    paymentId: string,
    wanted: Pick<WantedOperation, 'created_by'> = {},
    onMovement?: OnMovement,
  ): Promise<Movement | undefined> {
    this.#refuseTransaction()
    return this.#operations.run('cancel', paymentId, wanted, onMovement)
  }

  /**
   * Takes away what nobody began to pay.
   *
   * @throws StoaError `not_found`, `not_allowed` for a collection that is anything but `not_paid`
   */
  async removePaymentCollection(id: string): Promise<void> {
    const [row] = await this.database.query<{ status: string; removed: boolean }>(REMOVE_COLLECTION, [id])
    if (!row) throw new StoaError('not_found', `PaymentCollection with id: ${id} was not found`)
    if (!row.removed) {
      throw new StoaError(
        'not_allowed',
        `Payment collection ${id} is ${row.status}: only one that is not_paid can be deleted.`,
      )
    }
  }

  /**
   * Sets what is to be paid with a collection that still waits for it. The tries to pay another amount end: one has to be begun
   * anew. A collection with money in it stays as it is.
   *
   * @param amount in major units
   */
  async changeCollectionAmount(id: string, amount: BigNumber): Promise<void> {
    await this.database.query(CHANGE_AMOUNT, [id, amount.toFixed()], { name: 'payment_change_amount' })
  }

  /** Closes collections of which nothing is held and nothing was taken, with the tries to pay them. */
  async cancelPaymentCollections(ids: readonly string[]): Promise<void> {
    await this.database.query(CANCEL_COLLECTIONS, [ids])
  }

  /**
   * Goes on with captures, refunds and cancellations whose process died or whose provider did not answer: each is asked for
   * again under the key it had, so that the provider does it once. Run it now and then, on any number of hosts.
   *
   * @param options.lease seconds after which a process that said nothing counts as dead. Default: 300
   * @param options.limit how many at most. Default: 50
   * @param onMovement as for {@link capturePayment}
   * @returns what was taken, given back and let go of
   */
  async finishOperations(
    { lease = 300, limit = 50 }: { lease?: number; limit?: number } = {},
    onMovement?: OnMovement,
  ): Promise<Movement[]> {
    this.#refuseTransaction()
    return this.#operations.takeUp(lease, limit, onMovement)
  }

  /**
   * Asks the provider how a try to pay stands, and writes it down: for payments that are authorised while nobody waits.
   *
   * @returns how it stands
   * @throws StoaError `not_found`, `not_allowed` inside a transaction and where the provider cannot be asked
   */
  async refreshPaymentSession(sessionId: string): Promise<PaymentResult['status']> {
    this.#refuseTransaction()
    const session = await this.retrievePaymentSession(sessionId)
    const provider = this.container.resolve(PaymentProviders).get(session.provider_id)
    const result = await offered(provider, 'getPaymentStatus')({ data: session.data })
    if (result.status === 'authorized' || result.status === 'captured') {
      await this.recordAuthorization(sessionId, result)
    } else {
      await this.database.query(RECORD_STATUS, [sessionId, result.status, JSON.stringify(result.data)])
    }
    return result.status
  }

  /**
   * Checks a webhook with the provider it says it is from.
   *
   * @throws StoaError `unauthorized` for one that is not, `not_allowed` where the provider sends none
   */
  async getWebhookActionAndData(providerId: string, webhook: ProviderWebhook): Promise<WebhookAction> {
    const provider = this.container.resolve(PaymentProviders).get(providerId)
    return offered(provider, 'getWebhookActionAndData')(webhook)
  }

  /**
   * Makes a customer known to a provider, so that they can save ways to pay. One who is known already stays the same.
   *
   * @param data what the provider wants to know beside the customer
   * @throws StoaError `not_allowed` where the provider knows no customers, and inside a transaction
   */
  async createAccountHolder(
    providerId: string,
    customer: ProviderCustomer,
    data: ProviderData = {},
  ): Promise<Row<AccountHolder>> {
    this.#refuseTransaction()
    const provider = this.container.resolve(PaymentProviders).get(providerId)
    const call = { customer, data, idempotency_key: `${providerId}/${customer.id}` }
    const holder = await offered(provider, 'createAccountHolder')(call)
    const [row] = await this.database.query<{ id: string }>(KEEP_ACCOUNT_HOLDER, [
      createId('acchld'),
      providerId,
      holder.id,
      customer.email,
      JSON.stringify(holder.data),
    ])
    return this.retrieveAccountHolder((row as { id: string }).id)
  }

  /** The ways to pay that a customer saved with a provider. */
  async listPaymentMethods(accountHolderId: string): Promise<SavedPaymentMethod[]> {
    this.#refuseTransaction()
    const holder = await this.retrieveAccountHolder(accountHolderId)
    const provider = this.container.resolve(PaymentProviders).get(holder.provider_id)
    return offered(provider, 'listPaymentMethods')({ account_holder: holder.data })
  }

  /**
   * Saves a way to pay for a customer.
   *
   * @param data what the provider needs, such as the token that its form in the browser gave
   * @param idempotency_key the same for every repetition
   */
  async savePaymentMethod(
    accountHolderId: string,
    data: ProviderData,
    idempotency_key: string,
  ): Promise<SavedPaymentMethod> {
    this.#refuseTransaction()
    const holder = await this.retrieveAccountHolder(accountHolderId)
    const provider = this.container.resolve(PaymentProviders).get(holder.provider_id)
    return offered(provider, 'savePaymentMethod')({ account_holder: holder.data, data, idempotency_key })
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

/** What a provider answers. That it does not is nothing a client could be blamed for, nor a fault of ours. */
const answered = <Answer>(call: Promise<Answer>, silence: string): Promise<Answer> =>
  call.catch((cause: unknown) => {
    throw StoaError.is(cause) ? cause : new StoaError('conflict', silence, { cause })
  })
