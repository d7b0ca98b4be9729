import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Refund } from './refund.ts'

const RefundReasonSchema = defineEntity({
  name: 'RefundReason',
  schema: 'stoa_payment',
  properties: {
    id: id('refr'),
    label: p.text(),
    code: p.text(),
    description: p.text().nullable(),
    metadata: metadata(),
    refunds: () => p.oneToMany(Refund).mappedBy('refund_reason'),
    ...timestamps,
  },
})

/** Why money was given back. */
export class RefundReason extends RefundReasonSchema.class {}
RefundReasonSchema.setClass(RefundReason)
