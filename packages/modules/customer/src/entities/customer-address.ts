import { defineEntity, p } from '@mikro-orm/core'
import { id, postalAddress, timestamps } from '@stoa/kernel'
import { Customer } from './customer.ts'

const CustomerAddressSchema = defineEntity({
  name: 'CustomerAddress',
  schema: 'stoa_customer',
  properties: {
    id: id('cuaddr'),
    address_name: p.text().nullable(),
    is_default_shipping: p.boolean().default(false),
    is_default_billing: p.boolean().default(false),
    ...postalAddress,
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
