import { Events } from '@stoa/events'
import { InventoryService } from '@stoa/inventory'
import { type Container, Database } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { type CreatedProduct, type NewProduct, type NewVariant, ProductService } from '@stoa/product'
import { createLinks } from '@stoa/query'
import {
  productSalesChannel,
  productShippingProfile,
  variantInventoryItem,
  variantPriceSet,
} from './links.ts'

/** A price of a variant to be created. `rules` say for whom it holds, such as `{ region_id: 'reg_…' }`. */
export interface NewPrice {
  currency_code: string
  amount: number
  min_quantity?: number | null
  max_quantity?: number | null
  rules?: Record<string, string>
}

/** A variant with its prices and, where it is made of stock that is there already, that stock. */
export interface NewCatalogVariant extends NewVariant {
  prices?: readonly NewPrice[]
  inventory_items?: readonly { inventory_item_id: string; required_quantity?: number }[]
}

/** A product with its prices, its place in the stock and the channels that sell it. */
export interface NewCatalogProduct extends Omit<NewProduct, 'variants'> {
  variants?: readonly NewCatalogVariant[]
  /** Ids. */
  sales_channels?: readonly string[]
  shipping_profile_id?: string | null
}

/**
 * Creates products, their prices and their inventory items: all of it, or nothing.
 *
 * @throws StoaError `invalid_data` for a handle or SKU that is taken, or a reference that leads nowhere
 */
export async function createProducts(
  container: Container,
  products: readonly NewCatalogProduct[],
): Promise<CreatedProduct[]> {
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
    await createPrices(container, database, pairs)
    await createStock(container, database, pairs)
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

type Pair = { variant: CreatedProduct['variants'][number]; wanted: NewCatalogVariant }

/** What the product module itself stores. */
function withoutForeign({
  sales_channels,
  shipping_profile_id,
  variants = [],
  ...product
}: NewCatalogProduct): NewProduct {
  return { ...product, variants: variants.map(({ prices, inventory_items, ...variant }) => variant) }
}

async function createPrices(container: Container, database: Database, pairs: readonly Pair[]): Promise<void> {
  if (pairs.length === 0) return
  const sets = await container
    .resolve(PricingService)
    .createPriceSets(pairs.map(({ wanted }) => ({ prices: [...(wanted.prices ?? [])] })) as never[])
  await createLinks(
    database,
    variantPriceSet,
    pairs.map(({ variant }, index) => ({ variant_id: variant.id, price_set_id: sets[index]?.id })),
  )
}

/** A variant whose stock is kept gets an inventory item of its own unless it names some. */
async function createStock(container: Container, database: Database, pairs: readonly Pair[]): Promise<void> {
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
  await createLinks(database, variantInventoryItem, [
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
