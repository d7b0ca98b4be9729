import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Payment } from './payment.ts'

const CaptureSchema = defineEntity({
  name: 'Capture',
  schema: 'stoa_payment',
  properties: {
    id: id('capt'),
    amount: bigNumber(),
    payment: () => p.manyToOne(Payment).deleteRule('cascade'),
    metadata: metadata(),
    created_by: p.text().nullable(),
    ...timestamps,
  },
  indexes: [{ properties: ['payment'], where: 'deleted_at is null' }],
})

/** Money taken from an authorised payment. */
export class Capture extends CaptureSchema.class {}
CaptureSchema.setClass(Capture)
