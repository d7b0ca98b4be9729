import { BigNumber } from '@stoa/money'
import type { ActiveRule } from '../active-promotion.ts'
import { attributeValues } from './attribute-values.ts'

/**
 * Whether all rules hold. A rule holds if one of its values compares to one of the attribute's values as its operator
 * says; `ne` holds if none of them are equal. Numbers compare as numbers, dates as dates. An attribute without a value fits no
 * rule, `ne` neither: what is not known is no reason for a discount.
 *
 * @param prefix what attributes may begin with where the source is one of a list: `items` for an item
 */
export function rulesHold(rules: readonly ActiveRule[], source: unknown, prefix?: string): boolean {
  return rules.every((rule) =>
    ruleHolds(rule, attributeValues(source, withoutPrefix(rule.attribute, prefix))),
  )
}

const withoutPrefix = (attribute: string, prefix: string | undefined) =>
  prefix && attribute.startsWith(`${prefix}.`) ? attribute.slice(prefix.length + 1) : attribute

function ruleHolds({ operator, values }: ActiveRule, known: readonly string[]): boolean {
  if (known.length === 0) return false
  const one = (fits: (known: string, value: string) => boolean) =>
    known.some((fact) => values.some((value) => fits(fact, value)))
  switch (operator) {
    case 'eq':
    case 'in':
      return one(equal)
    case 'ne':
      return !one(equal)
    case 'gt':
      return one((fact, value) => difference(fact, value) > 0)
    case 'gte':
      return one((fact, value) => difference(fact, value) >= 0)
    case 'lt':
      return one((fact, value) => difference(fact, value) < 0)
    case 'lte':
      return one((fact, value) => difference(fact, value) <= 0)
  }
}

const equal = (fact: string, value: string) => fact === value || difference(fact, value) === 0

/** Below, at or above 0; NaN where the two are neither numbers nor dates, and every comparison is false. */
function difference(fact: string, value: string): number {
  if (isNumber(fact) && isNumber(value)) return BigNumber(fact).comparedTo(BigNumber(value)) ?? Number.NaN
  if (isDate(fact) && isDate(value)) return Date.parse(fact) - Date.parse(value)
  return Number.NaN
}

const isNumber = (text: string) => /^\s*[-+]?\d+(\.\d+)?\s*$/.test(text)

/** https://www.w3.org/TR/NOTE-datetime, from whole days on. */
const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[-+]\d{2}:\d{2})?)?$/.test(text)
