import { fieldsQuery, filter, type StoaServer, sendJson } from '@stoa/http'
import { actorOf, checkFields, fieldRules, readOne, resource, transaction } from '@stoa/rest'
import { type NewTaxRate, TaxService } from '@stoa/tax'
import { type Static, Type } from 'typebox'
import { moments } from '../named-things.ts'
import { newTaxRate, taxRateChange, taxRateRule } from './tax-rate-schemas.ts'

const PATH = '/admin/tax-rates'

const filters = {
  q: Type.String(),
  tax_region_id: filter(Type.String()),
  is_default: Type.Union([Type.Literal('true'), Type.Literal('false')]),
  ...moments(),
}

const fields = fieldRules(
  `id name code rate tax_region_id is_default is_combinable created_by created_at updated_at deleted_at metadata
    *tax_region tax_region.parent.id tax_region.provider.id *rules`,
)

const params = Type.Object({ id: Type.String(), rule_id: Type.String() })

/** Taxes in percent: a region's default one, and those for what their rules name. */
export async function adminTaxRates(app: StoaServer): Promise<void> {
  const rates = resource(app, { path: PATH, entity: 'tax_rate', fields })
  rates.list({ default_limit: 20, filters })
  rates.retrieve()
  rates.create(newTaxRate, ({ tax_region_id, ...body }, request) =>
    request.container
      .resolve(TaxService)
      .addTaxRate({ ...columnsOf(body), tax_region_id, created_by: actorOf(request).id } as NewTaxRate),
  )
  rates.update(taxRateChange, (body, request, id) =>
    request.container.resolve(TaxService).changeTaxRate({ ...columnsOf(body), id }, actorOf(request).id),
  )
  rates.delete((id, { container }) => container.resolve(TaxService).softDeleteTaxRates(id))

  rates.action('/rules', taxRateRule, async ({ reference, reference_id }, request, id) => {
    const taxes = request.container.resolve(TaxService)
    await taxes.retrieveTaxRate(id)
    const created_by = actorOf(request).id
    await taxes.createTaxRateRules({ reference, reference_id, created_by, tax_rate_id: id })
  })

  app.delete(
    `${PATH}/:id/rules/:rule_id`,
    { schema: { params, querystring: fieldsQuery() } },
    async (request, reply) => {
      checkFields(request, fields)
      const { id, rule_id } = request.params
      const text = await transaction(request, async () => {
        const taxes = request.container.resolve(TaxService)
        const rules = await taxes.listTaxRateRules({ id: rule_id, tax_rate_id: id })
        await taxes.softDeleteTaxRateRules(rules.map((rule) => rule.id))
        const envelope = { id: rule_id, object: 'tax_rate_rule', deleted: true }
        return readOne(request, { entity: 'tax_rate', key: 'parent', id, fields, envelope })
      })
      return sendJson(reply, text)
    },
  )
}

/** What a client may write. */
const columnsOf = (body: Static<typeof taxRateChange>) => {
  const { name, code, rate, is_default, is_combinable, metadata, rules } = body
  return { name, code, rate, is_default, is_combinable, metadata, rules }
}
