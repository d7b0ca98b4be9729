import { sqlMigration } from '@stoa/kernel'

/** Several promotions may take something off one way to ship, as off one line. */
export const shippingDiscounts = sqlMigration(
  'order/20261125_shipping_discounts',
  'drop index "stoa_order"."order_shipping_method_adjustment_version_shipping_58fea_unique";',
)
