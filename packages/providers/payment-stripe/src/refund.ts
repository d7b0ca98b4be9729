import { StoaError } from '@stoa/kernel'
import type Stripe from 'stripe'
import { isWorthLooking } from './errors.ts'

/**
 * Gives money back once for each key. Stripe forgets keys after a day and would then take a repetition for another refund of
 * a part; so the key is kept with the refund too, and looked for first.
 *
 * @param amount in Stripe's units
 * @throws StoaError `not_allowed` for a refund that failed
 */
export async function refund(
  stripe: Stripe,
  payment_intent: string,
  amount: number,
  idempotencyKey: string,
): Promise<Stripe.Refund> {
  const made =
    (await find(stripe, payment_intent, idempotencyKey)) ??
    (await stripe.refunds
      .create({ payment_intent, amount, metadata: { refund_id: idempotencyKey } }, { idempotencyKey })
      .catch(async (error: unknown) => {
        // The money may be on its way all the same; if not even that can be found out, the first error counts.
        const found = isWorthLooking(error)
          ? await find(stripe, payment_intent, idempotencyKey).catch(() => undefined)
          : undefined
        if (found) return found
        throw error
      }))
  if (made.status !== 'failed' && made.status !== 'canceled') return made
  throw new StoaError(
    'not_allowed',
    `Stripe could not give the money back: refund ${made.id} is ${made.status}${made.failure_reason ? ` (${made.failure_reason})` : ''}.`,
    { code: made.failure_reason ?? made.status },
  )
}

async function find(stripe: Stripe, payment_intent: string, key: string): Promise<Stripe.Refund | undefined> {
  for await (const made of stripe.refunds.list({ payment_intent, limit: 100 })) {
    if (made.metadata?.refund_id === key) return made
  }
  return undefined
}
