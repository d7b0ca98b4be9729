import { Events } from '@stoa/events'
import { FulfillmentProviders, FulfillmentService } from '@stoa/fulfillment'
import { InventoryService, type LineQuantity } from '@stoa/inventory'
import { type Container, Database } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { defineWorkflow } from '@stoa/workflows'
import { assertOfOrder } from '../fulfillments/assert-of-order.ts'

interface CancelFulfillment {
  order_id: string
  fulfillment_id: string
  no_notification?: boolean
  /** For those who hook into the workflow. */
  additional_data?: Record<string, unknown> | null
}

interface Called {
  provider_id: string | null
  data: Record<string, unknown> | null
}

const GOODS = `
select item.line_item_id, item.inventory_item_id, f.location_id, item.quantity::text as quantity,
  coalesce(v.allow_backorder, false) as allow_backorder
from stoa_fulfillment.fulfillment f
join stoa_fulfillment.fulfillment_item item on item.fulfillment_id = f.id and item.deleted_at is null
left join stoa_order.order_line_item line on line.id = item.line_item_id
left join stoa_product.product_variant v on v.id = line.variant_id
where f.id = $1 and item.inventory_item_id is not null and item.line_item_id is not null order by item.id`

/**
 * Calls a fulfillment off that is not shipped yet: its provider first, and then its goods are back in the stock and promised
 * to the order again. Where the provider refuses, the fulfillment stays as it is.
 */
export const cancelFulfillment = defineWorkflow(
  'cancel-fulfillment',
  async ({ order_id, fulfillment_id, no_notification = false }: CancelFulfillment, { step, container }) => {
    const fulfillments = container.resolve(FulfillmentService)
    const { provider_id, data } = await step(
      'begin cancellation',
      () => begin(container, order_id, fulfillment_id),
      {
        undo: () => fulfillments.keepParcel(fulfillment_id),
      },
    )
    if (provider_id !== null) {
      await step(
        'cancel parcel',
        () =>
          container
            .resolve(FulfillmentProviders)
            .get(provider_id)
            .cancelFulfillment(data ?? {}),
        { external: true },
      )
    }
    await step('give items back', async () => {
      await container.resolve(OrderService).cancelFulfilledItems(order_id, fulfillment_id)
      const goods = await container.resolve(Database).query<LineQuantity>(GOODS, [fulfillment_id])
      await container.resolve(InventoryService).restock({ stocked: goods, reserved: goods })
      await container
        .resolve(Events)
        .emit('order.fulfillment_canceled', { id: order_id, order_id, fulfillment_id, no_notification })
    })
  },
)

/** The order is locked first, as everywhere; from then on the fulfillment cannot be shipped. */
async function begin(container: Container, orderId: string, fulfillmentId: string): Promise<Called> {
  await container.resolve(OrderService).lockOrder(orderId)
  const called = await assertOfOrder(container, orderId, fulfillmentId)
  if (called.provider_id !== null) container.resolve(FulfillmentProviders).get(called.provider_id)
  await container.resolve(FulfillmentService).cancelParcel(fulfillmentId)
  return called
}
