import type { BigNumber } from '@stoa/kernel'

/** What a provider keeps about a payment, to be handed back to it. */
export type ProviderData = Record<string, unknown>

/** Common to all calls that change something: repeating one under the same key has no second effect. */
export interface PaymentCall {
  data: ProviderData
  /** Derived from our own ids, so that a call repeated after a crash is recognised. */
  idempotency_key: string
}

/** A call about some money. */
export interface AmountCall extends PaymentCall {
  /** In major units, whole in the currency's minor unit: 10.5 are 1050 cents. */
  amount: BigNumber
  /** ISO 4217, in lower case. */
  currency_code: string
}

/** What a provider says about a payment. */
export interface PaymentResult {
  /** `captured` where the provider takes the money by itself as soon as it is authorised. */
  status: 'authorized' | 'captured' | 'pending' | 'requires_more' | 'error' | 'canceled'
  data: ProviderData
  /** Why it is not paid, in words the buyer may read. */
  message?: string
}

/** A customer as a provider may want to know them. */
export interface ProviderCustomer {
  id: string
  email: string
  first_name?: string | null
  last_name?: string | null
  company_name?: string | null
  phone?: string | null
}

/** What a provider sent to us by itself. */
export interface ProviderWebhook {
  /** The body as it came: signatures are over these bytes. */
  raw_body: Buffer
  /** By name in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/** What a webhook says has happened. */
export type WebhookAction =
  | {
      action: 'authorized' | 'captured' | 'failed' | 'pending' | 'requires_more' | 'canceled'
      /** Of the payment session: `context.session_id` of `initiatePayment`, which the provider has to keep with the payment. */
      session_id: string
      /** In major units. For `captured`: all that was taken of the payment by now. */
      amount: BigNumber
      /** ISO 4217, in lower case. */
      currency_code: string
      /** What the provider keeps about the payment by now: enough to cancel or refund it, should no session be left. */
      data: ProviderData
    }
  /** Authentic, and nothing for us to do. */
  | { action: 'not_supported' }

/** A card or the like that a customer saved with a provider. */
export interface SavedPaymentMethod {
  /** With the provider. */
  id: string
  data: ProviderData
}

/**
 * One payment service. Sessions name it by its id.
 *
 * Its methods are never called inside a transaction, and may be called again under the same `idempotency_key`: the process
 * may have died before it heard the answer. What they throw decides what becomes of a capture, refund or cancellation:
 *
 * - a `StoaError` says that the provider refused and nothing happened. It is shown to whoever asked, and the amount is free
 *   again.
 * - any other error says that nobody knows, such as a time-out. The amount stays taken, and the call is made again later
 *   under its key until one of them answers.
 *
 * @example how it meets an API such as Stripe's
 * async capturePayment({ data, amount, currency_code, idempotency_key }) {
 *   const intent = await this.stripe.paymentIntents.capture(
 *     data.id, { amount_to_capture: toMinorUnit(amount, currency_code) }, { idempotencyKey: idempotency_key },
 *   ).catch(refusedOrUnknown)
 *   return { data: intent }
 * }
 */
export abstract class PaymentProviderStrategy {
  /** Starts with `pp_`, such as `pp_system_default`. */
  abstract readonly id: string

  /**
   * Begins a payment. The buyer's client may need what `data` then holds, such as a client secret.
   *
   * @param call.context `session_id`, to be kept with the payment so that webhooks can name it, and what is known of who
   *   pays: `customer` ({@link ProviderCustomer}), `account_holder` (what `createAccountHolder` gave), `email`
   */
  abstract initiatePayment(
    call: AmountCall & { context: ProviderData },
  ): Promise<{ data: ProviderData; status?: PaymentResult['status'] }>

  /** Asks for the money to be held, or, where the provider does not hold money, to be taken. */
  abstract authorizePayment(call: PaymentCall): Promise<PaymentResult>

  /** Takes money that is held: all of it, or a part. A provider that takes parts only once refuses the second. */
  abstract capturePayment(call: AmountCall): Promise<{ data: ProviderData }>

  /** Gives back money that was taken: all of it, or a part. */
  abstract refundPayment(call: AmountCall): Promise<{ data: ProviderData }>

  /** Lets go of money that is held. After a capture of a part `amount` is what was not taken; it may be free already. */
  abstract cancelPayment(
    call: PaymentCall & Partial<Pick<AmountCall, 'amount' | 'currency_code'>>,
  ): Promise<{ data: ProviderData }>

  /**
   * How a payment stands with the provider; asking changes nothing. For payments that become authorised while nobody is
   * there, such as by bank transfer.
   */
  getPaymentStatus?(call: { data: ProviderData }): Promise<PaymentResult>

  /**
   * Checks that a webhook is from the provider, comparing signatures in constant time, and says what it is about.
   *
   * @throws StoaError `unauthorized` for one that is not
   */
  getWebhookActionAndData?(webhook: ProviderWebhook): Promise<WebhookAction>

  /** Makes a customer known to the provider, so that they can save ways to pay. `id` is theirs with the provider. */
  createAccountHolder?(call: {
    customer: ProviderCustomer
    data: ProviderData
    idempotency_key: string
  }): Promise<{ id: string; data: ProviderData }>

  /** The ways to pay that a customer saved. */
  listPaymentMethods?(call: { account_holder: ProviderData }): Promise<SavedPaymentMethod[]>

  /** Saves a way to pay for a customer. */
  savePaymentMethod?(call: PaymentCall & { account_holder: ProviderData }): Promise<SavedPaymentMethod>
}
