import { InventoryService } from '@stoa/inventory'
import { type Container, Database } from '@stoa/kernel'
import type { CreatedProduct } from '@stoa/product'
import { products } from './shop/index.ts'

const USUAL = [24, 12] as const

/** Puts goods on the shelves of the stock locations. The products come in the order of the demo's list. */
export async function fillStock(
  container: Container,
  created: readonly CreatedProduct[],
  locations: readonly string[],
): Promise<void> {
  const stockOf = new Map(
    created.flatMap(({ variants }, index) =>
      variants.map(({ id }) => [id, products[index]?.stock ?? USUAL] as const),
    ),
  )
  const links = await container.resolve(Database).query<{ variant_id: string; inventory_item_id: string }>(
    `select variant_id, inventory_item_id from stoa_link.product_variant_inventory_item
     where variant_id = any($1::text[])`,
    [[...stockOf.keys()]],
  )
  await container.resolve(InventoryService).createInventoryLevels(
    links.flatMap(({ variant_id, inventory_item_id }) =>
      locations.map((location_id, index) => ({
        inventory_item_id,
        location_id,
        stocked_quantity: stockOf.get(variant_id)?.[index] ?? 0,
      })),
    ) as never[],
  )
}
