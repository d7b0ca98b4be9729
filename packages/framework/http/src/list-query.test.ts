import { expect, test } from 'vitest'
import { filtersOf, pagination } from './list-query.ts'

test('filters are picked by name, with $and and $or', () => {
  const query = { limit: 5, offset: 0, title: 'Tee', status: undefined, $or: [{ title: 'Cap' }] }
  expect(filtersOf(query, ['id', 'title', 'status'])).toEqual({ title: 'Tee', $or: [{ title: 'Cap' }] })
})

test('a page is what the query says', () => {
  expect(pagination({ offset: 10, limit: 5 })).toEqual({ offset: 10, limit: 5 })
})
