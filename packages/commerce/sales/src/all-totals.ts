const names = `
  total subtotal tax_total discount_total discount_subtotal discount_tax_total original_total original_subtotal
  original_tax_total item_total item_subtotal item_tax_total item_discount_total original_item_total
  original_item_subtotal original_item_tax_total shipping_total shipping_subtotal shipping_tax_total
  shipping_discount_total original_shipping_total original_shipping_subtotal original_shipping_tax_total
  credit_line_total credit_line_subtotal credit_line_tax_total fulfilled_total shipped_total return_requested_total
  return_received_total return_dismissed_total write_off_total`
  .trim()
  .split(/\s+/)

/** All that an order or a return comes to, and the exact twins, for the fields of a route. */
export const allTotals = names.flatMap((name) => [name, `raw_${name}`]).join(' ')
