import type { PaymentCall, ProviderCustomer, ProviderData, SavedPaymentMethod } from '@stoa/payment'
import Stripe from 'stripe'
import { customerOf, textOf } from './new-intent.ts'

/**
 * Makes a customer known to Stripe, once: our id is kept with them there. The search finds them from about a minute later on;
 * until then the key does, for the same body.
 */
export async function createCustomer(
  stripe: Stripe,
  customer: ProviderCustomer,
  idempotencyKey: string,
): Promise<Stripe.Customer> {
  const known = await find(stripe, customer.id)
  if (known) return known
  const person = [customer.first_name, customer.last_name].filter(Boolean).join(' ')
  const name = person || customer.company_name
  return stripe.customers.create(
    {
      email: customer.email,
      ...(name ? { name } : {}),
      ...(customer.phone ? { phone: customer.phone } : {}),
      metadata: { customer_id: customer.id },
    },
    { idempotencyKey },
  )
}

async function find(stripe: Stripe, id: string): Promise<Stripe.Customer | undefined> {
  const query = `metadata['customer_id']:'${id.replace(/[\\']/g, '\\$&')}'`
  try {
    return (await stripe.customers.search({ query, limit: 1 })).data[0]
  } catch (error) {
    // Not every country has the search.
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return undefined
    throw error
  }
}

export async function listMethods(stripe: Stripe, holder: ProviderData): Promise<SavedPaymentMethod[]> {
  const { data } = await stripe.customers.listPaymentMethods(customerOf(holder), { limit: 100 })
  return data.map((method) => ({ id: method.id, data: { ...method } }))
}

/**
 * Saves a way to pay through a setup intent: at once with the `payment_method` that Stripe's form gave, or, without one, as
 * soon as the client confirms it with the `client_secret` that is returned.
 *
 * @returns under the method's id once it is saved, before that under the setup intent's
 */
export async function saveMethod(
  stripe: Stripe,
  call: PaymentCall & { account_holder: ProviderData },
): Promise<SavedPaymentMethod> {
  const { data, account_holder, idempotency_key: idempotencyKey } = call
  const payment_method = textOf(data, 'payment_method')
  const return_url = textOf(data, 'return_url')
  const intent = await stripe.setupIntents.create(
    {
      customer: customerOf(account_holder),
      usage: (textOf(data, 'usage') ?? 'off_session') as 'off_session',
      automatic_payment_methods: {
        enabled: true,
        ...(payment_method && !return_url ? { allow_redirects: 'never' as const } : {}),
      },
      ...(payment_method
        ? { payment_method, confirm: true, ...(return_url ? { return_url } : { use_stripe_sdk: true }) }
        : {}),
    },
    { idempotencyKey },
  )
  const { id, object, status, client_secret, next_action, usage } = intent
  const saved = typeof intent.payment_method === 'string' ? intent.payment_method : null
  return {
    id: status === 'succeeded' && saved ? saved : id,
    data: { id, object, status, client_secret, next_action, usage, payment_method: saved },
  }
}
