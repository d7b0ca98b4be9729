import { expect, test } from 'vitest'
import { holdsDestination, type Zone } from './zones.ts'

const zone = (over: Partial<Zone>): Zone => ({
  type: 'country',
  country_code: 'ca',
  province_code: null,
  city: null,
  postal_expression: null,
  ...over,
})
const montreal = { country_code: 'CA', province_code: 'QC', city: 'Montréal', postal_code: 'H2Y 1C6' }

test.each<[string, Partial<Zone>, boolean]>([
  ['the country', {}, true],
  ['another country', { country_code: 'us' }, false],
  ['the province', { type: 'province', province_code: 'qc' }, true],
  ['the province with its country', { type: 'province', province_code: 'ca-qc' }, true],
  ['another province', { type: 'province', province_code: 'on' }, false],
  ['the city', { type: 'city', city: 'montréal' }, true],
  ['the city in another province', { type: 'city', city: 'montréal', province_code: 'on' }, false],
  ['another city', { type: 'city', city: 'laval' }, false],
  ['a city without a name', { type: 'city' }, false],
  ['a pattern', { type: 'zip', postal_expression: { type: 'regex', exp: '^H[1-9]' } }, true],
  ['a pattern that does not match', { type: 'zip', postal_expression: { type: 'regex', exp: '^K' } }, false],
  ['a broken pattern', { type: 'zip', postal_expression: { type: 'regex', exp: '(' } }, false],
  ['a list of codes', { type: 'zip', postal_expression: ['K1A 0B1', 'h2y 1c6'] }, true],
  ['no postal expression', { type: 'zip' }, false],
])('%s', (_, over, expected) => {
  expect(holdsDestination(zone(over), montreal)).toBe(expected)
})

test('a destination without a postal code is in no postal zone', () => {
  const anywhere = zone({ type: 'zip', postal_expression: { type: 'regex', exp: '.*' } })
  expect(holdsDestination(anywhere, { country_code: 'ca' })).toBe(false)
})
