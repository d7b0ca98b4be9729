import { listQuery, oneOrMany, pagination, parseOrder, type StoaServer } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { promotionRuleOperators } from '@stoa/promotion'
import { Query } from '@stoa/query'
import { checkFields, fieldRules } from '@stoa/rest'
import { Type } from 'typebox'
import { operatorLabels, type RuleAttribute, type ValueSource } from '../promotions/rule-attributes.ts'
import { ruleAttributes, ruleKind } from '../promotions/rule-kinds.ts'
import { promotionQuery } from './promotion-schemas.ts'

const optionFields = fieldRules('value label', '')

const valuesQuery = Type.Object({
  ...listQuery({
    default_limit: 100,
    filters: { q: Type.String(), value: oneOrMany(Type.String()) },
    logical: false,
  }).properties,
  ...promotionQuery,
})

/** What rules of promotions may be about, and which values there are for it: what forms offer. */
export async function adminPromotionRuleOptions(app: StoaServer): Promise<void> {
  app.get(
    '/admin/promotions/rule-attribute-options/:rule_type',
    {
      schema: {
        params: Type.Object({ rule_type: Type.String() }),
        querystring: Type.Object(promotionQuery),
      },
    },
    async ({ params, query }) => ({
      attributes: ruleAttributes(ruleKind(params.rule_type), query).map(toOption),
    }),
  )

  app.get(
    '/admin/promotions/rule-value-options/:rule_type/:rule_attribute_id',
    {
      schema: {
        params: Type.Object({ rule_type: Type.String(), rule_attribute_id: Type.String() }),
        querystring: valuesQuery,
      },
    },
    async (request) => {
      checkFields(request, optionFields)
      const { params, query } = request
      const { entity, value, label } = sourceOf(params.rule_type, params.rule_attribute_id, query)
      const text = await request.container.resolve(Query).listText(entity, {
        ...pagination(query),
        key: 'rows',
        fields: [value, label],
        filters: { q: query.q, [value]: query.value },
        order: parseOrder(query.order).map(({ field, direction }) => ({
          field: { value, label }[field] ?? field,
          direction,
        })),
        with_deleted: query.with_deleted === true,
      })
      const { rows, ...page } = JSON.parse(text) as { rows: Record<string, string>[] }
      return { values: rows.map((row) => ({ value: row[value], label: row[label] })), ...page }
    },
  )
}

function toOption({ operators, source: _, ...attribute }: RuleAttribute) {
  const sorted = promotionRuleOperators.filter((operator) => operators.includes(operator))
  return {
    ...attribute,
    operators: sorted.map((id) => ({ id, value: id, label: operatorLabels[id] })),
  }
}

function sourceOf(kind: string, id: string, query: Parameters<typeof ruleAttributes>[1]): ValueSource {
  const attributes = ruleAttributes(ruleKind(kind), query)
  const source = attributes.find((attribute) => attribute.id === id)?.source
  if (source) return source
  const known = attributes.flatMap((attribute) => (attribute.source ? attribute.id : []))
  throw new StoaError('invalid_data', `Invalid rule attribute - ${id}: it is one of ${known.join(', ')}.`)
}
