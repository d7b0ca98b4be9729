import { InventoryService } from '@stoa/inventory'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { dismissLinks } from '@stoa/query'
import { variantInventoryItem, variantPriceSet } from './links.ts'

interface Parts {
  price_sets: string[]
  /** That no other variant is made of. */
  inventory_items: string[]
  reserved: string[]
}

const PARTS = `
  with own as (
    select distinct inventory_item_id as id from stoa_link.product_variant_inventory_item link
    where variant_id = any($1::text[]) and not exists (
      select from stoa_link.product_variant_inventory_item other
      join stoa_product.product_variant variant on variant.id = other.variant_id and variant.deleted_at is null
      where other.inventory_item_id = link.inventory_item_id and other.variant_id <> all($1::text[])))
  select
    (select coalesce(array_agg(price_set_id), '{}') from stoa_link.product_variant_price_set
      where variant_id = any($1::text[])) as price_sets,
    (select coalesce(array_agg(id), '{}') from own) as inventory_items,
    (select coalesce(array_agg(distinct inventory_item_id), '{}') from stoa_inventory.reservation_item
      where inventory_item_id in (select id from own) and deleted_at is null) as reserved`

/**
 * Removes what belongs to variants alone: their price sets, and the stock that no other variant is made of.
 *
 * @throws StoaError `invalid_data` while some of that stock is reserved
 */
export async function removeParts(container: Container, variantIds: readonly string[]): Promise<void> {
  const database = container.resolve(Database)
  const [parts] = await database.query<Parts>(PARTS, [variantIds])
  const { price_sets = [], inventory_items = [], reserved = [] } = parts ?? {}
  if (reserved.length > 0) {
    throw new StoaError(
      'invalid_data',
      `Cannot remove following inventory item(s) since they have reservations: [${reserved.join(', ')}].`,
    )
  }
  if (inventory_items.length > 0) {
    await container.resolve(InventoryService).softDeleteInventoryItems(inventory_items)
  }
  if (price_sets.length > 0) await container.resolve(PricingService).softDeletePriceSets(price_sets)
  await dismissLinks(database, variantInventoryItem, { variant_id: variantIds })
  await dismissLinks(database, variantPriceSet, { variant_id: variantIds })
}
