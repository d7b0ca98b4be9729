import { fieldRules } from '@stoa/rest'

const DRAFT = `
  id display_id custom_display_id status version email region_id summary total metadata created_at updated_at *items
  *items.tax_lines *items.adjustments *items.detail *items.variant *items.variant.product
  items.variant.product.collection.id items.variant.product.type.id *shipping_address *billing_address *shipping_methods
  *shipping_methods.detail *shipping_methods.tax_lines *shipping_methods.adjustments`

/** What the admin sees of a draft that was just changed. */
export const changedDraftFields = fieldRules(DRAFT)

/** What the admin sees of one draft. */
export const draftFields = fieldRules(
  `${DRAFT} payment_status fulfillment_status *payment_collections *fulfillments`,
)

/** What the admin sees of each of many drafts. */
export const draftListFields = fieldRules(
  'id display_id custom_display_id status version email region_id *items summary total metadata created_at updated_at',
)
