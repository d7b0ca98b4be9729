import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'

const CartAddressSchema = defineEntity({
  name: 'CartAddress',
  schema: 'stoa_cart',
  properties: {
    id: id('caaddr'),
    customer_id: p.text().nullable(),
    company: p.text().nullable(),
    first_name: p.text().nullable(),
    last_name: p.text().nullable(),
    address_1: p.text().nullable(),
    address_2: p.text().nullable(),
    city: p.text().nullable(),
    country_code: p.text().nullable(),
    province: p.text().nullable(),
    postal_code: p.text().nullable(),
    phone: p.text().nullable(),
    metadata: metadata(),
    ...timestamps,
  },
})

/** Where a cart is shipped or billed to. */
export class CartAddress extends CartAddressSchema.class {}
CartAddressSchema.setClass(CartAddress)
