import { fieldRules } from '@stoa/rest'

const ORDER = `
  id display_id custom_display_id status version summary total metadata locale created_at updated_at
  region_id total subtotal tax_total discount_total discount_tax_total original_total
  original_subtotal original_tax_total item_total item_subtotal item_tax_total original_item_total
  original_item_subtotal original_item_tax_total shipping_total shipping_subtotal shipping_tax_total
  original_shipping_tax_total original_shipping_subtotal original_shipping_total credit_line_total
  credit_line_subtotal credit_line_tax_total *items *credit_lines *items.tax_lines *items.adjustments
  *items.variant *items.variant.product items.variant.product.collection.id items.variant.product.type.id
  *items.detail *shipping_address *billing_address *shipping_methods *shipping_methods.tax_lines
  *shipping_methods.detail *shipping_methods.adjustments *payment_collections
  *payment_collections.payments *payment_collections.payments.refunds
  payment_collections.payments.refunds.refund_reason.id *payment_collections.payments.captures
  payment_collections.payments.payment_session.id`

/** What the admin sees of an order that was just changed. */
export const changedOrderFields = fieldRules(ORDER)

/** How far an order has come is told whatever is asked for. */
const always = ['payment_status', 'fulfillment_status']

/** What the admin sees of one order. */
export const orderFields = {
  ...fieldRules(
    `${ORDER} *fulfillments fulfillments.delivery_address.id fulfillments.provider.id
      fulfillments.shipping_option.id`,
  ),
  always,
}

/** What the admin sees of each of many orders. */
export const orderListFields = {
  ...fieldRules(
    `id display_id custom_display_id status version summary total metadata locale created_at updated_at
      *items *items.tax_lines *items.adjustments *items.detail`,
  ),
  always,
}

/** What the admin sees of a change of an order. */
export const orderChangeFields = fieldRules(
  `id order_id return_id claim_id exchange_id version change_type *actions description status internal_note
    created_by requested_by requested_at confirmed_by confirmed_at declined_by declined_reason metadata
    declined_at canceled_by canceled_at created_at updated_at carry_over_promotions no_notification`,
)

/** What the admin sees of a line in one version of an order. */
export const orderItemFields = fieldRules('id order_id item_id version history *item')
