import { fieldRules } from '@stoa/rest'

/** What the admin sees of a region. */
export const regionFields = fieldRules(
  `id name currency_code created_at updated_at deleted_at automatic_taxes metadata *countries`,
)
