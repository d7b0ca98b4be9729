import { fieldRules } from '@stoa/rest'

/** What the admin sees of an API key. */
export const apiKeyFields = fieldRules(
  `id title token redacted type last_used_at updated_at created_at created_by revoked_at revoked_by
    sales_channels.id sales_channels.name`,
)
