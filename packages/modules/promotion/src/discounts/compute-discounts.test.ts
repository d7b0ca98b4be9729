import { BigNumber, cartTotals } from '@stoa/money'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cart, euros, item, now, off, promotion, rule } from '../../test/sample-promotions.ts'
import type { ActivePromotion } from '../active-promotion.ts'
import { computeDiscounts } from './compute-discounts.ts'

test('each takes its part of what those before it left, the older first', () => {
  const [half, tenth] = [promotion({ value: 50 }), promotion({ value: 10 })]
  expect(off([half, tenth], cart([item('a', { unit_price: 100 })]))).toEqual({ a: '55.00' })
  const [five, rest] = [euros(5), euros(99)]
  const { discounts } = computeDiscounts([rest, five], cart([item('a')]), now)
  expect(discounts.map(({ code, amount }) => [code, amount.toFixed()])).toEqual([
    [five.code, '5'],
    [rest.code, '5'],
  ])
})

test('adjustments that a cart has change nothing', () => {
  const adjusted = item('a', { adjustments: [{ id: 'caliadj_1', amount: 9, code: 'OLD' }] })
  expect(off([promotion()], cart([adjusted]))).toEqual({ a: '1.00' })
})

test('an empty cart gets nothing', () => {
  expect(computeDiscounts([promotion()], cart([]), now).discounts).toEqual([])
  expect(computeDiscounts([], cart([item('a')]), now)).toEqual({ discounts: [], promotions: [] })
})

const quantity = fc.integer({ min: 1, max: 9 })
const anyItem = fc.record({
  unit_price: fc.integer({ min: 0, max: 99_999 }),
  quantity,
  is_tax_inclusive: fc.boolean(),
  is_discountable: fc.boolean(),
  rate: fc.constantFrom(0, 5.5, 7, 19, 25),
  product_id: fc.constantFrom('x', 'y'),
})
const anyPromotion = fc.record({
  type: fc.constantFrom('fixed', 'percentage'),
  value: fc.integer({ min: 1, max: 10_000 }),
  target_type: fc.constantFrom('items', 'order', 'shipping_methods'),
  allocation: fc.constantFrom('each', 'across', 'once'),
  max_quantity: quantity,
  is_tax_inclusive: fc.boolean(),
  buyget: fc.boolean(),
})

test.each([
  ['jpy', 0],
  ['eur', 2],
  ['kwd', 3],
])(
  'money is conserved in %s: whole minor units, nothing below zero, twice the same',
  (currency_code, digits) => {
    fc.assert(
      fc.property(
        fc.array(anyItem, { minLength: 1, maxLength: 5 }),
        fc.array(anyPromotion, { minLength: 1, maxLength: 4 }),
        (items, wanted) => {
          const promotions = wanted.map(({ is_tax_inclusive, buyget, value, type, ...method }) =>
            promotion(
              {
                ...method,
                type: type as 'fixed',
                currency_code,
                value: type === 'fixed' ? new BigNumber(value).shiftedBy(-digits) : Math.min(value, 100),
                buy_rules: buyget ? [rule('product_id', 'eq', 'x')] : [],
                buy_rules_min_quantity: 1,
                apply_to_quantity: 1,
              } as Parameters<typeof promotion>[0],
              { is_tax_inclusive, type: buyget ? 'buyget' : 'standard' } as Partial<ActivePromotion>,
            ),
          )
          const lines = items.map(({ rate, unit_price, ...line }, index) =>
            item(`i${index}`, {
              ...line,
              unit_price: new BigNumber(unit_price).shiftedBy(-digits),
              tax_lines: [{ rate }],
            }),
          )
          const shipping_methods = [
            {
              id: 's',
              amount: 7,
              is_tax_inclusive: items[0]?.is_tax_inclusive ?? false,
              tax_lines: [{ rate: 19 }],
            },
          ]
          const of = cart(lines, { currency_code, shipping_methods })
          const { discounts, promotions: usable } = computeDiscounts(promotions, of, now)

          for (const { amount } of discounts) {
            expect(amount.gt(0)).toBe(true)
            expect(amount.decimalPlaces()).toBeLessThanOrEqual(digits)
          }
          const adjusted = {
            currency_code,
            items: lines.map((line) => ({
              ...line,
              adjustments: discounts.filter(({ item_id }) => item_id === line.id),
            })),
            shipping_methods: shipping_methods.map((line) => ({
              ...line,
              adjustments: discounts.filter(({ shipping_method_id }) => shipping_method_id === line.id),
            })),
          }
          const totals = cartTotals(adjusted)
          for (const line of [...totals.items, ...totals.shipping_methods])
            expect(line.total.gte(0)).toBe(true)
          // What is said to be taken is what is taken: no adjustment is cut down to what there is.
          const all = [...totals.items, ...totals.shipping_methods].flatMap(({ adjustments }) => adjustments)
          const given = [...adjusted.items, ...adjusted.shipping_methods].flatMap(
            ({ adjustments }) => adjustments,
          )
          const unit = new BigNumber(1).shiftedBy(-digits)
          given.forEach(({ amount, is_tax_inclusive }, index) => {
            const taken = all[index]?.[is_tax_inclusive ? 'total' : 'subtotal'] as BigNumber
            expect(taken.minus(amount).abs().lte(unit.times(given.length))).toBe(true)
          })
          for (const line of lines.filter(({ is_discountable }) => is_discountable === false)) {
            expect(discounts.some(({ item_id }) => item_id === line.id)).toBe(false)
          }
          for (const { id, amount } of usable) {
            const own = discounts.filter(({ promotion_id }) => promotion_id === id)
            expect(
              own.reduce((sum, discount) => sum.plus(discount.amount), new BigNumber(0)).eq(amount),
            ).toBe(true)
          }
          expect(computeDiscounts([...promotions].reverse(), adjusted as never, now).discounts).toEqual(
            discounts,
          )
        },
      ),
      { numRuns: 150 },
    )
  },
)
