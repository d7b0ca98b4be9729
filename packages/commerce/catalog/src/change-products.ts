import { Events } from '@stoa/events'
import { type Container, Database } from '@stoa/kernel'
import { type ProductChange, ProductService } from '@stoa/product'
import { createLinks, dismissLinks, type Link } from '@stoa/query'
import { productSalesChannel, productShippingProfile } from './links.ts'
import type { NewCatalogVariant } from './new-catalog-product.ts'
import { addVariants, type CatalogVariantChange, changeVariants, deleteVariants } from './variants.ts'

/** A variant in a change of its product: with an `id` one there is, without a new one. */
export type ListedVariant = Omit<CatalogVariantChange, 'id' | 'product_id'> & { id?: string }

/** A change of a product. Each list that is named replaces the one there is. */
export interface CatalogProductChange extends ProductChange {
  variants?: readonly ListedVariant[]
  /** Ids. */
  sales_channels?: readonly string[]
  shipping_profile_id?: string | null
}

/**
 * Changes products, and with them their variants, prices and links: all of it, or nothing.
 *
 * @throws StoaError `not_found` for a product, or something it is to be joined to, that does not exist
 */
export async function changeProducts(
  container: Container,
  changes: readonly CatalogProductChange[],
): Promise<void> {
  if (changes.length === 0) return
  await container.resolve(Database).transaction(async () => {
    await container
      .resolve(ProductService)
      .changeProducts(changes.map(({ variants, sales_channels, shipping_profile_id, ...change }) => change))
    await replaceVariants(container, changes)
    await replaceLinks(container, productSalesChannel, 'sales_channel_id', idsBy(changes, 'sales_channels'))
    await replaceLinks(
      container,
      productShippingProfile,
      'shipping_profile_id',
      changes.flatMap(({ id, shipping_profile_id: profile }) =>
        profile === undefined ? [] : [{ id, ids: profile === null ? [] : [profile] }],
      ),
    )
    await container.resolve(Events).emit(
      'product.updated',
      changes.map(({ id }) => ({ id })),
    )
  })
}

interface Wanted {
  id: string
  ids: readonly string[]
}

const idsBy = (changes: readonly CatalogProductChange[], name: 'sales_channels'): Wanted[] =>
  changes.flatMap(({ id, [name]: ids }) => (ids ? [{ id, ids }] : []))

async function replaceVariants(
  container: Container,
  changes: readonly CatalogProductChange[],
): Promise<void> {
  const listing = changes.flatMap(({ id, variants }) => (variants ? [{ product_id: id, variants }] : []))
  if (listing.length === 0) return
  const present = await container
    .resolve(ProductService)
    .listProductVariants({ product_id: listing.map(({ product_id }) => product_id) } as never)
  const listed = listing.flatMap(({ product_id, variants }) =>
    variants.map((variant) => ({ ...variant, product_id })),
  )
  const kept = new Set(listed.flatMap(({ id }) => id ?? []))
  await deleteVariants(
    container,
    present
      .filter(({ id }) => !kept.has(id))
      .map(({ id, product_id }) => ({ id, product_id: product_id as string })),
  )
  await changeVariants(container, listed.filter(({ id }) => id !== undefined) as CatalogVariantChange[])
  const added = listed.filter(({ id }) => id === undefined)
  await addVariants(container, added.map(whole))
}

/** What a new variant without a title or prices is. */
const whole = ({ id: _, title, prices, ...variant }: ListedVariant & { product_id: string }) =>
  ({
    ...variant,
    title: title ?? (Object.values(variant.options ?? {}).join(' / ') || 'Default variant'),
    prices: prices ?? [],
  }) as NewCatalogVariant & { product_id: string }

async function replaceLinks(
  container: Container,
  link: Link,
  key: string,
  wanted: readonly Wanted[],
): Promise<void> {
  if (wanted.length === 0) return
  const database = container.resolve(Database)
  await dismissLinks(database, link, { product_id: wanted.map(({ id }) => id) })
  await createLinks(
    database,
    link,
    wanted.flatMap(({ id, ids }) => ids.map((other) => ({ product_id: id, [key]: other }))),
  )
}
