import { defineEntity, p } from '@mikro-orm/core'
import { id, postalAddress, timestamps } from '@stoa/kernel'

const OrderAddressSchema = defineEntity({
  name: 'OrderAddress',
  schema: 'stoa_order',
  properties: {
    id: id('ordaddr'),
    customer_id: p.text().nullable(),
    ...postalAddress,
    ...timestamps,
  },
})

/** Where an order is shipped or billed to. */
export class OrderAddress extends OrderAddressSchema.class {}
OrderAddressSchema.setClass(OrderAddress)
