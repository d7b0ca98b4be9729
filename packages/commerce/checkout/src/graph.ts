import { defineRelation } from '@stoa/query'
import { checkoutLinks } from './links.ts'

const reference = (entity: string, name: string, target: string, table: string) =>
  defineRelation({
    entity,
    name,
    target,
    many: false,
    join: (parent, self) => ({ from: `${table} ${self}`, where: [`${self}.id = ${parent}.${name}_id`] }),
  })

/** What carts can be read together with. */
export const checkoutGraph = [
  ...checkoutLinks,
  reference('cart', 'region', 'region', 'stoa_region.region'),
  reference('cart', 'customer', 'customer', 'stoa_customer.customer'),
  reference('cart', 'sales_channel', 'sales_channel', 'stoa_sales_channel.sales_channel'),
  reference('cart_line_item', 'product', 'product', 'stoa_product.product'),
  defineRelation({
    entity: 'cart_line_item',
    name: 'variant',
    target: 'product_variant',
    many: false,
    join: (item, self) => ({
      from: `stoa_product.product_variant ${self}`,
      where: [`${self}.id = ${item}.variant_id`],
    }),
  }),
]
