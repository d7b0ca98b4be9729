import { fieldRules } from '@stoa/rest'

/** What a buyer sees of what is to be paid. */
export const paymentCollectionFields = fieldRules(
  `as POST /store/payment-collections/:id/payment-sessions *payment_sessions.payment`,
  ``,
)
