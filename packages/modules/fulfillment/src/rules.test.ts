import { expect, test } from 'vitest'
import { type Rule, rulesHold } from './rules.ts'

const holds = (operator: Rule['operator'], value: unknown, actual: unknown) =>
  rulesHold([{ attribute: 'x', operator, value }], { x: actual })

test.each<[Rule['operator'], unknown, unknown, boolean]>([
  ['eq', 'true', 'true', true],
  ['eq', 'true', true, true],
  ['eq', '10', '10.0', true],
  ['eq', 'a', 'b', false],
  ['ne', 'a', 'b', true],
  ['ne', 'a', ['b', 'a'], false],
  ['in', ['a', 'b'], 'b', true],
  ['in', ['a', 'b'], ['c', 'b'], true],
  ['in', ['a', 'b'], 'c', false],
  ['nin', ['a', 'b'], 'c', true],
  ['nin', ['a', 'b'], 'a', false],
  ['gt', '60', '100', true],
  ['gt', '100', '100', false],
  ['gte', '100', 100, true],
  ['lt', '60', '100', false],
  ['lt', '100', '60', true],
  ['lte', '100', '100', true],
  ['lte', 'many', '1', false],
  ['gt', '2026-01-01', '2026-02-01T10:00:00Z', true],
  ['gt', '1', '2026-02-01', false],
])('%s %j against %j is %s', (operator, value, actual, expected) => {
  expect(holds(operator, value, actual)).toBe(expected)
})

test('a value that is not there equals nothing', () => {
  const rule = (operator: Rule['operator']) => [{ attribute: 'x', operator, value: 'undefined' }]
  expect(rulesHold(rule('eq'), {})).toBe(false)
  expect(rulesHold(rule('lte'), {})).toBe(false)
  expect(rulesHold(rule('ne'), {})).toBe(true)
})

test('attributes reach into lists', () => {
  const rules: Rule[] = [{ attribute: 'customer.groups.id', operator: 'eq', value: 'vip' }]
  expect(rulesHold(rules, { customer: { groups: [{ id: 'new' }, { id: 'vip' }] } })).toBe(true)
  expect(rulesHold(rules, { 'customer.groups.id': ['vip'] })).toBe(true)
  expect(rulesHold(rules, { customer: null })).toBe(false)
})

test('all rules must hold', () => {
  const rules: Rule[] = [
    { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
    { attribute: 'is_return', operator: 'eq', value: 'false' },
  ]
  expect(rulesHold(rules, { enabled_in_store: 'true', is_return: 'false' })).toBe(true)
  expect(rulesHold(rules, { enabled_in_store: 'true', is_return: 'true' })).toBe(false)
  expect(rulesHold([], {})).toBe(true)
})
