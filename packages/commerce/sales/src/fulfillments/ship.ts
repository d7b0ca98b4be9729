import { Events } from '@stoa/events'
import { FulfillmentService, type ParcelLabel } from '@stoa/fulfillment'
import type { Container } from '@stoa/kernel'
import { type ItemQuantity, OrderService } from '@stoa/order'
import { assertOfOrder } from './assert-of-order.ts'

/** A fulfillment of an order, and whether its buyer is told. */
export interface OrderFulfillment {
  order_id: string
  fulfillment_id: string
  no_notification?: boolean | undefined
}

/**
 * Marks goods of a fulfillment as on their way. Run it in a transaction.
 *
 * @throws StoaError `not_found`; `invalid_data` for a cancelled order or fulfillment, and more than is left in it;
 *   `not_allowed` for one that is delivered
 */
export async function shipFulfillment(
  container: Container,
  { order_id, fulfillment_id, no_notification = false }: OrderFulfillment,
  shipment: {
    items: readonly ItemQuantity[]
    labels?: readonly ParcelLabel[] | undefined
    metadata?: Record<string, unknown> | null | undefined
    by: string
  },
): Promise<void> {
  await container.resolve(OrderService).lockOrder(order_id)
  await assertOfOrder(container, order_id, fulfillment_id)
  const { items, labels = [], metadata, by } = shipment
  await container.resolve(FulfillmentService).shipParcel(fulfillment_id, by, { labels, metadata })
  await container.resolve(OrderService).shipItems(order_id, fulfillment_id, items)
  await container.resolve(Events).emit('shipment.created', { id: fulfillment_id, no_notification })
}

/**
 * Marks a fulfillment as arrived: what was shipped of it, or all of it where the buyer took it away. Run it in a transaction.
 *
 * @throws StoaError `not_found`; `invalid_data` for a cancelled order or fulfillment; `not_allowed` for one that is delivered
 */
export async function deliverFulfillment(
  container: Container,
  { order_id, fulfillment_id, no_notification = false }: OrderFulfillment,
): Promise<void> {
  await container.resolve(OrderService).lockOrder(order_id)
  await assertOfOrder(container, order_id, fulfillment_id)
  await container.resolve(FulfillmentService).deliverParcel(fulfillment_id)
  await container.resolve(OrderService).deliverItems(order_id, fulfillment_id)
  await container.resolve(Events).emit('delivery.created', { id: fulfillment_id, no_notification })
}
