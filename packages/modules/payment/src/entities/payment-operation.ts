import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, timestamps } from '@stoa/kernel'
import { Payment } from './payment.ts'
import { RefundReason } from './refund-reason.ts'

const operationKinds = ['capture', 'refund', 'cancel'] as const

const PaymentOperationSchema = defineEntity({
  name: 'PaymentOperation',
  schema: 'stoa_payment',
  properties: {
    /** What it is called with the provider, and the id of the capture or refund it becomes. */
    id: p.text().primary(),
    kind: p.enum(operationKinds),
    amount: bigNumber(),
    note: p.text().nullable(),
    created_by: p.text().nullable(),
    /** When a call began of which nothing is known yet; none while nobody is calling. */
    tried_at: p.datetime().nullable(),
    attempts: p.integer().default(1),
    /** When the provider refused. */
    failed_at: p.datetime().nullable(),
    /** What the last call came to that brought no answer, or a refusal. */
    error: p.text().nullable(),
    payment: () => p.manyToOne(Payment).deleteRule('cascade'),
    refund_reason: () => p.manyToOne(RefundReason).nullable(),
    ...timestamps,
  },
  indexes: [{ properties: ['payment'] }, { properties: ['tried_at'], where: 'failed_at is null' }],
})

/**
 * Something that a provider is asked to do with a payment. It is written down before the call and goes when it is done:
 * what is here was refused, or is not known to have happened.
 */
export class PaymentOperation extends PaymentOperationSchema.class {}
PaymentOperationSchema.setClass(PaymentOperation)
