import { Events } from '@stoa/events'
import { type Container, Database } from '@stoa/kernel'
import { type CreatedProduct, type NewProduct, ProductService } from '@stoa/product'
import { createLinks } from '@stoa/query'
import { productSalesChannel, productShippingProfile } from './links.ts'
import type { NewCatalogProduct, NewCatalogVariant } from './new-catalog-product.ts'
import { createPrices, createStock } from './variant-parts.ts'

/**
 * Creates products, their prices and their inventory items: all of it, or nothing.
 *
 * @throws StoaError `invalid_data` for a handle or SKU that is taken, or a reference that leads nowhere
 */
export async function createProducts(
  container: Container,
  products: readonly NewCatalogProduct[],
): Promise<CreatedProduct[]> {
  if (products.length === 0) return []
  const database = container.resolve(Database)
  return database.transaction(async () => {
    const created = await container
      .resolve(ProductService)
      .createCompleteProducts(products.map(withoutForeign))
    const pairs = created.flatMap(({ variants }, index) =>
      variants.map((variant, place) => ({
        variant,
        wanted: products[index]?.variants?.[place] as NewCatalogVariant,
      })),
    )
    await createPrices(container, pairs)
    await createStock(container, pairs)
    await createLinks(
      database,
      productSalesChannel,
      linksOf(created, products, 'sales_channel_id', (p) => p.sales_channels),
    )
    await createLinks(
      database,
      productShippingProfile,
      linksOf(created, products, 'shipping_profile_id', (p) =>
        p.shipping_profile_id ? [p.shipping_profile_id] : [],
      ),
    )
    await container
      .resolve(Events)
      .emitAll([
        ...created.map(({ id }) => ({ name: 'product.created', data: { id } })),
        ...pairs.map(({ variant }) => ({ name: 'product-variant.created', data: { id: variant.id } })),
      ])
    return created
  })
}

/** What the product module itself stores. */
function withoutForeign({
  sales_channels,
  shipping_profile_id,
  variants = [],
  ...product
}: NewCatalogProduct): NewProduct {
  return { ...product, variants: variants.map(({ prices, inventory_items, ...variant }) => variant) }
}

function linksOf(
  created: readonly CreatedProduct[],
  products: readonly NewCatalogProduct[],
  key: string,
  idsOf: (product: NewCatalogProduct) => readonly string[] | undefined,
) {
  return created.flatMap(({ id }, index) =>
    (idsOf(products[index] as NewCatalogProduct) ?? []).map((other) => ({ product_id: id, [key]: other })),
  )
}
