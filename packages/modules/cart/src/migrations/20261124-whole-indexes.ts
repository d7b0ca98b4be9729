import { sqlMigration } from '@stoa/kernel'

const indexes = [
  ['cart_credit_line', 'cart_id'],
  ['cart_line_item', 'cart_id'],
  ['cart_line_item_adjustment', 'item_id'],
  ['cart_line_item_tax_line', 'item_id'],
  ['cart_shipping_method', 'cart_id'],
  ['cart_shipping_method_adjustment', 'shipping_method_id'],
  ['cart_shipping_method_tax_line', 'shipping_method_id'],
]

/** Rows of carts are removed, not marked; removing by a key reads the whole table where the index leaves rows out. */
export const wholeIndexes = sqlMigration(
  'cart/20261124_whole_indexes',
  indexes
    .map(
      ([table, column]) => `drop index stoa_cart.${table}_${column}_index;
        create index ${table}_${column}_index on stoa_cart.${table} (${column});`,
    )
    .join('\n'),
)
