import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { bigNumber, id, metadata, timestamps } from '@stoa/kernel'
import { Cart } from './cart.ts'
import { CartShippingMethodAdjustment } from './cart-shipping-method-adjustment.ts'
import { CartShippingMethodTaxLine } from './cart-shipping-method-tax-line.ts'

const CartShippingMethodSchema = defineEntity({
  name: 'CartShippingMethod',
  schema: 'stoa_cart',
  properties: {
    id: id('casm'),
    name: p.text(),
    description: p.json<Record<string, unknown>>().nullable(),
    amount: bigNumber(),
    is_tax_inclusive: p.boolean().default(false),
    shipping_option_id: p.text().nullable(),
    data: p.json<Record<string, unknown>>().nullable(),
    metadata: metadata(),
    cart: () => p.manyToOne(Cart).deleteRule('cascade'),
    tax_lines: () =>
      p
        .oneToMany(CartShippingMethodTaxLine)
        .mappedBy('shipping_method')
        .cascade(Cascade.PERSIST, Cascade.REMOVE),
    adjustments: () =>
      p
        .oneToMany(CartShippingMethodAdjustment)
        .mappedBy('shipping_method')
        .cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
  indexes: [{ properties: ['cart'] }],
})

/** How a cart is to be shipped, and what that costs. */
export class CartShippingMethod extends CartShippingMethodSchema.class {}
CartShippingMethodSchema.setClass(CartShippingMethod)
