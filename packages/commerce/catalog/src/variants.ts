import { Events } from '@stoa/events'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { type NewPrice as NewSetPrice, PricingService } from '@stoa/pricing'
import { ProductService, type VariantChange } from '@stoa/product'
import { createLinks } from '@stoa/query'
import { variantPriceSet } from './links.ts'
import type { NewCatalogVariant } from './new-catalog-product.ts'
import { createPrices, createStock } from './variant-parts.ts'
import { removeParts } from './variant-removal.ts'

/** A price of a variant there is: with the `id` of one it has it replaces that, with other values. */
export interface ChangedPrice {
  id?: string
  currency_code?: string
  amount?: number
  min_quantity?: number | null
  max_quantity?: number | null
  rules?: Record<string, string>
}

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

interface PricedVariant {
  variant_id: string
  price_set_id: string
  prices: { id: string; currency_code: string; amount: number; rules: Record<string, string> }[]
}

const PRICES = `
  select link.variant_id, link.price_set_id, coalesce((
    select json_agg(json_build_object('id', p.id, 'currency_code', p.currency_code, 'amount', p.amount,
      'min_quantity', p.min_quantity, 'max_quantity', p.max_quantity, 'rules', coalesce((
        select json_object_agg(r.attribute, r.value) from stoa_pricing.price_rule r
        where r.price_id = p.id and r.deleted_at is null), '{}')))
    from stoa_pricing.price p
    where p.price_set_id = link.price_set_id and p.price_list_id is null and p.deleted_at is null), '[]') as prices
  from stoa_link.product_variant_price_set link where link.variant_id = any($1::text[])`

async function changePrices(
  container: Container,
  variants: readonly { id: string; prices: readonly ChangedPrice[] }[],
): Promise<void> {
  if (variants.length === 0) return
  const database = container.resolve(Database)
  const pricing = container.resolve(PricingService)
  const rows = await database.query<PricedVariant>(PRICES, [variants.map(({ id }) => id)])
  const priced = new Map(rows.map((row) => [row.variant_id, row]))
  const bare = variants.filter(({ id }) => !priced.has(id))
  const sets = await pricing.createPriceSets(bare.map(() => ({ prices: [] })))
  await createLinks(
    database,
    variantPriceSet,
    bare.map(({ id }, index) => ({ variant_id: id, price_set_id: sets[index]?.id })),
  )
  const fresh = new Map(bare.map(({ id }, index) => [id, sets[index]?.id as string]))
  await pricing.replacePrices(
    variants.map(({ id, prices }) => ({
      id: priced.get(id)?.price_set_id ?? (fresh.get(id) as string),
      prices: prices.map((price) => wholePrice(id, price, priced.get(id)?.prices ?? [])),
    })),
  )
}

/** A price as it will be: what a change leaves out stays. */
function wholePrice(variant: string, change: ChangedPrice, present: PricedVariant['prices']): NewSetPrice {
  const old = change.id === undefined ? undefined : present.find(({ id }) => id === change.id)
  if (change.id !== undefined && !old) {
    throw new StoaError('not_found', `Variant ${variant} has no price with the id ${change.id}.`)
  }
  const { currency_code, amount } = { ...old, ...change }
  if (currency_code === undefined || amount === undefined) {
    throw new StoaError(
      'invalid_data',
      `Each new price of variant ${variant} needs the fields 'currency_code' and 'amount'.`,
    )
  }
  return { ...old, ...change, currency_code, amount }
}
