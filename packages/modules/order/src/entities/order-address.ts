import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'

const OrderAddressSchema = defineEntity({
  name: 'OrderAddress',
  schema: 'stoa_order',
  properties: {
    id: id('ordaddr'),
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

/** Where an order is shipped or billed to. */
export class OrderAddress extends OrderAddressSchema.class {}
OrderAddressSchema.setClass(OrderAddress)
