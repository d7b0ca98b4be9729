import { StoaError } from '@stoa/kernel'
import type { AmountCall, ProviderData } from '@stoa/payment'
import type Stripe from 'stripe'
import { toMinorUnit } from './minor-unit.ts'
import type { StripeOptions } from './options.ts'

/**
 * What a payment intent is made from. Of what the client sends only `setup_future_usage`, `payment_method` and `return_url`
 * count: how much is taken, when and from whom is not the client's to say.
 *
 * @throws StoaError `invalid_data` for an amount Stripe cannot charge, and for client data that is not text
 */
export function newIntent(
  { amount, currency_code, data, context }: AmountCall & { context: ProviderData },
  options: StripeOptions,
): Stripe.PaymentIntentCreateParams {
  const usage = textOf(data, 'setup_future_usage') ?? options.setup_future_usage
  const payment_method = textOf(data, 'payment_method')
  const holder = context.account_holder as ProviderData | undefined
  return {
    amount: toMinorUnit(amount, currency_code),
    currency: currency_code,
    capture_method: options.capture ?? 'manual',
    metadata: { session_id: String(context.session_id) },
    ...(holder ? { customer: customerOf(holder) } : {}),
    ...(usage ? { setup_future_usage: usage as 'on_session' } : {}),
    ...(payment_method ? { payment_method } : {}),
    ...methodsOf(options, payment_method !== undefined && textOf(data, 'return_url') === undefined),
  }
}

/** A method chosen beforehand is confirmed by us; without somewhere to return to it must not lead the buyer away. */
function methodsOf(
  { allowed_payment_method_types }: StripeOptions,
  staysHere: boolean,
): Pick<Stripe.PaymentIntentCreateParams, 'allowed_payment_method_types' | 'automatic_payment_methods'> {
  if (allowed_payment_method_types) {
    return { allowed_payment_method_types: [...allowed_payment_method_types] }
  }
  return { automatic_payment_methods: { enabled: true, ...(staysHere ? { allow_redirects: 'never' } : {}) } }
}

/** The customer's id with Stripe, of what was given for or kept of an account holder. */
export function customerOf(holder: ProviderData): string {
  const { id } = { ...holder, ...(holder.data as ProviderData | undefined) }
  if (typeof id === 'string') return id
  throw new StoaError('invalid_data', 'The account holder has no id of a Stripe customer. Create it anew.')
}

/** @throws StoaError `invalid_data` where it is anything but text */
export function textOf(data: ProviderData, name: string): string | undefined {
  const value = data[name]
  if (value === undefined || value === null || value === '') return undefined
  if (typeof value === 'string') return value
  throw new StoaError('invalid_data', `data.${name} must be text; ${JSON.stringify(value)} is not.`)
}
