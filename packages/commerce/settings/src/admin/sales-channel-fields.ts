import { fieldRules } from '@stoa/rest'

/** What the admin sees of a sales channel. */
export const salesChannelFields = fieldRules(
  'id name description is_disabled created_at updated_at deleted_at metadata',
)
