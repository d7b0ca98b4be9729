import { fieldRules } from '@stoa/rest'

/** What the admin sees of a user. */
export const userFields = fieldRules(
  'id first_name last_name email avatar_url metadata created_at updated_at deleted_at',
)
