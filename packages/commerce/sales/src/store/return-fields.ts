import { fieldRules } from '@stoa/rest'
import { allTotals } from '../all-totals.ts'

/** What a buyer sees of a return. Beyond its own columns and totals, its order as it is by then. */
export const returnFields = fieldRules(
  `id order_id order_version display_id status location_id no_notification refund_amount raw_refund_amount created_by
    metadata requested_at received_at canceled_at exchange_id claim_id created_at updated_at deleted_at
    ${allTotals} *items *items.detail *items.item
    *items.item.tax_lines *items.item.adjustments items.reason.id *shipping_methods *shipping_methods.detail
    *shipping_methods.tax_lines *shipping_methods.adjustments *transactions order.id order.display_id
    order.custom_display_id order.version order.status order.email order.currency_code order.locale order.metadata
    order.region_id order.customer_id order.sales_channel_id order.is_draft_order order.no_notification order.canceled_at
    order.created_at order.updated_at order.deleted_at order.summary order.shipping_address_id order.billing_address_id
    order.shipping_address.id order.billing_address.id *order.items *order.items.detail *order.items.tax_lines
    *order.items.adjustments *order.shipping_methods *order.credit_lines *order.transactions`,
  '',
)
