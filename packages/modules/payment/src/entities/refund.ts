import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Payment } from './payment.ts'
import { RefundReason } from './refund-reason.ts'

const RefundSchema = defineEntity({
  name: 'Refund',
  schema: 'stoa_payment',
  properties: {
    id: id('ref'),
    amount: bigNumber(),
    payment: () => p.manyToOne(Payment).deleteRule('cascade'),
    refund_reason: () => p.manyToOne(RefundReason).nullable(),
    note: p.text().nullable(),
    created_by: p.text().nullable(),
    metadata: metadata(),
    ...timestamps,
  },
  indexes: [
    { properties: ['payment'], where: 'deleted_at is null' },
    { properties: ['refund_reason'], where: 'deleted_at is null' },
  ],
})

/** Money given back. */
export class Refund extends RefundSchema.class {}
RefundSchema.setClass(Refund)
