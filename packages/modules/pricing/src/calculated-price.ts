import { StoaError } from '@stoa/kernel'
import type { Scope } from '@stoa/query'
import { factsOf } from './facts.ts'
import { priceListApplies, priceRulesHold } from './rule-sql.ts'

/**
 * SQL of the price a buyer gets, as one scalar subselect: JSON as `calculated_price` stands on the wire, or null where
 * no price fits.
 *
 * The usual price is the one with the most rules, then the lowest, of those outside price lists. A price list's price
 * takes its place if the list is an `override`, or a `sale` and lower.
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
  const usual = scope.alias('usual')
  const listed = scope.alias('listed')
  const price = scope.alias('price')
  const list = scope.alias('list')

  const candidate = `${price}.price_set_id = ${priceSetId} and ${price}.currency_code = ${currency}
    and ${price}.deleted_at is null
    and (${price}.min_quantity is null or ${price}.min_quantity <= ${wanted})
    and (${price}.max_quantity is null or ${price}.max_quantity >= ${wanted})
    and (${price}.rules_count = 0 or ${priceRulesHold(price, facts)})`
  const columns = `${price}.id, ${price}.amount, ${price}.min_quantity, ${price}.max_quantity`

  return `(select ${wirePrice(priceSetId, currency, taxInclusive(scope, currency, regionId), usual, listed)}
  from (values (1)) one
  left join lateral (
    select ${columns} from stoa_pricing.price ${price}
    where ${candidate} and ${price}.price_list_id is null
    order by ${price}.rules_count desc, ${price}.amount, ${price}.id limit 1
  ) ${usual} on true
  left join lateral (
    select ${columns}, ${list}.id as list_id, ${list}.type as list_type
    from stoa_pricing.price ${price} join stoa_pricing.price_list ${list} on ${list}.id = ${price}.price_list_id
    where ${candidate} and ${priceListApplies(list, facts)}
      and (${list}.type = 'override' or ${usual}.amount is null or ${price}.amount < ${usual}.amount)
    order by ${list}.type = 'override' desc, ${price}.rules_count desc, ${price}.amount, ${price}.id limit 1
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

const raw = (amount: string) => `json_build_object('value', trim_scale(${amount})::text, 'precision', 20)`

/** Each of the two is a price list's where the other is missing, so every property has a value. */
function wirePrice(
  priceSetId: string,
  currency: string,
  inclusive: string,
  usual: string,
  listed: string,
): string {
  const calculated = (column: string) => `coalesce(${listed}.${column}, ${usual}.${column})`
  const original = (column: string) => `coalesce(${usual}.${column}, ${listed}.${column})`
  const ofList = (column: string) => `case when ${usual}.id is null then ${listed}.${column} end`
  // A list's price without limits must not borrow those of the usual one.
  const limit = (column: string, first: string, second: string) =>
    `trim_scale(case when ${first}.id is null then ${second}.${column} else ${first}.${column} end)`
  return `json_build_object(
    'id', ${priceSetId},
    'is_calculated_price_price_list', ${listed}.id is not null,
    'is_calculated_price_tax_inclusive', ${inclusive},
    'calculated_amount', trim_scale(${calculated('amount')}),
    'raw_calculated_amount', ${raw(calculated('amount'))},
    'is_original_price_price_list', ${usual}.id is null,
    'is_original_price_tax_inclusive', ${inclusive},
    'original_amount', trim_scale(${original('amount')}),
    'raw_original_amount', ${raw(original('amount'))},
    'currency_code', ${currency},
    'calculated_price', json_build_object(
      'id', ${calculated('id')}, 'price_list_id', ${listed}.list_id, 'price_list_type', ${listed}.list_type,
      'min_quantity', ${limit('min_quantity', listed, usual)}, 'max_quantity', ${limit('max_quantity', listed, usual)}),
    'original_price', json_build_object(
      'id', ${original('id')}, 'price_list_id', ${ofList('list_id')}, 'price_list_type', ${ofList('list_type')},
      'min_quantity', ${limit('min_quantity', usual, listed)}, 'max_quantity', ${limit('max_quantity', usual, listed)}))`
}
