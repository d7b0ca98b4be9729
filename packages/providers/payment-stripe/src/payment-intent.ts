import type { PaymentResult, ProviderData } from '@stoa/payment'
import type Stripe from 'stripe'

/** How a payment intent stands, in our words. */
function statusOf({ status, last_payment_error }: Stripe.PaymentIntent): PaymentResult['status'] {
  switch (status) {
    case 'succeeded':
      return 'captured'
    case 'requires_capture':
      return 'authorized'
    case 'requires_action':
      return 'requires_more'
    case 'canceled':
      return 'canceled'
    // Before the buyer's first try, and again after each that failed.
    case 'requires_payment_method':
      return last_payment_error ? 'error' : 'pending'
    // requires_confirmation, processing, and what Stripe may add.
    default:
      return 'pending'
  }
}

const KEPT = [
  'id',
  'object',
  'status',
  'client_secret',
  'amount',
  'amount_capturable',
  'amount_received',
  'currency',
  'capture_method',
  'setup_future_usage',
  'payment_method',
  'payment_method_types',
  'customer',
  'latest_charge',
  'next_action',
  'canceled_at',
  'created',
  'livemode',
] as const satisfies (keyof Stripe.PaymentIntent)[]

/**
 * What is kept of a payment intent. Clients of the store see it, and need the client secret; billing details and risk
 * assessments stay with Stripe.
 *
 * @param before what was kept so far, of which the client's `return_url` stays
 */
export function dataOf(intent: Stripe.PaymentIntent, before: ProviderData = {}): ProviderData {
  const { last_payment_error: failure } = intent
  return {
    ...Object.fromEntries(KEPT.flatMap((name) => (intent[name] === undefined ? [] : [[name, intent[name]]]))),
    last_payment_error: failure && {
      type: failure.type,
      code: failure.code ?? null,
      decline_code: failure.decline_code ?? null,
      message: failure.message ?? null,
    },
    ...(before.return_url ? { return_url: before.return_url } : {}),
  }
}

export function resultOf(intent: Stripe.PaymentIntent, before?: ProviderData): PaymentResult {
  const status = statusOf(intent)
  const words = intent.last_payment_error?.message
  return { status, data: dataOf(intent, before), ...(status === 'error' && words ? { message: words } : {}) }
}
