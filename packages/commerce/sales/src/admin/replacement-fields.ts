import { fieldRules } from '@stoa/rest'

const EXCHANGE = 'id order_id return_id display_id order_version created_by created_at updated_at canceled_at'

const CLAIM = `
  id type order_id return_id display_id order_version refund_amount created_by created_at updated_at canceled_at`

/** What the admin sees of each of many exchanges. */
export const exchangeListFields = fieldRules(EXCHANGE)

/** What the admin sees of one exchange. */
export const exchangeFields = fieldRules(
  `${EXCHANGE} *additional_items *additional_items.detail additional_items.item.id`,
)

/** What the admin sees of each of many claims. */
export const claimListFields = fieldRules(CLAIM)

/** What the admin sees of one claim. */
export const claimFields = fieldRules(
  `${CLAIM} *additional_items *additional_items.detail additional_items.item.id
    *claim_items *claim_items.detail claim_items.item.id`,
)
