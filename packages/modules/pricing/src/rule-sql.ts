const NUMBER = String.raw`'^\s*[-+]?\d+(\.\d+)?\s*$'`

/** Compares as numbers, and is false where one of the two is none. */
const numeric = (operator: string) =>
  `case when fact.value ~ ${NUMBER} and rule.value ~ ${NUMBER} then fact.value::numeric ${operator} rule.value::numeric else false end`

/**
 * SQL: all rules of a price hold for the facts.
 *
 * @param price the price's alias
 * @param facts SQL of the facts, as jsonb
 */
export const priceRulesHold = (price: string, facts: string) => `not exists (
    select from stoa_pricing.price_rule rule
    where rule.price_id = ${price}.id and rule.deleted_at is null and not exists (
      select from jsonb_array_elements_text(${facts} -> rule.attribute) as fact(value)
      where case rule.operator
        when 'eq' then fact.value = rule.value or ${numeric('=')}
        when 'gt' then ${numeric('>')}
        when 'gte' then ${numeric('>=')}
        when 'lt' then ${numeric('<')}
        when 'lte' then ${numeric('<=')}
      end))`

/**
 * SQL: the price lists that run now and whose rules all hold for the facts, as jsonb: `{ [id]: [type, number of rules] }`.
 * Null where there are none. It asks for nothing of any row, so PostgreSQL computes it once for a whole statement.
 */
export const runningLists = (list: string, facts: string) => `(
    select jsonb_object_agg(${list}.id, jsonb_build_array(${list}.type, ${list}.rules_count))
    from stoa_pricing.price_list ${list}
    where ${list}.status = 'active' and ${list}.deleted_at is null
      and (${list}.starts_at is null or ${list}.starts_at <= now())
      and (${list}.ends_at is null or ${list}.ends_at >= now())
      and not exists (
        select from stoa_pricing.price_list_rule rule
        where rule.price_list_id = ${list}.id and rule.deleted_at is null and not exists (
          select from jsonb_array_elements_text(${facts} -> rule.attribute) as fact(value)
          where rule.value @> to_jsonb(fact.value))))`
