import { fieldRules } from '@stoa/rest'

/** What a buyer sees of a return. Beyond its own columns and totals, its order as it is by then. */
export const returnFields = fieldRules(
  `id order_id order_version display_id status location_id no_notification refund_amount created_by metadata requested_at
    received_at canceled_at exchange_id claim_id created_at updated_at deleted_at total subtotal tax_total discount_total
    discount_subtotal discount_tax_total original_total original_subtotal original_tax_total item_total item_subtotal
    item_tax_total item_discount_total original_item_total original_item_subtotal original_item_tax_total shipping_total
    shipping_subtotal shipping_tax_total shipping_discount_total original_shipping_total original_shipping_subtotal
    original_shipping_tax_total credit_line_total credit_line_subtotal credit_line_tax_total fulfilled_total shipped_total
    return_requested_total return_received_total return_dismissed_total write_off_total raw_total raw_subtotal raw_tax_total
    raw_discount_total raw_discount_subtotal raw_discount_tax_total raw_original_total raw_original_subtotal
    raw_original_tax_total raw_item_total raw_item_subtotal raw_item_tax_total raw_item_discount_total
    raw_original_item_total raw_original_item_subtotal raw_original_item_tax_total raw_shipping_total raw_shipping_subtotal
    raw_shipping_tax_total raw_shipping_discount_total raw_original_shipping_total raw_original_shipping_subtotal
    raw_original_shipping_tax_total raw_credit_line_total raw_credit_line_subtotal raw_credit_line_tax_total
    raw_fulfilled_total raw_shipped_total raw_return_requested_total raw_return_received_total
    raw_return_dismissed_total raw_write_off_total raw_refund_amount *items *items.detail *items.item
    *items.item.tax_lines *items.item.adjustments items.reason.id *shipping_methods *shipping_methods.detail
    *shipping_methods.tax_lines *shipping_methods.adjustments *transactions order.id order.display_id
    order.custom_display_id order.version order.status order.email order.currency_code order.locale order.metadata
    order.region_id order.customer_id order.sales_channel_id order.is_draft_order order.no_notification order.canceled_at
    order.created_at order.updated_at order.deleted_at order.summary order.shipping_address_id order.billing_address_id
    order.shipping_address.id order.billing_address.id *order.items *order.items.detail *order.items.tax_lines
    *order.items.adjustments *order.shipping_methods *order.credit_lines *order.transactions`,
  '',
)
