import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Payment } from './payment.ts'
import { PaymentCollection } from './payment-collection.ts'

const paymentSessionStatuses = [
  'authorized',
  'captured',
  'pending',
  'requires_more',
  'error',
  'canceled',
  'pending_authorization',
] as const

const PaymentSessionSchema = defineEntity({
  name: 'PaymentSession',
  schema: 'stoa_payment',
  properties: {
    id: id('payses'),
    currency_code: p.text(),
    amount: bigNumber(),
    provider_id: p.text(),
    data: p.json<Record<string, unknown>>().defaultRaw(`'{}'`),
    context: p.json<Record<string, unknown>>().nullable(),
    status: p.enum(paymentSessionStatuses).default('pending'),
    authorized_at: p.datetime().nullable(),
    payment_collection: () => p.manyToOne(PaymentCollection).deleteRule('cascade'),
    payment: () => p.oneToOne(Payment).mappedBy('payment_session').nullable(),
    metadata: metadata(),
    ...timestamps,
  },
  indexes: [{ properties: ['payment_collection'], where: 'deleted_at is null' }],
})

/** A try to pay a collection with one provider. */
export class PaymentSession extends PaymentSessionSchema.class {}
PaymentSessionSchema.setClass(PaymentSession)
