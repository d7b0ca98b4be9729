import { BigNumber } from '@stoa/kernel'

/** What is known about the buyer, by the attribute a rule names. An attribute may have several values. */
export type Facts = Record<string, string[]>

/** The names under which rules ask for the buyer's groups. */
const groupAttributes = ['customer.groups.id', 'customer_group_id']

/**
 * Reads facts from a pricing context: nested objects become dotted attributes, lists several values of one.
 *
 * @example
 * factsOf({ region_id: 'reg_1', customer: { groups: [{ id: 'a' }, { id: 'b' }] } })
 * // { region_id: ['reg_1'], 'customer.groups.id': ['a', 'b'] }
 */
export function factsOf(context: Readonly<Record<string, unknown>>): Facts {
  const facts: Facts = {}
  collect(facts, '', context)
  const groups = facts.customer_group_ids
  if (groups) for (const attribute of groupAttributes) facts[attribute] = groups
  return facts
}

function collect(facts: Facts, path: string, value: unknown): void {
  if (value === null || value === undefined || typeof value === 'function') return
  if (Array.isArray(value)) {
    for (const item of value) collect(facts, path, item)
  } else if (typeof value !== 'object' || value instanceof Date || BigNumber.isBigNumber(value)) {
    facts[path] ??= []
    facts[path].push(textOf(value))
  } else {
    for (const [key, item] of Object.entries(value))
      collect(facts, path === '' ? key : `${path}.${key}`, item)
  }
}

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return BigNumber.isBigNumber(value) ? value.toFixed() : String(value)
}
