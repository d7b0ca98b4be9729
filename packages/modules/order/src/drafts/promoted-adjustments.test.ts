import { BigNumber } from '@stoa/kernel'
import { expect, test } from 'vitest'
import { promotedAdjustments } from './promoted-adjustments.ts'

const line = (...adjustments: object[]) => ({ id: 'a', adjustments }) as never
const tenth = {
  item_id: 'a',
  amount: BigNumber(2),
  code: 'TENTH',
  promotion_id: 'promo_1',
  is_tax_inclusive: false,
}
const byHand = { item_id: 'a', amount: '1.5', code: null, promotion_id: null, is_tax_inclusive: false }

test('a line has the discounts of promotions that are for it, and those that were given by hand', () => {
  const other = { ...tenth, item_id: 'b' }
  expect(promotedAdjustments(line(byHand), 'item_id', [tenth, other])).toEqual([
    { ...byHand, amount: 1.5 },
    { ...tenth, amount: 2 },
  ])
})

test('what a promotion does not take off any more is gone', () => {
  expect(promotedAdjustments(line({ ...tenth, amount: '2.00' }), 'item_id', [])).toEqual([])
})

test('what is the same already is no change, in whatever form the amount is', () => {
  expect(promotedAdjustments(line({ ...tenth, amount: '2.00' }, byHand), 'item_id', [tenth])).toBeUndefined()
  expect(promotedAdjustments(line(), 'shipping_method_id', [tenth])).toBeUndefined()
})

test('another amount, or one that contains tax, is a change', () => {
  for (const more of [{ amount: BigNumber(3) }, { is_tax_inclusive: true }]) {
    const wanted = { ...tenth, ...more }
    expect(promotedAdjustments(line(tenth), 'item_id', [wanted])).toHaveLength(1)
  }
})
