import { Events } from '@stoa/events'
import { FulfillmentService, type ParcelLabel } from '@stoa/fulfillment'
import type { Container } from '@stoa/kernel'
import { OrderService } from '@stoa/order'

/**
 * Marks a parcel as on its way, with all that is left in it. Run it in a transaction.
 *
 * @param which `order_id` where it is of one
 * @throws StoaError `not_found`; `invalid_data` for a cancelled order or fulfillment; `not_allowed` for one that is delivered
 */
export async function shipParcel(
  container: Container,
  { order_id, fulfillment_id }: { order_id: string | undefined; fulfillment_id: string },
  { labels, by }: { labels: readonly ParcelLabel[]; by: string },
): Promise<void> {
  const orders = container.resolve(OrderService)
  if (order_id !== undefined) await orders.lockOrder(order_id)
  await container.resolve(FulfillmentService).shipParcel(fulfillment_id, by, { labels })
  if (order_id !== undefined) await orders.shipAllItems(order_id, fulfillment_id)
  await container.resolve(Events).emit('shipment.created', { id: fulfillment_id, no_notification: false })
}
