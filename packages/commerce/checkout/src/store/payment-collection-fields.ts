import { fieldRules } from '@stoa/rest'

/** What a buyer sees of what is to be paid. */
export const paymentCollectionFields = fieldRules(
  'id currency_code amount *payment_sessions *payment_sessions.payment',
  `status payment_providers payment_providers.id payment_sessions.id payment_sessions.amount
    payment_sessions.currency_code payment_sessions.provider_id payment_sessions.data payment_sessions.status`,
)
