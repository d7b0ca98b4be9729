import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'
import { Order } from './order.ts'
import { OrderShippingMethod } from './order-shipping-method.ts'

const OrderShippingSchema = defineEntity({
  name: 'OrderShipping',
  schema: 'stoa_order',
  properties: {
    id: id('ordspmv'),
    version: p.integer().default(1),
    return_id: p.text().nullable(),
    exchange_id: p.text().nullable(),
    claim_id: p.text().nullable(),
    order: () => p.manyToOne(Order).deleteRule('cascade'),
    shipping_method: () => p.manyToOne(OrderShippingMethod),
    ...timestamps,
  },
  indexes: [
    { properties: ['order'], where: 'deleted_at is null' },
    { properties: ['shipping_method'], where: 'deleted_at is null' },
  ],
})

/** Which shipping methods one version of an order has. */
export class OrderShipping extends OrderShippingSchema.class {}
OrderShippingSchema.setClass(OrderShipping)
