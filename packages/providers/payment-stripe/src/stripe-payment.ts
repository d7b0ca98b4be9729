import { StoaError } from '@stoa/kernel'
import {
  type AmountCall,
  type PaymentCall,
  PaymentProviderStrategy,
  type PaymentResult,
  type ProviderCustomer,
  type ProviderData,
  type ProviderWebhook,
  type SavedPaymentMethod,
  type WebhookAction,
} from '@stoa/payment'
import Stripe from 'stripe'
import { createCustomer, listMethods, saveMethod } from './customers.ts'
import { isWorthLooking, refusedOrUnknown, unknown } from './errors.ts'
import { toMinorUnit } from './minor-unit.ts'
import { newIntent, textOf } from './new-intent.ts'
import type { StripeOptions } from './options.ts'
import { dataOf, resultOf } from './payment-intent.ts'
import { refund } from './refund.ts'
import { stripeOf } from './stripe.ts'
import { actionOf, eventOf } from './webhook.ts'

/**
 * Payment by Stripe: each session is a payment intent, which the buyer's client confirms with the `client_secret` in the
 * session's `data`.
 *
 * @example
 * const stripe = new StripePayment({ api_key: 'sk_…', webhook_secret: 'whsec_…' })
 * provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider(), stripe]))
 */
export class StripePayment extends PaymentProviderStrategy {
  readonly id: string
  readonly #options: StripeOptions
  readonly #stripe: Stripe

  /** @throws StoaError `invalid_data` without an API key, and for an `api_url` that is none */
  constructor(options: StripeOptions) {
    super()
    this.id = `pp_stripe_${options.suffix ?? 'stripe'}`
    this.#options = options
    this.#stripe = stripeOf(options)
  }

  async initiatePayment(call: AmountCall & { context: ProviderData }): Promise<{ data: ProviderData }> {
    const params = newIntent(call, this.#options)
    const { idempotency_key: idempotencyKey } = call
    const intent = await answered(this.#stripe.paymentIntents.create(params, { idempotencyKey }))
    return { data: dataOf(intent, call.data) }
  }

  /**
   * Most payments are confirmed by the buyer's client, and this finds out what came of it; one with a method that was chosen
   * beforehand is confirmed here. A decline is the result `error`: the buyer can try again on the same payment intent.
   */
  async authorizePayment({ data, idempotency_key }: PaymentCall): Promise<PaymentResult> {
    const intent = await this.#look(data)
    const isOpen = intent.status === 'requires_confirmation'
    return resultOf(isOpen ? await this.#confirm(intent.id, data, idempotency_key) : intent, data)
  }

  override async getPaymentStatus({ data }: { data: ProviderData }): Promise<PaymentResult> {
    return resultOf(await this.#look(data), data)
  }

  /** Stripe takes a part once, and lets go of the rest. What was taken without our asking, such as in the dashboard, counts. */
  async capturePayment(call: AmountCall): Promise<{ data: ProviderData }> {
    const { data, amount, currency_code, idempotency_key: idempotencyKey } = call
    const amount_to_capture = toMinorUnit(amount, currency_code)
    const params = { amount_to_capture, metadata: { capture_id: idempotencyKey } }
    const intent = await this.#settled(
      data,
      this.#stripe.paymentIntents.capture(idOf(data), params, { idempotencyKey }),
      ({ metadata, amount_received }) =>
        amount_received === amount_to_capture && (metadata.capture_id ?? idempotencyKey) === idempotencyKey,
    )
    return { data: dataOf(intent, data) }
  }

  async refundPayment(call: AmountCall): Promise<{ data: ProviderData }> {
    const { data, amount, currency_code, idempotency_key } = call
    const units = toMinorUnit(amount, currency_code)
    const { id, status } = await answered(refund(this.#stripe, idOf(data), units, idempotency_key))
    return { data: { ...data, latest_refund: { id, status, amount: units } } }
  }

  /** Money that was taken stays taken: after a capture nothing is held any more. */
  async cancelPayment({
    data,
    idempotency_key: idempotencyKey,
  }: PaymentCall): Promise<{ data: ProviderData }> {
    const intent = await this.#settled(
      data,
      this.#stripe.paymentIntents.cancel(idOf(data), {}, { idempotencyKey }),
      ({ status }) => status === 'canceled' || status === 'succeeded',
    )
    return { data: dataOf(intent, data) }
  }

  override async getWebhookActionAndData(webhook: ProviderWebhook): Promise<WebhookAction> {
    const { webhook_secret } = this.#options
    if (webhook_secret) return actionOf(eventOf(this.#stripe, webhook, webhook_secret))
    throw new StoaError(
      'not_allowed',
      `${this.id} has no webhook secret, so nobody can tell who sent a webhook. Configure webhook_secret.`,
    )
  }

  override async createAccountHolder(call: {
    customer: ProviderCustomer
    data: ProviderData
    idempotency_key: string
  }): Promise<{ id: string; data: ProviderData }> {
    const {
      id,
      object,
      email = null,
      name = null,
    } = await answered(createCustomer(this.#stripe, call.customer, call.idempotency_key))
    return { id, data: { id, object, email, name } }
  }

  override async listPaymentMethods(call: { account_holder: ProviderData }): Promise<SavedPaymentMethod[]> {
    return answered(listMethods(this.#stripe, call.account_holder))
  }

  override async savePaymentMethod(
    call: PaymentCall & { account_holder: ProviderData },
  ): Promise<SavedPaymentMethod> {
    return answered(saveMethod(this.#stripe, call))
  }

  #look(data: ProviderData): Promise<Stripe.PaymentIntent> {
    return answered(this.#stripe.paymentIntents.retrieve(idOf(data)))
  }

  async #confirm(id: string, data: ProviderData, idempotencyKey: string): Promise<Stripe.PaymentIntent> {
    const return_url = textOf(data, 'return_url')
    const params = return_url ? { return_url } : { use_stripe_sdk: true }
    const confirming = this.#stripe.paymentIntents
      .confirm(id, params, { idempotencyKey })
      .catch((error: unknown) => {
        const isDecline = error instanceof Stripe.errors.StripeCardError && error.payment_intent
        if (isDecline) return isDecline as Stripe.PaymentIntent
        throw error
      })
    return this.#settled(data, confirming, ({ status }) => status !== 'requires_confirmation')
  }

  /** What a call answers; or, where that does not tell, the payment itself if it shows that the call has done its work. */
  async #settled(
    data: ProviderData,
    call: Promise<Stripe.PaymentIntent>,
    isDone: (intent: Stripe.PaymentIntent) => boolean,
  ): Promise<Stripe.PaymentIntent> {
    try {
      return await call
    } catch (error) {
      if (isWorthLooking(error)) {
        const looking = this.#stripe.paymentIntents.retrieve(idOf(data), {}, { maxNetworkRetries: 0 })
        // That it cannot be looked at does not say that nothing happened, whatever the reason.
        const intent = await looking.catch((failure: unknown) => {
          throw unknown(failure)
        })
        if (isDone(intent)) return intent
      }
      throw refusedOrUnknown(error)
    }
  }
}

const answered = <Answer>(call: Promise<Answer>): Promise<Answer> =>
  call.catch((error: unknown) => {
    throw refusedOrUnknown(error)
  })

function idOf(data: ProviderData): string {
  const id = textOf(data, 'id')
  if (id) return id
  throw new StoaError(
    'invalid_data',
    'The payment has no id of a Stripe payment intent. Begin a new session.',
  )
}
