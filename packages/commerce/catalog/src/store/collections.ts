import { dateFilter, fieldsQuery, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { buyerContext } from '../pricing-context.ts'
import { collectionFields } from './collection-fields.ts'

const ids = () => oneOrMany(Type.String())

const filters = {
  q: Type.String(),
  id: ids(),
  title: ids(),
  handle: ids(),
  external_id: ids(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
}

/** Collections as a storefront sees them. */
export async function storeCollections(app: StoaServer): Promise<void> {
  app.get(
    '/store/collections',
    { schema: { querystring: listQuery({ default_limit: 10, filters }) } },
    (request, reply) => {
      request.query.order ??= '-created_at'
      return sendList(request, reply, {
        entity: 'product_collection',
        key: 'collections',
        fields: collectionFields,
        filters: filtersOf(request.query, Object.keys(filters) as never[]),
        context: buyerContext(request),
      })
    },
  )

  app.get(
    '/store/collections/:id',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() } },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'product_collection',
        key: 'collection',
        id: request.params.id,
        fields: collectionFields,
        context: buyerContext(request),
      }),
  )
}
