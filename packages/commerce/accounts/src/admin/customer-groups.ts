import { CustomerService } from '@stoa/customer'
import { filter, metadata, moments, type StoaServer, words } from '@stoa/http'
import { actorOf, additions, fieldRules, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { known } from '../known.ts'
import { byCustomers, translate } from './conditions.ts'

const customers = Type.Partial(
  Type.Object({
    id: words(),
    email: filter(Type.String()),
    default_billing_address_id: words(),
    default_shipping_address_id: words(),
    company_name: words(),
    first_name: words(),
    last_name: words(),
    created_by: words(),
    ...moments(),
  }),
  { additionalProperties: false },
)

const filters = {
  q: Type.String(),
  id: words(),
  name: words(),
  customers: Type.Union([words(), customers]),
  created_by: words(),
  ...moments(),
}

const group = Type.Object({ name: Type.String({ minLength: 1 }), metadata: Type.Optional(metadata()) })
const change = Type.Partial(group)

/** Groups of customers as the admin keeps them. */
export async function adminCustomerGroups(app: StoaServer): Promise<void> {
  const service = app.container.resolve(CustomerService)
  const groups = resource(app, {
    path: '/admin/customer-groups',
    entity: 'customer_group',
    fields: fieldRules('id name created_by created_at updated_at deleted_at metadata'),
  })
  groups.list({
    default_limit: 50,
    filters,
    where: (conditions) => translate(conditions, { customers: byCustomers }),
  })
  groups.retrieve()
  groups.create(group, (body, request) =>
    service.createCustomerGroups({ ...known(group, body), created_by: actorOf(request).id }),
  )
  groups.update(change, (body, _request, id) => service.updateCustomerGroups({ ...known(change, body), id }))
  groups.action('/customers', additions(), async ({ add = [], remove = [] }, request, id) => {
    await service.retrieveCustomerGroup(id)
    const membership = (customer_id: string) => ({ customer_id, customer_group_id: id })
    await service.addToGroups(add.map(membership), actorOf(request).id)
    await service.removeFromGroups(remove.map(membership))
  })
  groups.delete((id) => service.softDeleteCustomerGroups(id))
}
