import { type Container, Database, StoaError } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { createLinks } from '@stoa/query'
import { variantPriceSet } from './links.ts'

/**
 * The price sets of variants. Those that have none get one.
 *
 * @throws StoaError `invalid_data` that names the variants that are not there
 */
export async function priceSetsOf(
  container: Container,
  variantIds: readonly string[],
): Promise<Map<string, string>> {
  const database = container.resolve(Database)
  const ids = [...new Set(variantIds)]
  const sets = await known(database, ids)
  if (ids.every((id) => sets.get(id))) return sets as Map<string, string>
  // Somebody may be giving them one at this moment: a variant that had two would have prices nobody sees.
  await database.query(
    'select 1 from stoa_product.product_variant where id = any($1::text[]) order by id for no key update',
    [ids.filter((id) => !sets.get(id))],
  )
  const now = await known(database, ids)
  const missing = ids.filter((id) => !now.has(id))
  if (missing.length > 0) {
    throw new StoaError('invalid_data', `Variants with IDs ${missing.join(', ')} do not exist.`)
  }
  const bare = ids.filter((id) => now.get(id) === null)
  const made = await container.resolve(PricingService).createPriceSets(bare.map(() => ({ prices: [] })))
  const links = bare.map((variant_id, index) => ({ variant_id, price_set_id: made[index]?.id as string }))
  await createLinks(database, variantPriceSet, links)
  for (const { variant_id, price_set_id } of links) now.set(variant_id, price_set_id)
  return now as Map<string, string>
}

/** The price set of each variant that is there, or null. */
async function known(database: Database, ids: readonly string[]): Promise<Map<string, string | null>> {
  const rows = await database.query<{ id: string; price_set_id: string | null }>(
    `select variant.id, link.price_set_id from stoa_product.product_variant variant
     left join stoa_link.product_variant_price_set link on link.variant_id = variant.id
     where variant.id = any($1::text[]) and variant.deleted_at is null`,
    [ids],
  )
  return new Map(rows.map(({ id, price_set_id }) => [id, price_set_id]))
}
