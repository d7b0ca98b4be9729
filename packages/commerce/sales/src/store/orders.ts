import { fieldsQuery, filtersOf, listQuery, type StoaServer, words } from '@stoa/http'
import { actorOf, sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { customersOnly, maybeCustomer, mayRead } from './access.ts'
import { orderFields, orderListFields } from './order-fields.ts'

const filters = { id: words(), status: words() }

/** Orders as their buyers see them. */
export async function storeOrders(app: StoaServer): Promise<void> {
  app.get(
    '/store/orders',
    {
      schema: { querystring: listQuery({ default_limit: 50, filters }) },
      config: { auth: customersOnly },
    },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'order',
        key: 'orders',
        fields: orderListFields,
        filters: {
          $and: [
            { customer_id: actorOf(request).id, is_draft_order: false },
            filtersOf(request.query, ['id', 'status']),
          ],
        },
      }),
  )

  app.get(
    '/store/orders/:id',
    {
      schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() },
      config: { auth: maybeCustomer },
    },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'order',
        key: 'order',
        id: request.params.id,
        fields: orderFields,
        filters: mayRead(request),
      }),
  )
}
