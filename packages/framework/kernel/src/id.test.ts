import { expect, test } from 'vitest'
import { createId } from './id.ts'

test('an id is its prefix and a ULID', () => {
  expect(createId('prod')).toMatch(/^prod_[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
})

test('ids made one after the other sort in that order and never repeat', () => {
  const ids = Array.from({ length: 1000 }, () => createId('x'))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
})
