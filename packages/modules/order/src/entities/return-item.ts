import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { OrderLineItem } from './order-line-item.ts'
import { Return } from './return.ts'
import { ReturnReason } from './return-reason.ts'

const ReturnItemSchema = defineEntity({
  name: 'ReturnItem',
  schema: 'stoa_order',
  properties: {
    id: id('retitem'),
    quantity: bigNumber(),
    received_quantity: bigNumber().default('0'),
    damaged_quantity: bigNumber().default('0'),
    note: p.text().nullable(),
    metadata: metadata(),
    reason: () => p.manyToOne(ReturnReason).nullable(),
    return: () => p.manyToOne(Return).deleteRule('cascade'),
    item: () => p.manyToOne(OrderLineItem),
    ...timestamps,
  },
  indexes: [
    { properties: ['return'], where: 'deleted_at is null' },
    { properties: ['reason'], where: 'deleted_at is null' },
    { properties: ['item'], where: 'deleted_at is null' },
  ],
})

/** How many of a line go back, why, and how many have come. */
export class ReturnItem extends ReturnItemSchema.class {}
ReturnItemSchema.setClass(ReturnItem)
