import { fieldRules } from '@stoa/rest'

/** What customers see of their addresses. */
export const addressFields = fieldRules(
  `id address_name company customer_id first_name last_name address_1 address_2 city province postal_code
    country_code phone metadata is_default_shipping is_default_billing created_at updated_at`,
  '',
)
