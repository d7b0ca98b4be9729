import { expect, test } from 'vitest'
import { misfits, type Shape } from './shape.ts'

const kite: Shape = {
  fields: {
    id: 'string',
    'note?': 'string',
    length: 'number|null',
    created_at: 'datetime',
    tails: { list: { fields: { colour: 'string' } } },
    maker: { any: [{ as: 'maker' }, 'null'] },
  },
}
const maker: Shape = { fields: { name: 'string' } }
const good = {
  id: 'kite_1',
  length: 2,
  created_at: '2026-01-02T03:04:05.678Z',
  tails: [{ colour: 'red' }],
  maker: { name: 'Ada' },
}
const found = (change: object, shape: Shape = kite) =>
  misfits(shape, { ...good, ...change }, () => maker).map(({ path, what }) => `${path} ${what}`)

test('what has all that was seen fits, whatever it has beside', () => {
  expect(found({ weight: 3 })).toEqual([])
  expect(found({ length: null, maker: null, note: 'torn' })).toEqual([])
})

test('what is missing is named once for all of a list', () => {
  expect(found({ tails: [{}, { colour: 'red' }, {}] })).toEqual(['tails[].colour is missing'])
  expect(found({ maker: {} })).toEqual(['maker.name is missing'])
})

test('another kind of value is no fit, and null is none for a list', () => {
  expect(found({ id: 7, tails: null })).toEqual(['id is number, not string', 'tails is null, not a list'])
})

test('a moment is one of the wire', () => {
  expect(found({ created_at: '2026-01-02T03:04:05.67+00:00' })).toEqual([
    'created_at is no moment: 2026-01-02T03:04:05.67+00:00',
  ])
})

test('what is in metadata is the business of who wrote it', () => {
  const shape: Shape = { fields: { metadata: { fields: { gift: 'boolean' } } } }
  expect(found({ metadata: { size: 1 } }, shape)).toEqual([])
})

test('of several objects one is enough', () => {
  const either: Shape = { any: [{ fields: { order: maker } }, { fields: { cart: maker } }] }
  expect(misfits(either, { cart: { name: 'Ada' } }, () => maker)).toEqual([])
  expect(misfits(either, {}, () => maker)).toHaveLength(1)
})
