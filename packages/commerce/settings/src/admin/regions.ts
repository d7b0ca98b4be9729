import { metadata, type StoaServer } from '@stoa/http'
import { fieldRules, resource } from '@stoa/rest'
import { type Static, Type } from 'typebox'
import { changeRegion, createRegion, removeRegion } from '../change-regions.ts'
import { moments, words } from '../named-things.ts'

const filters = { q: Type.String(), id: words(), currency_code: words(), name: words(), ...moments() }

const region = Type.Object(
  {
    name: Type.String(),
    currency_code: Type.String(),
    countries: Type.Optional(Type.Array(Type.String())),
    automatic_taxes: Type.Optional(Type.Boolean()),
    is_tax_inclusive: Type.Optional(Type.Boolean()),
    payment_providers: Type.Optional(Type.Array(Type.String())),
    metadata: Type.Optional(metadata()),
  },
  { additionalProperties: false },
)

/** What creates a region. */
export type NewRegion = Static<typeof region>

/** Regions as the admin keeps them. */
export async function adminRegions(app: StoaServer): Promise<void> {
  const regions = resource(app, {
    path: '/admin/regions',
    entity: 'region',
    fields: fieldRules(
      'id name currency_code created_at updated_at deleted_at automatic_taxes metadata *countries',
    ),
    event: 'region',
  })
  regions.list({ default_limit: 50, filters })
  regions.retrieve()
  regions.create(region, (body, { container }) => createRegion(container, body))
  regions.update(Type.Partial(region, { additionalProperties: false }), (body, { container }, id) =>
    changeRegion(container, id, body),
  )
  regions.delete((id, { container }) => removeRegion(container, id))
}
