import { InventoryService } from '@stoa/inventory'
import { type Container, Database } from '@stoa/kernel'
import type { NewOrder } from '@stoa/order'

interface Part {
  variant_id: string
  allow_backorder: boolean
  inventory_item_id: string
  required_quantity: number
  location_ids: string[]
}

/** What variants are made of, and where the channel's locations keep it. Variants whose stock is not kept have no part. */
const PARTS = `
select v.id as variant_id, v.allow_backorder, link.inventory_item_id, link.required_quantity,
  coalesce((
    select array_agg(level.location_id order by level.location_id) from stoa_inventory.inventory_level level
    join stoa_link.sales_channel_stock_location ch on ch.stock_location_id = level.location_id and ch.sales_channel_id = $2
    where level.inventory_item_id = link.inventory_item_id and level.deleted_at is null), '{}') as location_ids
from stoa_product.product_variant v
join stoa_link.product_variant_inventory_item link on link.variant_id = v.id
where v.id = any($1::text[]) and v.manage_inventory`

/**
 * Reserves the stock of an order's lines: all of it, or none.
 *
 * @throws StoaError `not_allowed` with the code `insufficient_inventory`
 */
export async function reserveStock(container: Container, order: NewOrder): Promise<void> {
  const variantIds = order.items.map(({ values }) => values.variant_id).filter((id) => id !== null)
  const parts = await container
    .resolve(Database)
    .query<Part>(PARTS, [[...new Set(variantIds)], order.values.sales_channel_id], { name: 'checkout_parts' })
  const requests = order.items.flatMap(({ id, quantity, values }) =>
    parts
      .filter(({ variant_id }) => variant_id === values.variant_id)
      .map((part) => ({
        line_item_id: id,
        inventory_item_id: part.inventory_item_id,
        location_ids: part.location_ids,
        quantity: quantity * part.required_quantity,
        allow_backorder: part.allow_backorder,
      })),
  )
  await container.resolve(InventoryService).reserve(requests)
}
