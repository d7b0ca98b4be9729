import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, timestamps } from '@stoa/kernel'
import { OrderShippingMethod } from './order-shipping-method.ts'

const OrderShippingMethodAdjustmentSchema = defineEntity({
  name: 'OrderShippingMethodAdjustment',
  schema: 'stoa_order',
  properties: {
    id: id('ordsmadj'),
    version: p.integer().default(1),
    description: p.text().nullable(),
    promotion_id: p.text().nullable(),
    code: p.text().nullable(),
    amount: bigNumber(),
    provider_id: p.text().nullable(),
    shipping_method: () => p.manyToOne(OrderShippingMethod).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['shipping_method'], where: 'deleted_at is null' }],
})

/** A discount on the shipping of an order. */
export class OrderShippingMethodAdjustment extends OrderShippingMethodAdjustmentSchema.class {}
OrderShippingMethodAdjustmentSchema.setClass(OrderShippingMethodAdjustment)
