import type { Container, Database } from '@stoa/kernel'
import { priceSetsOf } from './price-sets-of.ts'

/**
 * Prices that the wire gives to variants, as prices of their price sets.
 *
 * @throws StoaError `invalid_data` for a variant that is not there
 */
export async function inPriceSets<Price extends { variant_id: string }>(
  container: Container,
  prices: readonly Price[],
): Promise<(Omit<Price, 'variant_id'> & { price_set_id: string })[]> {
  if (prices.length === 0) return []
  const sets = await priceSetsOf(
    container,
    prices.map(({ variant_id }) => variant_id),
  )
  return prices.map(({ variant_id, ...price }) => ({
    ...price,
    price_set_id: sets.get(variant_id) as string,
  }))
}

/** The price sets of all variants of products. */
export async function priceSetsOfProducts(
  database: Database,
  productIds: readonly string[],
): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select link.price_set_id as id from stoa_product.product_variant variant
     join stoa_link.product_variant_price_set link on link.variant_id = variant.id
     where variant.product_id = any($1::text[])`,
    [productIds],
  )
  return rows.map(({ id }) => id)
}
