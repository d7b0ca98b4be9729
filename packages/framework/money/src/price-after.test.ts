import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyCurrency, anyItem } from '../test/arbitraries.ts'
import { lineTotals, MoneyError, priceAfter, priceLine } from './index.ts'

it('is what the totals of the line say, to the digit', () => {
  fc.assert(
    fc.property(fc.tuple(anyCurrency, anyItem), ([currency, item]) => {
      const totals = lineTotals({ ...item, detail: null }, currency)
      const { net, gross } = priceAfter(priceLine(item, currency), item.adjustments ?? [])
      expect([net.toFixed(), gross.toFixed()]).toEqual([
        totals.subtotal.minus(totals.discount_subtotal).toFixed(),
        totals.total.toFixed(),
      ])
    }),
    { numRuns: 2000 },
  )
})

it('never goes below zero, and knows both kinds of adjustments', () => {
  const line = priceLine({ unit_price: 10, quantity: 1, tax_lines: [{ rate: 10 }] }, 'eur')
  const after = (...adjustments: Parameters<typeof priceAfter>[1]) => {
    const { net, gross } = priceAfter(line, adjustments)
    return [+net, +gross]
  }
  expect(after()).toEqual([10, 11])
  expect(after({ amount: 2 })).toEqual([8, 8.8])
  expect(after({ amount: 1 }, { amount: 1.1, is_tax_inclusive: true })).toEqual([8, 8.8])
  expect(after({ amount: 99 })).toEqual([0, 0])
})

it('refuses what no price can be computed from', () => {
  expect(() => priceLine({ unit_price: -1, quantity: 1 }, 'eur')).toThrow(MoneyError)
  expect(() => priceLine({ unit_price: 1, quantity: 1 }, 'zzz')).toThrow(MoneyError)
  const line = priceLine({ unit_price: 1, quantity: 1 }, 'eur')
  expect(() => priceAfter(line, [{ amount: -1 }])).toThrow('adjustments[0].amount')
})
