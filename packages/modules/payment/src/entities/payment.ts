import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Capture } from './capture.ts'
import { PaymentCollection } from './payment-collection.ts'
import { PaymentSession } from './payment-session.ts'
import { Refund } from './refund.ts'

const PaymentSchema = defineEntity({
  name: 'Payment',
  schema: 'stoa_payment',
  properties: {
    id: id('pay'),
    amount: bigNumber(),
    currency_code: p.text(),
    provider_id: p.text(),
    data: p.json<Record<string, unknown>>().nullable(),
    metadata: metadata(),
    captured_at: p.datetime().nullable(),
    canceled_at: p.datetime().nullable(),
    // Kept by guarded updates alone: what was taken and given back, and what is just being.
    captured_amount: bigNumber().default('0').hidden(),
    refunded_amount: bigNumber().default('0').hidden(),
    pending_capture_amount: bigNumber().default('0').hidden(),
    pending_refund_amount: bigNumber().default('0').hidden(),
    payment_collection: () => p.manyToOne(PaymentCollection).deleteRule('cascade'),
    payment_session: () => p.oneToOne(PaymentSession).owner(),
    refunds: () => p.oneToMany(Refund).mappedBy('payment').cascade(Cascade.PERSIST, Cascade.REMOVE),
    captures: () => p.oneToMany(Capture).mappedBy('payment').cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
  indexes: [{ properties: ['payment_collection'], where: 'deleted_at is null' }],
})

/** What a provider has authorised. */
export class Payment extends PaymentSchema.class {}
PaymentSchema.setClass(Payment)
