import { CustomerService } from '@stoa/customer'
import { filter, metadata, moments, type StoaServer, words } from '@stoa/http'
import { actorOf, additions, resource } from '@stoa/rest'
import { Type } from 'typebox'
import { customerBody } from '../customer-body.ts'
import { known } from '../known.ts'
import { removeCustomer } from '../remove-customer.ts'
import { byEmail, translate } from './conditions.ts'
import { customerFields } from './customer-fields.ts'

const groups = Type.Partial(Type.Object({ id: words(), name: words(), ...moments() }), {
  additionalProperties: false,
})

const filters = {
  q: Type.String(),
  id: filter(Type.String()),
  email: words(),
  groups: Type.Union([words(), groups]),
  company_name: words(),
  first_name: words(),
  last_name: words(),
  has_account: Type.Boolean(),
  created_by: words(),
  ...moments(),
}

const body = Type.Object({ ...customerBody.properties, additional_data: Type.Optional(metadata()) })

/** Customers as the admin keeps them, guests among them. */
export async function adminCustomers(app: StoaServer): Promise<void> {
  const service = app.container.resolve(CustomerService)
  const customers = resource(app, {
    path: '/admin/customers',
    entity: 'customer',
    fields: customerFields,
    event: 'customer',
  })
  customers.list({
    default_limit: 50,
    filters,
    where: (conditions) => translate(conditions, { email: byEmail }),
  })
  customers.retrieve()
  customers.create(body, (given, request) =>
    service.createCustomers({ ...known(customerBody, given), created_by: actorOf(request).id }),
  )
  customers.update(body, (given, _request, id) =>
    service.updateCustomers({ ...known(customerBody, given), id }),
  )
  customers.action('/customer-groups', additions(), async ({ add = [], remove = [] }, request, id) => {
    const membership = (customer_group_id: string) => ({ customer_id: id, customer_group_id })
    await service.addToGroups(add.map(membership), actorOf(request).id)
    await service.removeFromGroups(remove.map(membership))
  })
  customers.delete((id, { container }) => removeCustomer(container, id))
}
