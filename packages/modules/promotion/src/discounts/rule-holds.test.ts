import { BigNumber } from '@stoa/money'
import { expect, test } from 'vitest'
import { rule } from '../../test/sample-promotions.ts'
import { rulesHold } from './rule-holds.ts'

const holds = (...[attribute, operator, ...values]: Parameters<typeof rule>) =>
  rulesHold([rule(attribute, operator, ...values)], source, 'items')

const source = {
  currency_code: 'eur',
  item_subtotal: new BigNumber('100'),
  created_at: new Date('2026-03-01T00:00:00Z'),
  customer: { groups: [{ id: 'vip' }, { id: 'staff' }] },
  shipping_address: { country_code: null },
  product: { id: 'prod_1', collection_id: 'pcol_1', type: { id: 'ptyp_1' }, tags: [] },
}

test('one of the values is enough, and all rules have to hold', () => {
  expect(holds('currency_code', 'eq', 'usd', 'eur')).toBe(true)
  expect(holds('customer.groups.id', 'in', 'vip')).toBe(true)
  expect(holds('customer.groups.id', 'in', 'wholesale')).toBe(false)
  const both = [rule('currency_code', 'eq', 'eur'), rule('product.id', 'eq', 'prod_2')]
  expect(rulesHold(both, source)).toBe(false)
  expect(rulesHold(both.slice(0, 1), source)).toBe(true)
  expect(rulesHold([], source)).toBe(true)
})

test('ne holds where none of the values is among those of the attribute', () => {
  expect(holds('customer.groups.id', 'ne', 'wholesale')).toBe(true)
  expect(holds('customer.groups.id', 'ne', 'wholesale', 'vip')).toBe(false)
})

test.each(['eq', 'ne', 'in', 'gt', 'lt'] as const)(
  'an attribute without a value fits no rule: %s',
  (operator) => {
    for (const attribute of ['shipping_address.country_code', 'product.tags.id', 'nobody.knows', 'customer'])
      expect(holds(attribute, operator, '1')).toBe(false)
  },
)

test('numbers compare as numbers, dates as dates, and nothing else is more or less', () => {
  expect(holds('item_subtotal', 'lt', '60')).toBe(false)
  expect(holds('item_subtotal', 'gte', '60')).toBe(true)
  expect(holds('item_subtotal', 'eq', '100.00')).toBe(true)
  expect(holds('item_subtotal', 'gt', '100')).toBe(false)
  expect(holds('created_at', 'lt', '2026-12-31')).toBe(true)
  expect(holds('created_at', 'gte', '2026-12-31')).toBe(false)
  expect(holds('currency_code', 'gt', 'aaa')).toBe(false)
})

test('names of what belongs to a line may begin with the list, and an id be a column', () => {
  expect(holds('items.product.id', 'eq', 'prod_1')).toBe(true)
  expect(holds('product_id', 'eq', 'prod_1')).toBe(true)
  expect(holds('product.collection.id', 'eq', 'pcol_1')).toBe(true)
  expect(holds('items.product.type_id', 'eq', 'ptyp_1')).toBe(true)
  expect(rulesHold([rule('items.product.id', 'eq', 'prod_1')], { items: [source] })).toBe(true)
})
