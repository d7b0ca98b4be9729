import { dateFilter, fieldsQuery, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { orderFields, orderListFields } from './order-fields.ts'

const ids = () => oneOrMany(Type.String())

const filters = {
  id: ids(),
  status: ids(),
  sales_channel_id: ids(),
  region_id: ids(),
  customer_id: ids(),
  q: Type.String(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
}

/** Orders as the shopkeeper sees them. */
export async function adminOrders(app: StoaServer): Promise<void> {
  app.get(
    '/admin/orders',
    { schema: { querystring: listQuery({ default_limit: 15, filters }) } },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'order',
        key: 'orders',
        fields: orderListFields,
        filters: {
          $and: [{ is_draft_order: false }, filtersOf(request.query, Object.keys(filters) as never[])],
        },
      }),
  )

  app.get(
    '/admin/orders/:id',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() } },
    (request, reply) =>
      sendOne(request, reply, { entity: 'order', key: 'order', id: request.params.id, fields: orderFields }),
  )
}
