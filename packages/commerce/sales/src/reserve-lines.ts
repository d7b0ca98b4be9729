import { InventoryService } from '@stoa/inventory'
import { BigNumber, type Container, Database } from '@stoa/kernel'

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

/** So many of a variant, promised to a line. */
export interface PromisedLine {
  /** Of the line. */
  id: string
  /** None for what is no variant: it has no stock. */
  variant_id: string | null
  quantity: BigNumber.Value
  /** Whether it may be promised beyond the stock. Default: what the variant says. */
  allow_backorder?: boolean | undefined
}

/**
 * Reserves the stock of an order's lines where its sales channel is served from: all of it, or none.
 *
 * @throws StoaError `not_allowed` with the code `insufficient_inventory`
 */
export async function reserveLines(
  container: Container,
  salesChannelId: string | null,
  lines: readonly PromisedLine[],
): Promise<void> {
  const variants = new Set(lines.flatMap(({ variant_id }) => variant_id ?? []))
  if (variants.size === 0) return
  const parts = await container
    .resolve(Database)
    .query<Part>(PARTS, [[...variants], salesChannelId], { name: 'sales_parts' })
  const requests = lines.flatMap(({ id, quantity, variant_id, allow_backorder }) =>
    parts
      .filter((part) => part.variant_id === variant_id)
      .map((part) => ({
        line_item_id: id,
        inventory_item_id: part.inventory_item_id,
        location_ids: part.location_ids,
        quantity: BigNumber(quantity).times(part.required_quantity),
        allow_backorder: allow_backorder ?? part.allow_backorder,
      })),
  )
  await container.resolve(InventoryService).reserve(requests)
}
