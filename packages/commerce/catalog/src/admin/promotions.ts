import { fieldsQuery, filter, type StoaServer, sendJson } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { type NewPromotion, type PromotionChange, PromotionService } from '@stoa/promotion'
import { Query } from '@stoa/query'
import { fieldRules, resource, selectedFields } from '@stoa/rest'
import { Type } from 'typebox'
import { moments, words } from '../named-things.ts'
import { newPromotion, promotionChange } from './promotion-schemas.ts'

const filters = {
  q: Type.String(),
  id: filter(Type.String()),
  code: filter(Type.String()),
  campaign_id: words(),
  application_method: Type.Partial(Type.Object({ currency_code: words() }), { additionalProperties: false }),
  ...moments(),
}

const fields = fieldRules(
  `id code is_automatic is_tax_inclusive type limit used status campaign_id created_at updated_at deleted_at
    metadata *campaign *campaign.budget *application_method *application_method.buy_rules
    application_method.buy_rules.values.value *application_method.target_rules
    application_method.target_rules.values.value rules.id rules.attribute rules.operator
    rules.values.value`,
)

/** Promotions as the admin keeps them. */
export async function adminPromotions(app: StoaServer): Promise<void> {
  const promotions = app.container.resolve(PromotionService)
  const path = '/admin/promotions'
  const promotion = resource(app, { path, entity: 'promotion', fields })
  promotion.list({ default_limit: 50, filters })
  promotion.create(newPromotion, async ({ additional_data, ...body }) => {
    const [created] = await promotions.createPromotions([body as NewPromotion])
    return created as { id: string }
  })
  promotion.update(promotionChange, ({ additional_data, ...body }, _request, id) =>
    promotions.updatePromotions([{ ...body, id } as PromotionChange]),
  )
  promotion.delete((id) => promotions.softDeletePromotions(id))

  const params = Type.Object({ id: Type.String() })
  app.get(`${path}/:id`, { schema: { params, querystring: fieldsQuery() } }, async (request, reply) => {
    const { id } = request.params
    const text = await request.container.resolve(Query).firstText('promotion', {
      fields: selectedFields(request, { entity: 'promotion', fields }),
      filters: { $or: [{ id }, { code: id }] },
    })
    if (text === undefined) {
      throw new StoaError('not_found', `Promotion with id or code: ${id} was not found`)
    }
    return sendJson(reply, `{"promotion":${text}}`)
  })
}
