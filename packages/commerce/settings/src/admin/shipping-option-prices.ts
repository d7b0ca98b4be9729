import { type Container, Database } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { createLinks } from '@stoa/query'
import { shippingOptionPriceSet } from '../links.ts'
import { type PresentPrice, toPrices } from './shipping-option-price-rows.ts'
import type { PriceBody } from './shipping-option-schemas.ts'

/** Gives a new shipping option its price set. */
export async function createPrices(
  container: Container,
  shipping_option_id: string,
  bodies: readonly PriceBody[],
): Promise<void> {
  const prices = await toPrices(container, bodies, [])
  const [set] = await container.resolve(PricingService).createPriceSets([{ prices }])
  await createLinks(container.resolve(Database), shippingOptionPriceSet, [
    { shipping_option_id, price_set_id: set?.id },
  ])
}

/** Whoever changes the prices meanwhile waits: two that add the same one would leave it twice. */
const SET = `
  select price_set_id from stoa_link.shipping_option_price_set where shipping_option_id = $1 for update`

const PRICES = `
  select p.id, p.title, p.currency_code, p.amount::text as amount, p.min_quantity::text as min_quantity,
    p.max_quantity::text as max_quantity,
    coalesce((select json_object_agg(attribute, conditions) from (
      select attribute, json_agg(json_build_object('operator', operator, 'value', value)) as conditions
      from stoa_pricing.price_rule where price_id = p.id and deleted_at is null group by attribute) r), '{}') as rules
  from stoa_pricing.price p
  where p.price_set_id = $1 and p.price_list_id is null and p.deleted_at is null`

/**
 * Makes these, and no others, the prices of a shipping option. One with an `id` changes that price; one without takes the
 * place of a price under the same conditions, or comes new.
 *
 * @throws StoaError `not_found` for a price that the option does not have, or a region that does not exist
 */
export async function replacePrices(
  container: Container,
  shipping_option_id: string,
  bodies: readonly PriceBody[],
): Promise<void> {
  const database = container.resolve(Database)
  const [set] = await database.query<{ price_set_id: string }>(SET, [shipping_option_id])
  if (!set) return createPrices(container, shipping_option_id, bodies)
  const present = await database.query<PresentPrice>(PRICES, [set.price_set_id])
  const prices = await toPrices(container, bodies, present)
  const kept = new Set(prices.map(({ id }) => id))
  const pricing = container.resolve(PricingService)
  await pricing.softDeletePrices(present.flatMap(({ id }) => (kept.has(id) ? [] : [id])))
  await pricing.upsertPrices(prices.map((price) => ({ ...price, ...set })))
}
