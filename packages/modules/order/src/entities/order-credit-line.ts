import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'

const OrderCreditLineSchema = defineEntity({
  name: 'OrderCreditLine',
  schema: 'stoa_order',
  properties: {
    id: id('ordcl'),
    version: p.integer().default(1),
    reference: p.text().nullable(),
    reference_id: p.text().nullable(),
    amount: bigNumber(),
    metadata: metadata(),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['order'], where: 'deleted_at is null' }],
})

/** Something that is taken off what an order costs. */
export class OrderCreditLine extends OrderCreditLineSchema.class {}
OrderCreditLineSchema.setClass(OrderCreditLine)
