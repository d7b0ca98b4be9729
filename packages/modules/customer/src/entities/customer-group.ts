import { defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'

const CustomerGroupSchema = defineEntity({
  name: 'CustomerGroup',
  schema: 'stoa_customer',
  properties: {
    id: id('cusgroup'),
    name: p.text(),
    metadata: metadata(),
    created_by: p.text().nullable(),
    ...timestamps,
  },
  uniques: [{ properties: ['name'], where: 'deleted_at is null' }],
})

/** Customers who are treated alike, such as wholesale buyers. */
export class CustomerGroup extends CustomerGroupSchema.class {}
CustomerGroupSchema.setClass(CustomerGroup)
