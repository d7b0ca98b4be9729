import type { HandlerContext, StoaEvent } from '@stoa/events'
import { OrderService } from '@stoa/order'
import { LoyaltyService } from '../modules/loyalty/index.ts'

export const config = { event: 'order.placed' }

/** Ten points an order. It runs in a transaction with the note that it has run: an order never counts twice. */
export default async function addPoints(
  event: StoaEvent<{ id: string }>,
  { container }: HandlerContext,
): Promise<void> {
  const order = await container.resolve(OrderService).retrieveOrder(event.data.id)
  if (order.customer_id) await container.resolve(LoyaltyService).addPoints(order.customer_id, 10)
}
