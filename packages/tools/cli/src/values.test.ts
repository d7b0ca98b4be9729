import { expect, test } from 'vitest'
import { toCount, toList, toTime } from './values.ts'

const now = new Date('2026-11-24T12:00:00Z')

test.each([
  ['15m', '2026-11-24T11:45:00.000Z'],
  ['90s', '2026-11-24T11:58:30.000Z'],
  ['2h', '2026-11-24T10:00:00.000Z'],
  ['7d', '2026-11-17T12:00:00.000Z'],
  ['2026-11-24', '2026-11-24T00:00:00.000Z'],
  ['2026-11-24T08:00:00+02:00', '2026-11-24T06:00:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(toTime('since', text, now)?.toISOString()).toBe(expected)
})

test.each(['1', 'May', 'yesterday', '15', '2w', '2026-13-01'])('%s is no time', (text) => {
  expect(() => toTime('since', text, now)).toThrow(`--since ${text}`)
})

test('lists and numbers', () => {
  expect(toList('name', 'order.placed, cart.created,')).toEqual(['order.placed', 'cart.created'])
  expect(toList('name', undefined)).toBeUndefined()
  expect(() => toList('name', ' , ')).toThrow('--name')
  expect(toCount('limit', '20')).toBe(20)
  for (const text of ['0', '-1', 'all', '1.5', '']) expect(() => toCount('limit', text)).toThrow('--limit')
})
