import { FulfillmentProviders, FulfillmentService } from '@stoa/fulfillment'
import { filtersOf, listQuery, oneOrMany, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { fieldRules, sendList } from '@stoa/rest'
import { Type } from 'typebox'

const words = () => oneOrMany(Type.String())

const filters = { id: words(), is_enabled: Type.Boolean(), q: Type.String() }

const querystring = Type.Object(
  {
    ...listQuery({ default_limit: 50, filters, logical: false }).properties,
    stock_location_id: Type.Optional(words()),
  },
  { additionalProperties: false },
)

/** Who carries parcels, and what services they have. */
export async function adminFulfillmentProviders(app: StoaServer): Promise<void> {
  app.get('/admin/fulfillment-providers', { schema: { querystring } }, (request, reply) => {
    const { stock_location_id } = request.query
    return sendList(request, reply, {
      entity: 'fulfillment_provider',
      key: 'fulfillment_providers',
      fields: fieldRules('id is_enabled'),
      filters: {
        ...filtersOf(request.query, Object.keys(filters) as never[]),
        ...(stock_location_id === undefined ? {} : { locations: { id: stock_location_id } }),
      },
    })
  })

  const params = Type.Object({ id: Type.String() })
  app.get(
    '/admin/fulfillment-providers/:id/options',
    { schema: { params } },
    async ({ container, params }) => {
      if (!container.resolve(FulfillmentProviders).has(params.id)) {
        throw new StoaError('not_found', `Fulfillment provider with id: ${params.id} was not found`)
      }
      const options = await container.resolve(FulfillmentService).retrieveFulfillmentOptions(params.id)
      return { fulfillment_options: options, count: options.length, offset: 0, limit: options.length }
    },
  )
}
