import { defineEntity, p } from '@mikro-orm/core'
import { id, postalAddress, timestamps } from '@stoa/kernel'

const CartAddressSchema = defineEntity({
  name: 'CartAddress',
  schema: 'stoa_cart',
  properties: {
    id: id('caaddr'),
    customer_id: p.text().nullable(),
    ...postalAddress,
    ...timestamps,
  },
})

/** Where a cart is shipped or billed to. */
export class CartAddress extends CartAddressSchema.class {}
CartAddressSchema.setClass(CartAddress)
