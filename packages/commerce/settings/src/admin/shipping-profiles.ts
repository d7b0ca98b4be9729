import { FulfillmentService } from '@stoa/fulfillment'
import { dateFilter, listQuery, metadata, oneOrMany, type StoaServer, sendJson } from '@stoa/http'
import { checkFields, fieldRules, readOne, resource, transaction } from '@stoa/rest'
import { Type } from 'typebox'

const PATH = '/admin/shipping-profiles'

const filters = {
  id: oneOrMany(Type.String()),
  q: Type.String(),
  type: Type.String(),
  name: Type.String(),
  created_at: dateFilter(),
  updated_at: dateFilter(),
  deleted_at: dateFilter(),
}

const strict = { additionalProperties: false }

const profile = Type.Object(
  { name: Type.String(), type: Type.String(), metadata: Type.Optional(metadata()) },
  strict,
)

const fields = fieldRules('id name type metadata created_at updated_at')

/** Shipping profiles as the admin keeps them: which goods are shipped alike. */
export async function adminShippingProfiles(app: StoaServer): Promise<void> {
  const profiles = resource(app, { path: PATH, entity: 'shipping_profile', fields })
  profiles.list({ default_limit: 20, filters })
  profiles.retrieve()
  profiles.update(Type.Partial(profile, strict), (body, { container }, id) =>
    container.resolve(FulfillmentService).updateShippingProfiles({ ...body, id } as never),
  )
  profiles.delete((id, { container }) => container.resolve(FulfillmentService).softDeleteShippingProfiles(id))

  // On the wire creating takes the list's query.
  const querystring = listQuery({ default_limit: 20, filters })
  app.post(PATH, { schema: { body: profile, querystring } }, async (request, reply) => {
    checkFields(request, fields)
    const text = await transaction(request, async () => {
      const { id } = await request.container.resolve(FulfillmentService).createShippingProfiles(request.body)
      return readOne(request, { entity: 'shipping_profile', key: 'shipping_profile', id, fields })
    })
    return sendJson(reply, text)
  })
}
