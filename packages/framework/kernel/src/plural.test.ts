import { expect, test } from 'vitest'
import { type Plural, plural } from './plural.ts'

test.each([
  ['Product', 'Products'],
  ['Category', 'Categories'],
  ['ApiKey', 'ApiKeys'],
  ['Address', 'Addresses'],
  ['TaxBox', 'TaxBoxes'],
  ['Batch', 'Batches'],
  ['Wish', 'Wishes'],
  ['Buy', 'Buys'],
])('%s → %s', (one, many) => {
  expect(plural(one)).toBe(many)
})

test('types follow the same rule', () => {
  const names: [Plural<'Category'>, Plural<'ApiKey'>, Plural<'Batch'>, Plural<'Product'>, Plural<'Buy'>] = [
    'Categories',
    'ApiKeys',
    'Batches',
    'Products',
    'Buys',
  ]
  expect(names).toEqual(['Category', 'ApiKey', 'Batch', 'Product', 'Buy'].map(plural))
})
