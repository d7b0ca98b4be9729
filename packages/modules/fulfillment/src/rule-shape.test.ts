import { expect, test } from 'vitest'
import { checkRules } from './rule-shape.ts'
import type { Rule } from './rules.ts'

test.each<[Rule['operator'], unknown, string]>([
  ['in', 'a', 'list of values for in'],
  ['nin', 'a', 'list of values for nin'],
  ['eq', ['a'], 'one value for eq'],
  ['gte', ['1'], 'one value for gte'],
  ['eq', '', "needs a 'value'"],
])('%s %j is refused', (operator, value, reason) => {
  expect(() => checkRules([{ attribute: 'x', operator, value }])).toThrow(reason)
})

test('what can be asked is let through', () => {
  checkRules([
    { attribute: 'x', operator: 'in', value: ['a', 'b'] },
    { attribute: 'x', operator: 'eq', value: 'a' },
  ])
  expect(() => checkRules([{ attribute: '', operator: 'eq', value: 'a' }])).toThrow('attribute')
})
