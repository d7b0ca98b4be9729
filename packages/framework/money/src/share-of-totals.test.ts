import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lineTotals } from './line-totals.ts'
import { shareOfTotals } from './share-of-totals.ts'
import type { Totals } from './totals.ts'

const plain = (totals: Totals) =>
  Object.fromEntries(Object.entries(totals).map(([name, amount]) => [name, Number(amount)]))

test('one of three discounted and taxed units is worth a third of what was paid', () => {
  const line = lineTotals(
    { unit_price: 10, quantity: 3, tax_lines: [{ rate: 10 }], adjustments: [{ amount: 1 }] },
    'eur',
  )
  expect(plain(shareOfTotals(line, { quantity: 3, part: 1 }, 'eur'))).toEqual({
    subtotal: 10,
    total: 10.63,
    tax_total: 0.96,
    discount_total: 0.37,
    discount_subtotal: 0.33,
    discount_tax_total: 0.04,
    original_total: 11,
    original_subtotal: 10,
    original_tax_total: 1,
  })
})

const line = fc.record({
  unit_price: fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100),
  quantity: fc.integer({ min: 1, max: 20 }),
  is_tax_inclusive: fc.boolean(),
  rate: fc.constantFrom(0, 5.5, 7, 19, 20),
  discount: fc.integer({ min: 0, max: 50_000 }).map((cents) => cents / 100),
  currency: fc.constantFrom('jpy', 'eur', 'kwd'),
})

test('a share adds up, is never below zero, and all units are the line', () => {
  fc.assert(
    fc.property(line, fc.integer({ min: 0, max: 20 }), ({ rate, discount, currency, ...item }, asked) => {
      const part = Math.min(asked, item.quantity)
      const whole = lineTotals(
        { ...item, tax_lines: [{ rate }], adjustments: [{ amount: discount }] },
        currency,
      )
      const share = shareOfTotals(whole, { quantity: item.quantity, part }, currency)
      for (const [name, amount] of Object.entries(share)) expect(amount.gte(0), name).toBe(true)
      expect(+share.total).toBe(+share.subtotal.minus(share.discount_subtotal).plus(share.tax_total))
      expect(+share.discount_total).toBe(+share.discount_subtotal.plus(share.discount_tax_total))
      expect(+share.original_total).toBe(+share.total.plus(share.discount_total))
      expect(+share.original_total).toBe(+share.original_subtotal.plus(share.original_tax_total))
      if (rate === 0) expect([+share.tax_total, +share.original_tax_total]).toEqual([0, 0])
      if (discount === 0) expect(+share.discount_total).toBe(0)
      if (part === item.quantity) {
        for (const [name, amount] of Object.entries(share)) {
          expect(+amount, name).toBe(+whole[name as keyof Totals])
        }
      }
    }),
    { numRuns: 500 },
  )
})
