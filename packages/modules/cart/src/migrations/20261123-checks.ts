import { sqlMigration } from '@stoa/kernel'

/** What totals cannot be computed from must not get in. */
export const checks = sqlMigration(
  'cart/20261123_checks',
  `
    alter table stoa_cart.cart_line_item
      add constraint cart_line_item_quantity_above_zero check (quantity > 0),
      add constraint cart_line_item_unit_price_not_negative check (unit_price >= 0);
    alter table stoa_cart.cart_shipping_method
      add constraint cart_shipping_method_amount_not_negative check (amount >= 0);
    alter table stoa_cart.cart_line_item_adjustment
      add constraint cart_line_item_adjustment_amount_not_negative check (amount >= 0);
    alter table stoa_cart.cart_shipping_method_adjustment
      add constraint cart_shipping_method_adjustment_amount_not_negative check (amount >= 0);
    alter table stoa_cart.cart_line_item_tax_line
      add constraint cart_line_item_tax_line_rate_not_negative check (rate >= 0);
    alter table stoa_cart.cart_shipping_method_tax_line
      add constraint cart_shipping_method_tax_line_rate_not_negative check (rate >= 0);
  `,
)
