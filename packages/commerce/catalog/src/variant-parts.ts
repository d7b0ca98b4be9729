import { InventoryService } from '@stoa/inventory'
import { type Container, Database } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { createLinks } from '@stoa/query'
import { variantInventoryItem, variantPriceSet } from './links.ts'
import type { NewCatalogVariant } from './new-catalog-product.ts'

/** A variant that was created, and what it was to be. */
export interface Pair {
  variant: { id: string; title: string; sku?: string | null; manage_inventory: boolean }
  wanted: NewCatalogVariant
}

/** Gives new variants their prices. */
export async function createPrices(container: Container, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return
  const sets = await container
    .resolve(PricingService)
    .createPriceSets(pairs.map(({ wanted }) => ({ prices: [...(wanted.prices ?? [])] })) as never[])
  await createLinks(
    container.resolve(Database),
    variantPriceSet,
    pairs.map(({ variant }, index) => ({ variant_id: variant.id, price_set_id: sets[index]?.id })),
  )
}

/** A variant whose stock is kept gets an inventory item of its own unless it names some. */
export async function createStock(container: Container, pairs: readonly Pair[]): Promise<void> {
  const bare = pairs.filter(
    ({ variant, wanted }) => variant.manage_inventory && !wanted.inventory_items?.length,
  )
  const items =
    bare.length === 0
      ? []
      : await container.resolve(InventoryService).createInventoryItems(
          bare.map(({ variant, wanted }) => ({
            sku: variant.sku ?? null,
            title: variant.title,
            origin_country: wanted.origin_country ?? null,
            hs_code: wanted.hs_code ?? null,
            mid_code: wanted.mid_code ?? null,
            material: wanted.material ?? null,
            weight: wanted.weight ?? null,
            length: wanted.length ?? null,
            height: wanted.height ?? null,
            width: wanted.width ?? null,
          })) as never[],
        )
  await createLinks(container.resolve(Database), variantInventoryItem, [
    ...bare.map(({ variant }, index) => ({
      variant_id: variant.id,
      inventory_item_id: items[index]?.id,
      required_quantity: 1,
    })),
    ...pairs.flatMap(({ variant, wanted }) =>
      (wanted.inventory_items ?? []).map(({ inventory_item_id, required_quantity = 1 }) => ({
        variant_id: variant.id,
        inventory_item_id,
        required_quantity,
      })),
    ),
  ])
}
