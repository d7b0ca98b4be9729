import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Payment } from './payment.ts'
import { PaymentProvider } from './payment-provider.ts'
import { PaymentSession } from './payment-session.ts'

const paymentCollectionStatuses = [
  'not_paid',
  'awaiting',
  'authorized',
  'partially_authorized',
  'canceled',
  'failed',
  'partially_captured',
  'completed',
] as const

const PaymentCollectionSchema = defineEntity({
  name: 'PaymentCollection',
  schema: 'stoa_payment',
  properties: {
    id: id('pay_col'),
    currency_code: p.text(),
    amount: bigNumber(),
    authorized_amount: bigNumber().nullable(),
    captured_amount: bigNumber().nullable(),
    refunded_amount: bigNumber().nullable(),
    completed_at: p.datetime().nullable(),
    status: p.enum(paymentCollectionStatuses).default('not_paid'),
    metadata: metadata(),
    payment_providers: () =>
      p.manyToMany(PaymentProvider).pivotTable('stoa_payment.payment_collection_payment_providers').owner(),
    payment_sessions: () =>
      p.oneToMany(PaymentSession).mappedBy('payment_collection').cascade(Cascade.PERSIST, Cascade.REMOVE),
    payments: () =>
      p.oneToMany(Payment).mappedBy('payment_collection').cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
})

/** All that is to be paid for one cart or order. */
export class PaymentCollection extends PaymentCollectionSchema.class {}
PaymentCollectionSchema.setClass(PaymentCollection)
