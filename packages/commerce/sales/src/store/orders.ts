import { fieldsQuery, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { actorOf, sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { orderFields, orderListFields } from './order-fields.ts'

const ids = () => oneOrMany(Type.String())

const filters = { id: ids(), status: ids() }

/** Orders as their buyers see them. */
export async function storeOrders(app: StoaServer): Promise<void> {
  app.get(
    '/store/orders',
    {
      schema: { querystring: listQuery({ default_limit: 50, filters }) },
      config: { auth: { actor: 'customer', by: ['session', 'bearer'] } },
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

  // A guest has nothing but the order's id to show; an order of a registered customer opens to that customer alone.
  app.get(
    '/store/orders/:id',
    {
      schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() },
      config: { auth: { actor: 'customer', by: ['session', 'bearer'], optional: true } },
    },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'order',
        key: 'order',
        id: request.params.id,
        fields: orderFields,
        filters: {
          is_draft_order: false,
          $or: [
            { customer_id: null },
            { customer: { has_account: false } },
            { customer_id: request.asker.actor?.id ?? [] },
          ],
        },
      }),
  )
}
