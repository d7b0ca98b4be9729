import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { Customer } from './customer.ts'
import { CustomerGroup } from './customer-group.ts'

const CustomerGroupCustomerSchema = defineEntity({
  name: 'CustomerGroupCustomer',
  schema: 'stoa_customer',
  properties: {
    id: id('cusgc'),
    created_by: p.text().nullable(),
    metadata: metadata(),
    customer: () => p.manyToOne(Customer).deleteRule('cascade'),
    customer_group: () => p.manyToOne(CustomerGroup).deleteRule('cascade'),
    ...timestamps,
  },
  uniques: [{ properties: ['customer', 'customer_group'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['customer_group'], where: 'deleted_at is null' }],
})

/** A customer's place in a group. */
export class CustomerGroupCustomer extends CustomerGroupCustomerSchema.class {}
CustomerGroupCustomerSchema.setClass(CustomerGroupCustomer)
