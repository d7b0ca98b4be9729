import { dateFilter, fieldsQuery, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { apiKeyFields } from './api-key-fields.ts'

const ids = () => oneOrMany(Type.String())

const filters = {
  q: Type.String(),
  id: ids(),
  title: ids(),
  token: ids(),
  type: Type.Union([Type.Literal('publishable'), Type.Literal('secret')]),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
  revoked_at: dateFilter(),
}

/** The keys that open the API. */
export async function adminApiKeys(app: StoaServer): Promise<void> {
  app.get(
    '/admin/api-keys',
    { schema: { querystring: listQuery({ default_limit: 20, filters }) } },
    (request, reply) =>
      sendList(request, reply, {
        entity: 'api_key',
        key: 'api_keys',
        fields: apiKeyFields,
        filters: filtersOf(request.query, Object.keys(filters) as never[]),
      }),
  )

  app.get(
    '/admin/api-keys/:id',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() } },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'api_key',
        key: 'api_key',
        id: request.params.id,
        fields: apiKeyFields,
      }),
  )
}
