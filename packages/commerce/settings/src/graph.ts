import { calculatedPrice } from '@stoa/pricing'
import { defineField, defineRelation } from '@stoa/query'
import { settingsLinks } from './links.ts'

const priceSetOf = (option: string) =>
  `(select price_set_id from stoa_link.shipping_option_price_set where shipping_option_id = ${option}.id limit 1)`

/** What the settings add to the graph. */
export const settingsGraph = [
  ...settingsLinks,
  defineField('shipping_option', 'calculated_price', (option, scope) =>
    calculatedPrice(priceSetOf(option), scope),
  ),
  defineRelation({
    entity: 'store_currency',
    name: 'currency',
    target: 'currency',
    many: false,
    join: (supported, self) => ({
      from: `stoa_currency.currency ${self}`,
      where: [`${self}.code = ${supported}.currency_code`],
    }),
  }),
  defineRelation({
    entity: 'store',
    name: 'default_sales_channel',
    target: 'sales_channel',
    many: false,
    join: (store, self) => ({
      from: `stoa_sales_channel.sales_channel ${self}`,
      where: [`${self}.id = ${store}.default_sales_channel_id`],
    }),
  }),
  defineRelation({
    entity: 'shipping_option',
    name: 'prices',
    target: 'price',
    many: true,
    join: (option, self) => ({
      from: `stoa_pricing.price ${self}`,
      where: [`${self}.price_set_id = ${priceSetOf(option)}`, `${self}.price_list_id is null`],
      order: `${self}.id`,
    }),
  }),
]
