import { FulfillmentService } from '@stoa/fulfillment'
import { fieldsQuery, nullable, type StoaServer, sendJson } from '@stoa/http'
import { type Container, StoaError } from '@stoa/kernel'
import { checkFields, fieldRules, readOne, resource, sendOne, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { geoZone, geoZoneRow, newGeoZone } from './fulfillment-geo-zones.ts'
import { removeFulfillmentSets, removeServiceZones } from './fulfillment-removal.ts'

const PATH = '/admin/fulfillment-sets'
const ZONE = `${PATH}/:id/service-zones/:zone_id`

const setFields = fieldRules(
  'id name type created_at updated_at deleted_at *service_zones *service_zones.geo_zones',
)
const parentFields = fieldRules(`${setFields.defaults.join(' ')} metadata`)
const zoneFields = fieldRules(
  'id name created_at updated_at deleted_at fulfillment_set_id metadata *geo_zones',
)

const params = Type.Object({ id: Type.String(), zone_id: Type.String() })

const newZone = Type.Object(
  { name: Type.String(), geo_zones: Type.Optional(Type.Array(newGeoZone)) },
  { additionalProperties: false },
)

const zoneChange = Type.Object(
  { name: Type.Optional(nullable(Type.String())), geo_zones: Type.Optional(Type.Array(geoZone)) },
  { additionalProperties: false },
)

/** How locations hand goods over, and where to. */
export async function adminFulfillmentSets(app: StoaServer): Promise<void> {
  const sets = resource(app, { path: PATH, entity: 'fulfillment_set', fields: setFields })
  sets.delete((id, { container }) => removeFulfillmentSets(container, [id]))

  sets.action('/service-zones', newZone, async ({ name, geo_zones: bodies = [] }, { container }, id) => {
    const geo_zones = bodies.map(geoZoneRow)
    const fulfillment = container.resolve(FulfillmentService)
    await fulfillment.retrieveFulfillmentSet(id)
    await fulfillment.createServiceZones({ name, fulfillment_set_id: id, geo_zones } as never)
  })

  app.get(ZONE, { schema: { params, querystring: fieldsQuery() } }, (request, reply) =>
    sendOne(request, reply, {
      entity: 'service_zone',
      key: 'service_zone',
      id: request.params.zone_id,
      fields: zoneFields,
      filters: { fulfillment_set_id: request.params.id },
    }),
  )

  app.post(
    ZONE,
    { schema: { params, body: zoneChange, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, setFields)
      const { id, zone_id } = request.params
      const { name, geo_zones } = request.body
      const text = await transaction(request, async () => {
        await assertOnSet(request.container, id, zone_id)
        await request.container.resolve(FulfillmentService).updateServiceZones([
          {
            id: zone_id,
            ...(name == null ? {} : { name }),
            ...(geo_zones ? { geo_zones: geo_zones.map(geoZoneRow) as never } : {}),
          },
        ])
        return readOne(request, { entity: 'fulfillment_set', key: 'fulfillment_set', id, fields: setFields })
      })
      return sendJson(reply, text)
    },
  )

  app.delete(ZONE, { schema: { params, querystring: fieldsQuery() } }, async (request, reply) => {
    checkFields(request, parentFields)
    const { id, zone_id } = request.params
    const text = await transaction(request, async () => {
      await assertOnSet(request.container, id, zone_id)
      await removeServiceZones(request.container, [zone_id])
      const envelope = { id: zone_id, object: 'service_zone', deleted: true }
      return readOne(request, {
        entity: 'fulfillment_set',
        key: 'parent',
        id,
        fields: parentFields,
        envelope,
      })
    })
    return sendJson(reply, text)
  })
}

/** @throws StoaError `not_found` for a set that is not there, or a zone that another set has */
async function assertOnSet(container: Container, id: string, zone_id: string): Promise<void> {
  const fulfillment = container.resolve(FulfillmentService)
  await fulfillment.retrieveFulfillmentSet(id)
  const [zone] = await fulfillment.listServiceZones({ id: zone_id, fulfillment_set_id: id })
  if (zone) return
  throw new StoaError('not_found', `Service zone with id: ${zone_id} not found on fulfillment set ${id}`)
}
