import { filter, filtersOf, moments, type StoaServer, words } from '@stoa/http'
import { Query, type ResultRow } from '@stoa/query'
import { selectedFields } from '@stoa/rest'
import type { FastifyRequest } from 'fastify'
import { type TProperties, Type } from 'typebox'
import { orderChangeFields, orderItemFields } from './order-fields.ts'
import { orderQuery } from './order-query.ts'

const params = Type.Object({ id: Type.String() })

const optional = <Properties extends TProperties>(properties: Properties) =>
  Type.Partial(Type.Object(properties))

const changeFilters = {
  id: filter(Type.String()),
  status: filter(Type.String()),
  change_type: filter(Type.String()),
  ...moments(),
}

const itemFilters = { id: words(), item_id: words() }

/** What became of an order, change by change and line by line. */
export async function adminOrderHistory(app: StoaServer): Promise<void> {
  const fields = Type.Optional(Type.String())

  app.get(
    '/admin/orders/:id/changes',
    { schema: { params, querystring: Type.Object({ fields, ...optional(changeFilters).properties }) } },
    async (request) => ({
      order_changes: await ofOrder(request, 'order_change', {
        fields: selectedFields(request, { entity: 'order_change', fields: orderChangeFields }),
        filters: filtersOf(request.query, Object.keys(changeFilters) as never[]),
      }),
    }),
  )

  // Without a version every line is shown as it was last, also one that the order no longer has.
  app.get(
    '/admin/orders/:id/line-items',
    {
      schema: {
        params,
        querystring: Type.Object({ ...orderQuery.properties, ...optional(itemFilters).properties }),
      },
    },
    async (request) => {
      const { version } = request.query
      return {
        order_items: await ofOrder(request, 'order_item', {
          fields: selectedFields(request, { entity: 'order_item', fields: orderItemFields }),
          filters: {
            $and: [
              filtersOf(request.query, Object.keys(itemFilters) as never[]),
              version === undefined ? { later: null } : { version },
            ],
          },
        }),
      }
    },
  )
}

/** Rows of one order; where there are none, the order may not be there either. */
async function ofOrder(
  request: FastifyRequest,
  entity: string,
  { fields, filters }: { fields: string[]; filters: object },
): Promise<ResultRow[]> {
  const { id } = request.params as { id: string }
  const query = request.container.resolve(Query)
  const rows = await query.list(entity, {
    fields,
    filters: { $and: [{ order_id: id }, filters] },
    allow_regex: true,
  })
  if (rows.length === 0) await query.retrieve('order', id, { fields: ['id'] })
  return rows
}
