import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'
import { OrderLineItem } from './order-line-item.ts'

const OrderItemSchema = defineEntity({
  name: 'OrderItem',
  schema: 'stoa_order',
  properties: {
    id: id('orditem'),
    version: p.integer().default(1),
    unit_price: bigNumber().nullable(),
    compare_at_unit_price: bigNumber().nullable(),
    quantity: bigNumber(),
    fulfilled_quantity: bigNumber().default('0'),
    delivered_quantity: bigNumber().default('0'),
    shipped_quantity: bigNumber().default('0'),
    return_requested_quantity: bigNumber().default('0'),
    return_received_quantity: bigNumber().default('0'),
    return_dismissed_quantity: bigNumber().default('0'),
    written_off_quantity: bigNumber().default('0'),
    metadata: metadata(),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    item: () => p.manyToOne(OrderLineItem),
    ...timestamps,
  },
  indexes: [
    { properties: ['order'], where: 'deleted_at is null' },
    { properties: ['item'], where: 'deleted_at is null' },
  ],
})

/** How many of a line are in one version of an order, and how far they have come. */
export class OrderItem extends OrderItemSchema.class {}
OrderItemSchema.setClass(OrderItem)
