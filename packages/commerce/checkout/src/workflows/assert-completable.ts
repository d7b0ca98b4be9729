import { type CartSnapshot, totalOf } from '@stoa/cart'
import { BigNumber, StoaError } from '@stoa/kernel'

/** A try to pay, as completing a cart needs it. */
export interface CartSession {
  id: string
  provider_id: string
  status: string
  /** Whether its payment is recorded: nothing is left to authorise. */
  is_paid: boolean
  /** A decimal in text. */
  amount: string
  currency_code: string
  data: Record<string, unknown>
  payment_collection_id: string
}

/**
 * Checks that a cart can become an order.
 *
 * @returns the session that pays for it; none where nothing is to be paid
 * @throws StoaError `invalid_data` saying what is missing
 */
export function assertCompletable(
  cart: CartSnapshot,
  sessions: readonly CartSession[],
): CartSession | undefined {
  if (cart.items.length === 0) {
    throw new StoaError('invalid_data', `Cart ${cart.id} is empty. Add an item before completing it.`)
  }
  if (cart.items.some(({ requires_shipping }) => requires_shipping) && cart.shipping_methods.length === 0) {
    throw new StoaError(
      'invalid_data',
      'No shipping method selected but the cart contains items that require shipping.',
    )
  }
  const total = totalOf(cart)
  if (total.isZero()) return undefined
  const session = sessions.find(({ status }) => status !== 'error' && status !== 'canceled')
  if (!session) {
    throw new StoaError(
      'invalid_data',
      `Payment sessions are required to complete cart ${cart.id}: create one first.`,
    )
  }
  if (!BigNumber(session.amount).eq(total)) {
    throw new StoaError(
      'invalid_data',
      `The payment session of cart ${cart.id} is for ${session.amount}, but the cart comes to ${total}. Create a new session.`,
    )
  }
  return session
}
