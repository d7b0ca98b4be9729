import type { CartSnapshot } from '@stoa/cart'
import { StoaError } from '@stoa/kernel'
import type { Filters } from '@stoa/query'
import type { FastifyRequest } from 'fastify'
import type { Surroundings } from './surroundings.ts'

/** On all routes of carts: a customer may be known, but need not. */
export const maybeCustomer = {
  actor: 'customer',
  by: ['session', 'bearer'] as ('session' | 'bearer')[],
  optional: true,
}

/**
 * A guest's cart opens to whoever knows its id; the cart of somebody with an account to that customer alone.
 */
export const mayRead = (request: FastifyRequest): Filters => ({
  $or: [
    { customer_id: null },
    { customer: { has_account: false } },
    { customer_id: request.asker.actor?.id ?? [] },
  ],
})

/**
 * The same for writing, under the cart's lock; and a completed cart is closed for all.
 *
 * @throws StoaError `not_found` for somebody else's, `not_allowed` for a completed cart
 */
export function assertMayChange(
  request: FastifyRequest,
  cart: CartSnapshot,
  { has_account }: Pick<Surroundings, 'has_account'>,
): void {
  if (has_account && cart.customer_id !== request.asker.actor?.id) {
    throw new StoaError('not_found', `Cart with id: ${cart.id} was not found`)
  }
  if (cart.completed_at) {
    throw new StoaError(
      'not_allowed',
      `Cart ${cart.id} is already completed. Create a new cart for further items.`,
    )
  }
}
