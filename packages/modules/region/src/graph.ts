import { defineSearch, defineTranslatable } from '@stoa/query'

/** What queries may search for. */
export const graph = [
  defineSearch('region', ['name', 'currency_code']),
  defineSearch('country', ['iso_2', 'name']),
  defineTranslatable('region', ['name']),
]
