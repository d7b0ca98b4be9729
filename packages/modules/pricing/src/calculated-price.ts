import { StoaError } from '@stoa/kernel'
import type { Scope } from '@stoa/query'
import { factsOf } from './facts.ts'
import { priceRulesHold, runningLists } from './rule-sql.ts'
import { wirePrice } from './wire-price.ts'

/**
 * SQL of the price a buyer gets, as one scalar subselect: JSON as `calculated_price` stands on the wire, or null where
 * no price fits.
 *
 * The usual price is the one with the most rules, then the lowest, of those outside price lists; each list that runs and is
 * for the buyer offers one of its prices in the same way. An `override` takes the usual price's place; of several, that of the
 * list with the most rules, then the lowest. Without one the lowest `sale` applies if it is below the usual price.
 *
 * @param priceSetId SQL of the price set's id, such as `price_set.id`
 * @param scope its `context` says for whom: `currency_code`, and whatever rules may ask for: `region_id`,
 *   `customer_group_ids`, and `quantity` (default 1)
 * @param quantity SQL of the quantity, where it differs from row to row
 * @throws StoaError `invalid_data` if the context has no `currency_code`
 */
export function calculatedPrice(priceSetId: string, scope: Scope, quantity?: string): string {
  const { currency_code: currencyCode, region_id: regionId = null } = scope.context
  if (typeof currencyCode !== 'string' || currencyCode === '') {
    throw new StoaError(
      'invalid_data',
      'Missing required pricing context to calculate prices - currency_code',
    )
  }
  const currency = scope.parameter(currencyCode.toLowerCase(), 'text')
  const facts = scope.parameter(JSON.stringify(factsOf(scope.context)), 'jsonb')
  const wanted = quantity ?? scope.parameter(String(scope.context.quantity ?? 1), 'numeric')
  const asked = scope.alias('asked')
  const usual = scope.alias('usual')
  const listed = scope.alias('listed')
  const price = scope.alias('price')

  const columns = `${price}.id, ${price}.amount, ${price}.min_quantity, ${price}.max_quantity`
  const candidate = `${price}.price_set_id = ${asked}.id and ${price}.currency_code = ${currency}
    and ${price}.deleted_at is null
    and (${price}.min_quantity is null or ${price}.min_quantity <= ${wanted})
    and (${price}.max_quantity is null or ${price}.max_quantity >= ${wanted})
    and (${price}.rules_count = 0 or ${priceRulesHold(price, facts)})`
  const best = `${price}.rules_count desc, ${price}.amount, ${price}.id`
  // Looked up rather than joined: no index on the list leads away from the few prices of the set.
  const list = `${asked}.lists -> ${price}.price_list_id`
  const isOverride = `offer.list_type = 'override'`

  // The offset keeps PostgreSQL from computing these again in each place where they are used.
  return `(select ${wirePrice({ asked, currency, usual, listed })}
  from (
    select ${priceSetId} as id, ${taxInclusive(scope, currency, regionId)} as is_tax_inclusive,
      ${runningLists(scope.alias('list'), facts)} as lists offset 0
  ) ${asked}
  left join lateral (
    select ${columns} from stoa_pricing.price ${price}
    where ${candidate} and ${price}.price_list_id is null
    order by ${best} limit 1
  ) ${usual} on true
  left join lateral (
    select * from (
      select distinct on (${price}.price_list_id) ${columns}, ${price}.price_list_id as list_id,
        ${list} ->> 0 as list_type, (${list} ->> 1)::int as list_rules
      from stoa_pricing.price ${price}
      where ${asked}.lists is not null and ${candidate} and ${list} is not null
      order by ${price}.price_list_id, ${best}
    ) offer
    where ${isOverride} or ${usual}.amount is null or offer.amount < ${usual}.amount
    order by ${isOverride} desc, case when ${isOverride} then offer.list_rules end desc, offer.amount, offer.id limit 1
  ) ${listed} on true
  where ${usual}.id is not null or ${listed}.id is not null)`
}

/** A region's preference goes before its currency's. It depends on no row, so PostgreSQL looks it up once. */
function taxInclusive(scope: Scope, currency: string, regionId: unknown): string {
  const preference = (attribute: string, value: string) =>
    `(select is_tax_inclusive from stoa_pricing.price_preference
      where attribute = '${attribute}' and value = ${value} and deleted_at is null limit 1)`
  const ofCurrency = preference('currency_code', currency)
  if (typeof regionId !== 'string') return `coalesce(${ofCurrency}, false)`
  return `coalesce(${preference('region_id', scope.parameter(regionId, 'text'))}, ${ofCurrency}, false)`
}
