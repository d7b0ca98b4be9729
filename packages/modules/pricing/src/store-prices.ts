import type { Database } from '@stoa/kernel'
import type { PriceRow } from './new-price.ts'

const PRICE_COLUMNS =
  'id, title, currency_code, amount, min_quantity, max_quantity, rules_count, price_set_id, price_list_id'

/**
 * Writes prices with their rules: new ones, and those whose id is taken over the ones there are. Price sets that are
 * named in `newSets` are created along.
 */
export async function storePrices(
  database: Database,
  prices: readonly PriceRow[],
  newSets: readonly string[] = [],
): Promise<void> {
  await database.query(
    `with price_set as (
       insert into stoa_pricing.price_set (id) select unnest($2::text[])
     ), old_rule as (
       delete from stoa_pricing.price_rule where price_id = any($3::text[])
     )
     insert into stoa_pricing.price (${PRICE_COLUMNS})
     select ${PRICE_COLUMNS} from json_to_recordset($1) as price(
       id text, title text, currency_code text, amount numeric, min_quantity numeric, max_quantity numeric,
       rules_count int, price_set_id text, price_list_id text)
     on conflict (id) do update set title = excluded.title, currency_code = excluded.currency_code,
       amount = excluded.amount, min_quantity = excluded.min_quantity, max_quantity = excluded.max_quantity,
       rules_count = excluded.rules_count, price_set_id = excluded.price_set_id, price_list_id = excluded.price_list_id,
       deleted_at = null, updated_at = now()`,
    [JSON.stringify(prices.map(({ price_rules: _, ...row }) => row)), newSets, prices.map(({ id }) => id)],
  )
  const rules = prices.flatMap(({ price_rules }) => price_rules)
  if (rules.length === 0) return
  await database.query(
    `insert into stoa_pricing.price_rule (id, price_id, attribute, operator, value)
     select id, price_id, attribute, operator, value
     from json_to_recordset($1) as rule(id text, price_id text, attribute text, operator text, value text)`,
    [JSON.stringify(rules)],
  )
}
