import { BigNumber } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { factsOf } from './facts.ts'

test('names nested values by their path', () => {
  expect(factsOf({ region_id: 'reg_1', customer: { groups: [{ id: 'a' }, { id: 'b' }] } })).toEqual({
    region_id: ['reg_1'],
    'customer.groups.id': ['a', 'b'],
  })
})

test("offers the buyer's groups under every name rules use", () => {
  expect(factsOf({ customer_group_ids: ['vip'] })).toEqual({
    customer_group_ids: ['vip'],
    'customer.groups.id': ['vip'],
    customer_group_id: ['vip'],
  })
})

test('writes numbers out and leaves out what is not there', () => {
  expect(factsOf({ total: BigNumber('1e21'), item_count: 3, region_id: null, note: undefined })).toEqual({
    total: ['1000000000000000000000'],
    item_count: ['3'],
  })
})
