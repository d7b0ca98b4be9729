import { fieldsQuery, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { regionFields } from './region-fields.ts'

const ids = () => oneOrMany(Type.String())

const filters = { q: Type.String(), id: ids(), currency_code: ids(), name: ids() }

/** Regions as a storefront sees them. */
export async function storeRegions(app: StoaServer): Promise<void> {
  app.get(
    '/store/regions',
    { schema: { querystring: listQuery({ default_limit: 50, filters }) } },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'region',
        key: 'regions',
        fields: regionFields,
        filters: filtersOf(request.query, Object.keys(filters) as never[]),
      }),
  )

  app.get(
    '/store/regions/:id',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() } },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'region',
        key: 'region',
        id: request.params.id,
        fields: regionFields,
      }),
  )
}
