import { Cascade, defineEntity, p } from '@mikro-orm/core'
import { id, metadata, timestamps } from '@stoa/kernel'
import { EmailType } from '../email.ts'
import { CustomerAddress } from './customer-address.ts'

const CustomerSchema = defineEntity({
  name: 'Customer',
  schema: 'stoa_customer',
  properties: {
    id: id('cus'),
    company_name: p.text().nullable(),
    first_name: p.text().nullable(),
    last_name: p.text().nullable(),
    email: p.type(EmailType).nullable(),
    phone: p.text().nullable(),
    has_account: p.boolean().default(false),
    metadata: metadata(),
    created_by: p.text().nullable(),
    addresses: () =>
      p.oneToMany(CustomerAddress).mappedBy('customer').cascade(Cascade.PERSIST, Cascade.REMOVE),
    search_document: p.text().hidden().nullable().persist(false),
    ...timestamps,
  },
  uniques: [{ properties: ['email', 'has_account'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['created_at', 'id'], where: 'deleted_at is null' }],
})

/** Someone who buys: with an account, or a guest known by an e-mail address. */
export class Customer extends CustomerSchema.class {}
CustomerSchema.setClass(Customer)
