import { defineSearch, defineTranslatable } from '@stoa/query'

/** What queries can know of payments beyond their columns. */
export const paymentGraph = [
  defineSearch('refund_reason', ['label', 'code', 'description']),
  defineSearch('payment', ['id', 'payment_collection_id', 'payment_session_id']),
  defineTranslatable('refund_reason', ['label', 'description']),
]
