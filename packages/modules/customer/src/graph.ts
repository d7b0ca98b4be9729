import { defineRelation, defineSearch, defineSearchDocument, defineTranslatable } from '@stoa/query'

const MEMBERSHIP = 'stoa_customer.customer_group_customer'

/** What queries can walk beyond the entities' own relations. */
export const customerGraph = [
  defineRelation({
    entity: 'customer',
    name: 'groups',
    target: 'customer_group',
    many: true,
    join: (customer, self) => ({
      from: `${MEMBERSHIP} ${self}_via join stoa_customer.customer_group ${self} on ${self}.id = ${self}_via.customer_group_id`,
      where: [`${self}_via.customer_id = ${customer}.id`, `${self}_via.deleted_at is null`],
      order: `${self}.id`,
    }),
  }),
  defineRelation({
    entity: 'customer_group',
    name: 'customers',
    target: 'customer',
    many: true,
    join: (group, self) => ({
      from: `${MEMBERSHIP} ${self}_via join stoa_customer.customer ${self} on ${self}.id = ${self}_via.customer_id`,
      where: [`${self}_via.customer_group_id = ${group}.id`, `${self}_via.deleted_at is null`],
      order: `${self}.id`,
    }),
  }),
  defineSearchDocument('customer', ['email', 'first_name', 'last_name', 'company_name', 'phone']),
  defineSearch('customer_group', ['name']),
  defineSearch('customer_address', [
    'address_name',
    'company',
    'first_name',
    'last_name',
    'address_1',
    'address_2',
    'city',
    'province',
    'postal_code',
  ]),
  defineTranslatable('customer_group', ['name']),
]
