import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Customer } from './customer.ts'

const CustomerAddressSchema = defineEntity({
  name: 'CustomerAddress',
  schema: 'stoa_customer',
  properties: {
    id: id('cuaddr'),
    address_name: p.text().nullable(),
    is_default_shipping: p.boolean().default(false),
    is_default_billing: p.boolean().default(false),
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
    customer: () => p.manyToOne(Customer).deleteRule('cascade'),
    ...timestamps,
  },
  uniques: [
    {
      name: 'customer_address_is_default_billing_unique',
      properties: ['customer'],
      where: 'is_default_billing = true and deleted_at is null',
    },
    {
      name: 'customer_address_is_default_shipping_unique',
      properties: ['customer'],
      where: 'is_default_shipping = true and deleted_at is null',
    },
  ],
  indexes: [{ properties: ['customer'], where: 'deleted_at is null' }],
})

/** An address in a customer's book. */
export class CustomerAddress extends CustomerAddressSchema.class {}
CustomerAddressSchema.setClass(CustomerAddress)
