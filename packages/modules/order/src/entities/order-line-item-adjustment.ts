import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { OrderLineItem } from './order-line-item.ts'

const OrderLineItemAdjustmentSchema = defineEntity({
  name: 'OrderLineItemAdjustment',
  schema: 'stoa_order',
  properties: {
    id: id('ordliadj'),
    version: p.integer().default(1),
    description: p.text().nullable(),
    promotion_id: p.text().nullable(),
    code: p.text().nullable(),
    amount: bigNumber(),
    provider_id: p.text().nullable(),
    is_tax_inclusive: p.boolean().default(false),
    item: () => p.manyToOne(OrderLineItem).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['item'], where: 'deleted_at is null' }],
})

/** A discount on a line of an order. */
export class OrderLineItemAdjustment extends OrderLineItemAdjustmentSchema.class {}
OrderLineItemAdjustmentSchema.setClass(OrderLineItemAdjustment)
