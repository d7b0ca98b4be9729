import { Events } from '@stoa/events'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { ProductService, type VariantChange } from '@stoa/product'
import type { NewCatalogVariant } from './new-catalog-product.ts'
import { createPrices, createStock } from './variant-parts.ts'
import { type ChangedPrice, changePrices } from './variant-prices.ts'
import { removeParts } from './variant-removal.ts'

/** A change of a variant. `prices` replace those it has. */
export interface CatalogVariantChange extends VariantChange {
  prices?: readonly ChangedPrice[]
}

const tell = (container: Container, what: string, ids: readonly string[]) =>
  container.resolve(Events).emit(
    `product-variant.${what}`,
    ids.map((id) => ({ id })),
  )

/**
 * Adds variants to products there are, with their prices and stock: all of it, or nothing.
 *
 * @returns the new ids, in their order
 * @throws StoaError `invalid_data` for an SKU that is taken, or options the product lacks or another variant has
 */
export async function addVariants(
  container: Container,
  variants: readonly (NewCatalogVariant & { product_id: string })[],
): Promise<string[]> {
  if (variants.length === 0) return []
  return container.resolve(Database).transaction(async () => {
    const added = await container
      .resolve(ProductService)
      .addVariants(variants.map(({ prices, inventory_items, ...variant }) => variant))
    const pairs = added.map((variant, index) => ({ variant, wanted: variants[index] as NewCatalogVariant }))
    await createPrices(container, pairs)
    await createStock(container, pairs)
    const ids = added.map(({ id }) => id)
    await tell(container, 'created', ids)
    return ids
  })
}

/**
 * Changes variants of their products.
 *
 * @throws StoaError `not_found` for a variant that its product does not have
 */
export async function changeVariants(
  container: Container,
  changes: readonly CatalogVariantChange[],
): Promise<void> {
  if (changes.length === 0) return
  await container.resolve(Database).transaction(async () => {
    await assertOfProduct(container, changes)
    await container.resolve(ProductService).changeVariants(changes.map(({ prices: _, ...change }) => change))
    await changePrices(
      container,
      changes.flatMap(({ id, prices }) => (prices ? [{ id, prices }] : [])),
    )
    await tell(
      container,
      'updated',
      changes.map(({ id }) => id),
    )
  })
}

/**
 * Deletes variants, with their prices and the stock that is kept for nothing else.
 *
 * @throws StoaError `not_found` for a variant that its product does not have; `invalid_data` while some of its stock is reserved
 */
export async function deleteVariants(
  container: Container,
  variants: readonly { id: string; product_id: string }[],
): Promise<void> {
  if (variants.length === 0) return
  const ids = variants.map(({ id }) => id)
  await container.resolve(Database).transaction(async () => {
    await assertOfProduct(container, variants)
    await removeParts(container, ids)
    await container.resolve(ProductService).softDeleteProductVariants(ids)
    await tell(container, 'deleted', ids)
  })
}

/** @throws StoaError `not_found` */
export async function assertOfProduct(
  container: Container,
  variants: readonly { id: string; product_id: string }[],
): Promise<void> {
  const found = await container
    .resolve(Database)
    .query<{ id: string; product_id: string }>(
      'select id, product_id from stoa_product.product_variant where id = any($1::text[]) and deleted_at is null',
      [variants.map(({ id }) => id)],
    )
  const products = new Map(found.map(({ id, product_id }) => [id, product_id]))
  const lost = variants.filter(({ id, product_id }) => products.get(id) !== product_id)
  if (lost.length > 0) {
    const names = lost.map(({ id }) => id).join(', ')
    throw new StoaError(
      'not_found',
      `Variant with id: ${names} was not found in product ${lost[0]?.product_id}`,
    )
  }
}
