import { fieldRules } from '@stoa/rest'
import { allTotals } from '../all-totals.ts'

const RETURN = `
  id order_id exchange_id claim_id display_id location_id order_version status metadata no_notification refund_amount
  created_by created_at updated_at canceled_at requested_at received_at`

/** What the admin sees of each of many returns. */
export const returnListFields = fieldRules(RETURN)

/** What the admin sees of one return. */
export const adminReturnFields = fieldRules(
  `${RETURN} *items *items.detail items.item.id *items.reason items.reason.parent_return_reason.id`,
)

/** What the admin sees of an order when a return, an exchange or a claim of it begins. */
export const orderOfChangeFields = fieldRules(
  `id display_id custom_display_id status version email currency_code locale metadata region_id customer_id sales_channel_id
    is_draft_order no_notification canceled_at created_at updated_at deleted_at summary shipping_address_id billing_address_id
    shipping_address.id billing_address.id ${allTotals} *items *items.detail *items.tax_lines *items.adjustments
    *shipping_methods *shipping_methods.detail *shipping_methods.tax_lines *shipping_methods.adjustments *credit_lines
    *order_change order_change.order.id`,
)
