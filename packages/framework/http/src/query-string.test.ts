import { StoaError } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { parseQueryString, refuseMalformedQuery } from './query-string.ts'

test.each([
  ['id[0]=a&id[1]=b', { id: ['a', 'b'] }],
  ['id[]=a&id[]=b', { id: ['a', 'b'] }],
  ['id=a&id=b', { id: ['a', 'b'] }],
  ['created_at[$gt]=2026-01-01', { created_at: { $gt: '2026-01-01' } }],
  ['fields=+title&q=a%2Bb', { fields: ' title', q: 'a+b' }],
  ['$or[0][variants][created_at][$gt]=1', { $or: [{ variants: { created_at: { $gt: '1' } } }] }],
  ['', {}],
])('%s', (text, query) => {
  expect(parseQueryString(text)).toEqual(query)
})

test('a hundred ids stay a list', () => {
  const ids = Array.from({ length: 100 }, (_, at) => `id_${at}`)
  expect(parseQueryString(ids.map((id, at) => `id[${at}]=${id}`).join('&'))).toEqual({ id: ids })
})

test('keys do not reach the prototype', () => {
  const query = parseQueryString('__proto__[admin]=1&constructor[prototype][admin]=1&a[__proto__][admin]=1')
  expect(query.admin).toBeUndefined()
  expect(({} as Record<string, unknown>).admin).toBeUndefined()
  expect((query.a as Record<string, unknown> | undefined)?.admin).toBeUndefined()
})

test.each([
  `a${'[b]'.repeat(20)}=1`,
  Array.from({ length: 3_000 }, () => 'a').join('&'),
  Array.from({ length: 1_500 }, (_, at) => `a[]=${at}`).join('&'),
])('too much is refused, though only within a request (case %#)', (text) => {
  expect(() => refuseMalformedQuery(parseQueryString(text))).toThrow(StoaError)
})
