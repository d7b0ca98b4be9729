import type { Container } from '@stoa/kernel'
import { type OpenChange, OrderService } from '@stoa/order'
import { followPromotionSpending } from '../promotion-uses.ts'
import { followDifference, lockCollections } from './follow-difference.ts'
import { followStock } from './follow-stock.ts'
import { soldOrder } from './sold-order.ts'

/**
 * Makes an order what its edit says: its next version, with the stock that is promised to it and what is to be paid for it. Run
 * it in a transaction.
 *
 * @param lock locks the order and finds the edit
 * @throws StoaError `not_allowed` for too little in the stock, `invalid_data` where the order is no longer such that it can be
 *   edited like this
 */
export async function confirmEdit(
  container: Container,
  orderId: string,
  lock: () => Promise<OpenChange>,
  by: string | null,
): Promise<OpenChange> {
  await lockCollections(container, orderId)
  const change = await lock()
  const changed = await container.resolve(OrderService).confirmChange(change, by)
  await followStock(container, await soldOrder(container, orderId), changed)
  await followDifference(container, orderId)
  await followPromotionSpending(container, orderId)
  return change
}
