import { filter, listQuery, metadata, nullable, type StoaServer, sendJson } from '@stoa/http'
import type { Filters } from '@stoa/query'
import { actorOf, checkFields, fieldRules, readOne, resource, transaction } from '@stoa/rest'
import { TaxService } from '@stoa/tax'
import { Type } from 'typebox'
import { assertCountry } from '../known-codes.ts'
import { moments, words } from '../named-things.ts'
import { newTaxRate } from './tax-rate-schemas.ts'

const PATH = '/admin/tax-regions'

const filters = {
  q: Type.String(),
  id: words(),
  country_code: filter(Type.String()),
  province_code: filter(Type.String()),
  parent_id: filter(Type.String()),
  created_by: words(),
  ...moments(),
}

const fields = fieldRules(
  `id country_code province_code parent_id provider_id created_by created_at updated_at deleted_at metadata
    *children *children.tax_rates *children.tax_rates.rules *parent *tax_rates *tax_rates.rules`,
)

const region = Type.Object({
  country_code: Type.String(),
  provider_id: Type.Optional(nullable(Type.String())),
  province_code: Type.Optional(nullable(Type.String())),
  parent_id: Type.Optional(nullable(Type.String())),
  default_tax_rate: Type.Optional(
    Type.Pick(newTaxRate, ['rate', 'code', 'name', 'is_combinable', 'metadata']),
  ),
  metadata: Type.Optional(metadata()),
  additional_data: Type.Optional(metadata()),
})

const change = Type.Object({
  province_code: Type.Optional(nullable(Type.String())),
  provider_id: Type.Optional(Type.String()),
  metadata: Type.Optional(metadata()),
})

const params = Type.Object({ id: Type.String() })

/** Countries and provinces with taxes of their own. */
export async function adminTaxRegions(app: StoaServer): Promise<void> {
  const regions = resource(app, { path: PATH, entity: 'tax_region', fields })
  regions.list({ default_limit: 20, filters, where: nullWords })
  regions.retrieve()
  regions.delete((id, { container }) => container.resolve(TaxService).softDeleteTaxRegions(id))

  // The wire takes a list's query here too, of which only the fields say anything.
  const querystring = listQuery({ default_limit: 20, filters })
  const answer = { entity: 'tax_region', key: 'tax_region', fields }

  app.post(PATH, { schema: { body: region, querystring } }, async (request, reply) => {
    checkFields(request, fields)
    const { default_tax_rate, additional_data: _, ...body } = request.body
    const text = await transaction(request, async () => {
      await assertCountry(request.container, body.country_code)
      const { country_code, province_code, parent_id, provider_id, metadata } = body
      const created_by = actorOf(request).id
      const { id } = await request.container
        .resolve(TaxService)
        .addTaxRegion(
          { country_code, province_code, parent_id, provider_id, metadata, created_by },
          default_tax_rate,
        )
      return readOne(request, { ...answer, id })
    })
    return sendJson(reply, text)
  })

  app.post(`${PATH}/:id`, { schema: { params, body: change, querystring } }, async (request, reply) => {
    checkFields(request, fields)
    const { id } = request.params
    const text = await transaction(request, async () => {
      await request.container.resolve(TaxService).changeTaxRegion(id, request.body)
      return readOne(request, { ...answer, id })
    })
    return sendJson(reply, text)
  })
}

/** A query string has no null: `parent_id=null` asks for countries. */
const nullWords = ({ parent_id, ...conditions }: Filters): Filters => ({
  ...conditions,
  ...(parent_id === undefined ? {} : { parent_id: parent_id === 'null' ? null : parent_id }),
})
