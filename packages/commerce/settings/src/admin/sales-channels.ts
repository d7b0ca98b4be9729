import { dateFilter, fieldsQuery, filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import type { Filters } from '@stoa/query'
import { sendList, sendOne } from '@stoa/rest'
import { Type } from 'typebox'
import { salesChannelFields } from './sales-channel-fields.ts'

const ids = () => oneOrMany(Type.String())

const filters = {
  q: Type.String(),
  id: ids(),
  name: ids(),
  description: Type.String(),
  is_disabled: Type.Boolean(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

const querystring = Type.Object({
  ...listQuery({ default_limit: 20, filters }).properties,
  location_id: Type.Optional(ids()),
  publishable_key_id: Type.Optional(ids()),
})

/** What the list is narrowed to beyond the channels' own columns. */
function throughLinks(query: { location_id?: unknown; publishable_key_id?: unknown }): Filters {
  const { location_id, publishable_key_id } = query
  return {
    ...(location_id === undefined ? {} : { stock_locations: { id: location_id } }),
    ...(publishable_key_id === undefined ? {} : { publishable_api_keys: { id: publishable_key_id } }),
  }
}

/** Sales channels as the admin keeps them. */
export async function adminSalesChannels(app: StoaServer): Promise<void> {
  app.get('/admin/sales-channels', { schema: { querystring } }, (request, reply) =>
    sendList(request, reply, {
      entity: 'sales_channel',
      key: 'sales_channels',
      fields: salesChannelFields,
      filters: {
        $and: [filtersOf(request.query, Object.keys(filters) as never[]), throughLinks(request.query)],
      },
    }),
  )

  app.get(
    '/admin/sales-channels/:id',
    { schema: { params: Type.Object({ id: Type.String() }), querystring: fieldsQuery() } },
    (request, reply) =>
      sendOne(request, reply, {
        entity: 'sales_channel',
        key: 'sales_channel',
        id: request.params.id,
        fields: salesChannelFields,
      }),
  )
}
