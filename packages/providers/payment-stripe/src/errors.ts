import { StoaError } from '@stoa/kernel'
import Stripe from 'stripe'

const { StripeAPIError, StripeCardError, StripeConnectionError, StripeInvalidRequestError } = Stripe.errors

/**
 * What a failed call means to us. Where Stripe refused the call, nothing happened: a StoaError in Stripe's words. Anything
 * else (silence, a time-out, a fault of theirs, too many calls, a key that is no longer valid, another body under an
 * idempotency key) says nothing of what became of the same call before, and stays unknown.
 *
 * Unknown errors are wrapped, since those of the SDK carry a status that an HTTP server would take for its own.
 */
export function refusedOrUnknown(error: unknown): Error {
  if (StoaError.is(error)) return error
  if (error instanceof StripeCardError) return refusal('payment_authorization_error', error)
  if (error instanceof StripeInvalidRequestError) return refusal('invalid_data', error)
  return unknown(error)
}

/** That nobody knows what became of a call. */
export function unknown(error: unknown): Error {
  const words = (error as Error | null)?.message ?? error
  return new Error(`Stripe did not say what became of a call: ${words}`, { cause: error })
}

function refusal(
  type: 'payment_authorization_error' | 'invalid_data',
  error: InstanceType<typeof Stripe.errors.StripeError>,
): StoaError {
  const code = error.decline_code ?? error.code
  return new StoaError(type, `Stripe refused: ${error.message}`, {
    cause: error,
    ...(code === undefined ? {} : { code }),
  })
}

/**
 * Whether looking at the payment may tell what became of the call: there was no answer; or something broke, which Stripe
 * answers again under the same key; or the payment is in a state in which the call makes no sense, perhaps by an earlier one
 * whose key Stripe has forgotten.
 */
export function isWorthLooking(error: unknown): boolean {
  if (error instanceof StripeAPIError || error instanceof StripeConnectionError) return true
  return error instanceof StripeInvalidRequestError && error.code === 'payment_intent_unexpected_state'
}
