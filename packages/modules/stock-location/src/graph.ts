import { defineSearch } from '@stoa/query'

/** What queries may search for. */
export const graph = [
  defineSearch('stock_location', ['name']),
  defineSearch('stock_location_address', [
    'address_1',
    'address_2',
    'city',
    'province',
    'postal_code',
    'country_code',
  ]),
]
