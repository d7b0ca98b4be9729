import { defineField } from '@stoa/query'
import { sourcedAttributes } from './rule-attributes.ts'

const cases = (value: string) =>
  sourcedAttributes
    .map(
      ({ value: attribute, source }) =>
        `when '${attribute}' then (select named."${source.label}" from ${source.table} named where named."${source.value}" = ${value}.value)`,
    )
    .join('\n')

/** What people read for a rule's value: the name of what it is the id of, or else the value itself. */
export const ruleValueLabel = defineField(
  'promotion_rule_value',
  'label',
  (value) => `coalesce(case (
      select rule.attribute from stoa_promotion.promotion_rule rule where rule.id = ${value}.promotion_rule_id)
    ${cases(value)} end, ${value}.value)`,
)
