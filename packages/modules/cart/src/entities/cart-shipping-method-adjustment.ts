import { defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { CartShippingMethod } from './cart-shipping-method.ts'

const CartShippingMethodAdjustmentSchema = defineEntity({
  name: 'CartShippingMethodAdjustment',
  schema: 'stoa_cart',
  properties: {
    id: id('casmadj'),
    description: p.text().nullable(),
    code: p.text().nullable(),
    amount: bigNumber(),
    provider_id: p.text().nullable(),
    metadata: metadata(),
    promotion_id: p.text().nullable(),
    shipping_method: () => p.manyToOne(CartShippingMethod).deleteRule('cascade'),
    ...timestamps,
  },
  indexes: [{ properties: ['shipping_method'] }],
})

/** A discount on the shipping of a cart. */
export class CartShippingMethodAdjustment extends CartShippingMethodAdjustmentSchema.class {}
CartShippingMethodAdjustmentSchema.setClass(CartShippingMethodAdjustment)
