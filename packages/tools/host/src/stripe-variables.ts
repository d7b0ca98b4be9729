import type { StripeOptions } from '@stoa/payment-stripe'
import type { Variables } from './environment.ts'

/** The Stripe account that the environment names; undefined where it names none. */
export function stripeOptions({
  STRIPE_API_KEY,
  STRIPE_WEBHOOK_SECRET,
  STRIPE_CAPTURE,
}: Variables): StripeOptions | undefined {
  if (!STRIPE_API_KEY) return undefined
  return {
    api_key: STRIPE_API_KEY,
    ...(STRIPE_WEBHOOK_SECRET ? { webhook_secret: STRIPE_WEBHOOK_SECRET } : {}),
    ...(STRIPE_CAPTURE ? { capture: STRIPE_CAPTURE as 'manual' | 'automatic' } : {}),
  }
}

/** What is wrong with the variables about Stripe, a sentence each. Keys are not repeated: messages end up in logs. */
export function malformedStripe({
  STRIPE_API_KEY,
  STRIPE_WEBHOOK_SECRET,
  STRIPE_CAPTURE,
}: Variables): string[] {
  const found: string[] = []
  if (STRIPE_API_KEY?.startsWith('pk_')) {
    found.push('STRIPE_API_KEY must be the secret key, sk_… or rk_…; this is the publishable one.')
  }
  if (STRIPE_WEBHOOK_SECRET && !STRIPE_API_KEY) {
    found.push('STRIPE_WEBHOOK_SECRET needs STRIPE_API_KEY beside it.')
  }
  if (STRIPE_CAPTURE && !['manual', 'automatic'].includes(STRIPE_CAPTURE)) {
    found.push(`STRIPE_CAPTURE must be manual or automatic; ${STRIPE_CAPTURE} is not.`)
  }
  return found
}
