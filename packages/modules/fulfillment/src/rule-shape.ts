import { StoaError } from '@stoa/kernel'
import type { Rule } from './rules.ts'

/**
 * Refuses rules that could never be asked.
 *
 * @throws StoaError `invalid_data` for an attribute or value that is empty, a list where one value is compared, or one
 *   value where `in` and `nin` look into a list
 */
export function checkRules(rules: readonly Pick<Rule, 'attribute' | 'operator' | 'value'>[]): void {
  for (const { attribute, operator, value } of rules) {
    const wrong = (what: string) => new StoaError('invalid_data', `A shipping option's rule ${what}.`)
    if (attribute === '') throw wrong("needs an 'attribute', such as is_return")
    const takesList = operator === 'in' || operator === 'nin'
    if (takesList !== Array.isArray(value)) {
      throw wrong(`on ${attribute} needs ${takesList ? 'a list of values' : 'one value'} for ${operator}`)
    }
    if (value === '' || value === null || value === undefined) throw wrong(`on ${attribute} needs a 'value'`)
  }
}
