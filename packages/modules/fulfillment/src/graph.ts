import { defineSearch, defineTranslatable } from '@stoa/query'

/** What queries may search for. */
export const graph = [
  defineSearch('shipping_option', ['name']),
  defineSearch('shipping_option_type', ['label', 'description', 'code']),
  defineSearch('shipping_profile', ['name']),
  defineSearch('fulfillment_set', ['name']),
  defineSearch('fulfillment_provider', ['id']),
  defineTranslatable('shipping_option', ['name']),
  defineTranslatable('shipping_option_type', ['label', 'description']),
]
