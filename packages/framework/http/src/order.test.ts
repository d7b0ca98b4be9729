import { expect, test } from 'vitest'
import { parseOrder } from './order.ts'

test('fields are read in their order, a minus for descending', () => {
  expect(parseOrder('-created_at, title,+collection.title')).toEqual([
    { field: 'created_at', direction: 'desc' },
    { field: 'title', direction: 'asc' },
    { field: 'collection.title', direction: 'asc' },
  ])
})

test('nothing is no order', () => {
  expect(parseOrder(undefined)).toEqual([])
  expect(parseOrder(' , ')).toEqual([])
})

test.each(['title;drop', '--title', 'a..b', '1a', 'title desc'])('%s is not a field', (order) => {
  expect(() => parseOrder(order)).toThrow(/'order' must name fields/)
})
