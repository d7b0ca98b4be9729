import type { PromotionRuleKind, promotionRuleOperators } from '@stoa/promotion'
import { operatorLabels, type RuleAttribute } from './rule-attributes.ts'
import { type RuledPromotion, ruleAttributes } from './rule-kinds.ts'

type Operator = (typeof promotionRuleOperators)[number]

interface Rule {
  id: string
  description: string | null
  attribute: string
  operator: Operator
  values: { id: string; value: string; label: string }[]
}

/** A promotion with its rules, as the query reads it: see {@link ruledFields}. */
export interface RuledRow {
  type: string
  rules: Rule[]
  application_method: {
    type: string
    target_type: string
    currency_code: string | null
    apply_to_quantity: number | null
    buy_rules_min_quantity: number | null
    target_rules: Rule[]
    buy_rules: Rule[]
  } | null
}

const ofRules = (path: string) =>
  ['id', 'description', 'attribute', 'operator', 'values.id', 'values.value', 'values.label'].map(
    (name) => `${path}.${name}`,
  )

/** What has to be selected of a promotion to show its rules. */
export const ruledFields = [
  'type',
  ...ofRules('rules'),
  ...['type', 'target_type', 'currency_code', 'apply_to_quantity', 'buy_rules_min_quantity'].map(
    (name) => `application_method.${name}`,
  ),
  ...ofRules('application_method.target_rules'),
  ...ofRules('application_method.buy_rules'),
]

/**
 * The rules of a promotion, or of one to be, with what people read for them. First those that are kept as properties of
 * the application method, as forms show them among the rules.
 */
export function shownRules(kind: PromotionRuleKind, promotion: RuledRow | RuledPromotion): object[] {
  const row = 'rules' in promotion ? promotion : undefined
  const method = row?.application_method
  const about: RuledPromotion =
    'rules' in promotion
      ? {
          promotion_type: promotion.type,
          application_method_type: method?.type,
          application_method_target_type: method?.target_type,
        }
      : promotion
  const attributes = ruleAttributes(kind, about)
  const rules = kind === 'rules' ? row?.rules : method?.[kind]
  const properties = attributes
    .filter(({ disguised }) => disguised)
    .map((attribute) => ({ attribute, value: method?.[attribute.id as 'currency_code'] ?? null }))
    .filter(({ attribute, value }) => attribute.required || value !== null)
  return [...properties.map(shownProperty), ...(rules ?? []).map((rule) => shownRule(rule, attributes))]
}

function shownProperty({ attribute, value }: { attribute: RuleAttribute; value: string | number | null }) {
  const { id, label, field_type, hydrate = true, required } = attribute
  return {
    attribute: id,
    attribute_label: label,
    field_type,
    hydrate,
    operator: 'eq',
    operator_label: operatorLabels.eq,
    values: value === null ? [] : [{ label: String(value), value: String(value) }],
    disguised: true,
    required,
  }
}

function shownRule(rule: Rule, attributes: readonly RuleAttribute[]) {
  const { id, description, attribute, operator, values } = rule
  const known = attributes.find(({ value }) => value === attribute)
  return {
    id,
    description,
    attribute,
    attribute_label: known?.label ?? attribute,
    field_type: known?.field_type ?? 'multiselect',
    hydrate: known?.hydrate ?? known !== undefined,
    operator,
    operator_label: operatorLabels[operator],
    values,
    disguised: false,
    required: known?.required ?? false,
  }
}
