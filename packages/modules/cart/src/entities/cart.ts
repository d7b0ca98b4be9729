import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { CartAddress } from './cart-address.ts'
import { CartCreditLine } from './cart-credit-line.ts'
import { CartLineItem } from './cart-line-item.ts'
import { CartShippingMethod } from './cart-shipping-method.ts'

const CartSchema = defineEntity({
  name: 'Cart',
  schema: 'stoa_cart',
  properties: {
    id: id('cart'),
    region_id: p.text().nullable(),
    customer_id: p.text().nullable(),
    sales_channel_id: p.text().nullable(),
    email: p.text().nullable(),
    currency_code: p.text(),
    locale: p.text().nullable(),
    metadata: metadata(),
    completed_at: p.datetime().nullable(),
    shipping_address: () => p.manyToOne(CartAddress).nullable(),
    billing_address: () => p.manyToOne(CartAddress).nullable(),
    items: () => p.oneToMany(CartLineItem).mappedBy('cart').cascade(Cascade.PERSIST, Cascade.REMOVE),
    credit_lines: () => p.oneToMany(CartCreditLine).mappedBy('cart'),
    shipping_methods: () =>
      p.oneToMany(CartShippingMethod).mappedBy('cart').cascade(Cascade.PERSIST, Cascade.REMOVE),
    ...timestamps,
  },
  indexes: [
    { properties: ['shipping_address'], where: 'deleted_at is null' },
    { properties: ['billing_address'], where: 'deleted_at is null' },
  ],
})

/** What a buyer has gathered and not yet ordered. */
export class Cart extends CartSchema.class {}
CartSchema.setClass(Cart)
