import { BigNumber } from '@stoa/kernel'
import type { shippingOptionRuleOperators } from './entities/shipping-option-rule.ts'

/** A condition on the context. */
export interface Rule {
  attribute: string
  operator: (typeof shippingOptionRuleOperators)[number]
  value: unknown
}

/**
 * Whether all rules hold. A rule asks for a value of the context by its path (`customer.groups.id`); of several values one
 * is enough, but for `ne` and `nin`, which want none. Numbers compare as numbers.
 */
export function rulesHold(rules: readonly Rule[], context: Readonly<Record<string, unknown>>): boolean {
  return rules.every((rule) => holds(rule, valuesAt(context, rule.attribute)))
}

function holds({ operator, value }: Rule, actual: unknown[]): boolean {
  const wanted = Array.isArray(value) ? value : [value]
  const equal = () => actual.some((one) => wanted.some((other) => same(one, other)))
  switch (operator) {
    case 'eq':
    case 'in':
      return equal()
    case 'ne':
    case 'nin':
      return !equal()
    case 'gt':
      return actual.some((one) => (order(one, wanted[0]) ?? 0) > 0)
    case 'gte':
      return actual.some((one) => (order(one, wanted[0]) ?? -1) >= 0)
    case 'lt':
      return actual.some((one) => (order(one, wanted[0]) ?? 0) < 0)
    case 'lte':
      return actual.some((one) => (order(one, wanted[0]) ?? 1) <= 0)
  }
}

function valuesAt(context: unknown, path: string): unknown[] {
  if (typeof context === 'object' && context !== null && Object.hasOwn(context, path)) {
    return [(context as Record<string, unknown>)[path]].flat()
  }
  let values: unknown[] = [context]
  for (const key of path.split('.')) {
    values = values
      .flat()
      .map((value) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      )
  }
  return values.flat().filter((value) => value !== undefined && value !== null)
}

const numberOf = (value: unknown): BigNumber | undefined => {
  if (BigNumber.isBigNumber(value)) return value
  if (typeof value !== 'number' && (typeof value !== 'string' || value.trim() === '')) return undefined
  return Number.isFinite(Number(value)) ? BigNumber(value) : undefined
}

function same(one: unknown, other: unknown): boolean {
  return String(one) === String(other) || order(one, other) === 0
}

/** Below 0 if the first is less, above 0 if it is more; undefined where the two do not compare. Dates compare in time. */
function order(one: unknown, other: unknown): number | undefined {
  const [a, b] = [numberOf(one), numberOf(other)]
  if (a && b) return a.comparedTo(b) ?? undefined
  const [from, to] = [timeOf(one), timeOf(other)]
  return from === undefined || to === undefined ? undefined : from - to
}

function timeOf(value: unknown): number | undefined {
  if (value instanceof Date) return value.getTime()
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}/.test(value)) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : time
}
