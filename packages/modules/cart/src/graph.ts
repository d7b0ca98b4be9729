import { defineCompute } from '@stoa/query'
import { addCartTotals, cartTotalFields, lineTotalFields } from './totals.ts'

const itemFields = [...lineTotalFields, 'item_total', 'item_subtotal', 'item_tax_total']

/** What queries can know of a cart beyond its columns. */
export const cartGraph = [
  defineCompute('cart', {
    fields: [
      ...cartTotalFields,
      ...itemFields.map((name) => `items.${name}`),
      ...itemFields.map((name) => `shipping_methods.${name}`),
    ],
    requires: [
      'currency_code',
      ...['quantity', 'unit_price', 'is_tax_inclusive'].map((name) => `items.${name}`),
      ...['amount', 'is_tax_inclusive'].map((name) => `shipping_methods.${name}`),
      ...['items', 'shipping_methods'].flatMap((name) => [
        `${name}.tax_lines.rate`,
        `${name}.tax_lines.code`,
        `${name}.adjustments.amount`,
      ]),
      'items.adjustments.is_tax_inclusive',
      'credit_lines.amount',
    ],
    compute: addCartTotals,
  }),
]
