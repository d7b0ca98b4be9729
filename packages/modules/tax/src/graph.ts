import { defineSearch, defineTranslatable } from '@stoa/query'

/** What queries may search for. */
export const graph = [
  defineSearch('tax_rate', ['code', 'name']),
  defineSearch('tax_region', ['country_code', 'province_code']),
  defineTranslatable('tax_rate', ['name']),
]
