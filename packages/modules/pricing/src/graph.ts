import { defineField, defineSearch } from '@stoa/query'
import { calculatedPrice } from './calculated-price.ts'

/** Rules as the wire shows them: `{ [attribute]: value }`. */
const rules = (table: string, owner: string) => (alias: string) =>
  `(select coalesce(json_object_agg(attribute, value order by attribute, id), '{}') from stoa_pricing.${table}
    where ${owner} = ${alias}.id and deleted_at is null)`

/** What queries may compute and search for. */
export const graph = [
  defineField('price_set', 'calculated_price', (alias, scope) => calculatedPrice(`${alias}.id`, scope)),
  defineField('price', 'rules', rules('price_rule', 'price_id')),
  defineField('price_list', 'rules', rules('price_list_rule', 'price_list_id')),
  defineSearch('price_list', ['title', 'description']),
  defineSearch('price_preference', ['attribute', 'value']),
]
