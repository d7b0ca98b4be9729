import { defineField, defineSearch } from '@stoa/query'
import { calculatedPrice } from './calculated-price.ts'

/** What queries may compute and search for. */
export const graph = [
  defineField('price_set', 'calculated_price', (alias, scope) => calculatedPrice(`${alias}.id`, scope)),
  defineSearch('price_list', ['title', 'description']),
  defineSearch('price_preference', ['attribute', 'value']),
]
