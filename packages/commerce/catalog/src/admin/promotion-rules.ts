import { fieldsQuery, type StoaServer } from '@stoa/http'
import { PromotionService, promotionRuleKinds } from '@stoa/promotion'
import { Query } from '@stoa/query'
import { checkFields, fieldRules, readMany, selectedFields, transaction } from '@stoa/rest'
import { Type } from 'typebox'
import { ruleKind } from '../promotions/rule-kinds.ts'
import { type RuledRow, ruledFields, shownRules } from '../promotions/shown-rules.ts'
import { promotionQuery, ruleBatch } from './promotion-schemas.ts'

const ruleFields = fieldRules(
  'id description attribute operator values.value',
  'values.id created_at updated_at deleted_at',
)
const ruledPromotion = { defaults: [], always: ruledFields }

/** What the admin's form says in place of an id while there is no promotion yet. */
const NO_PROMOTION = 'null'

/** The rules of promotions as the admin keeps them. */
export async function adminPromotionRules(app: StoaServer): Promise<void> {
  const promotions = app.container.resolve(PromotionService)
  const params = Type.Object({ id: Type.String(), rule_type: Type.String() })
  const querystring = Type.Object({ ...fieldsQuery().properties, ...promotionQuery })

  app.get('/admin/promotions/:id/:rule_type', { schema: { params, querystring } }, async (request) => {
    const { id, rule_type } = request.params
    const { fields, ...planned } = request.query
    const promotion =
      id === NO_PROMOTION
        ? planned
        : await request.container
            .resolve(Query)
            .retrieve<RuledRow & Record<string, unknown>>('promotion', id, {
              fields: selectedFields(request, { entity: 'promotion', fields: ruledPromotion }),
            })
    return { rules: shownRules(ruleKind(rule_type), promotion) }
  })

  for (const kind of promotionRuleKinds) {
    const schema = {
      params: Type.Object({ id: Type.String() }),
      body: ruleBatch,
      querystring,
    }
    app.post(`/admin/promotions/:id/${kind.replaceAll('_', '-')}/batch`, { schema }, (request) => {
      checkFields(request, ruleFields)
      const show = (ids: readonly string[]) =>
        readMany(request, { entity: 'promotion_rule', fields: ruleFields, ids })
      return transaction(request, async () => {
        const changed = await promotions.changePromotionRules(request.params.id, kind, request.body)
        return {
          created: await show(changed.created),
          updated: await show(changed.updated),
          deleted: { ids: changed.deleted, object: 'promotion-rule', deleted: true },
        }
      })
    })
  }
}
