import { Events } from '@stoa/events'
import { InventoryService, type LineQuantity } from '@stoa/inventory'
import { Database } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { defineWorkflow } from '@stoa/workflows'
import { assertOfOrder } from '../fulfillments/assert-of-order.ts'
import { callOffParcel } from './call-off-parcel.ts'

interface CancelFulfillment {
  order_id: string
  fulfillment_id: string
  no_notification?: boolean
  /** For those who hook into the workflow. */
  additional_data?: Record<string, unknown> | null
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
    await callOffParcel(step, container, fulfillment_id, async () => {
      // The order is locked first, as everywhere; from then on the fulfillment cannot be shipped.
      await container.resolve(OrderService).lockOrder(order_id)
      return assertOfOrder(container, order_id, fulfillment_id)
    })
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
