import { fieldRules } from '@stoa/rest'

/** What the admin sees of a customer. */
export const customerFields = fieldRules(
  `id company_name first_name last_name email phone metadata has_account created_by created_at updated_at
    deleted_at`,
)
