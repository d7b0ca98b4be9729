import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyCurrency, anyOrderedItem, isWholeIn } from '../test/arbitraries.ts'
import { BigNumber, lineTotals, orderTotals, shareOfTotal } from './index.ts'

const ordered = {
  unit_price: 10,
  quantity: 3,
  is_tax_inclusive: true,
  tax_lines: [{ rate: 19, code: 'vat' }],
  adjustments: [{ amount: 20, is_tax_inclusive: true }],
}

it('shares the total out by quantity', () => {
  const detail = {
    fulfilled_quantity: 3,
    shipped_quantity: 2,
    return_received_quantity: 1,
    return_requested_quantity: 1,
  }
  const totals = lineTotals({ ...ordered, detail }, 'eur')
  expect(+totals.fulfilled_total).toBe(10)
  expect(+totals.shipped_total).toBe(6.67)
  expect(+totals.return_received_total).toBe(3.33)
  expect(+totals.return_requested_total).toBe(3.33)
  expect(+totals.return_dismissed_total).toBe(0)
  expect(+totals.write_off_total).toBe(0)
  expect(+totals.refundable_total).toBe(3.33)
  expect(+totals.refundable_total_per_unit).toBe(3.33)
})

it('rounds what is refundable by unit down', () => {
  const totals = lineTotals(
    { ...ordered, adjustments: [{ amount: 10, is_tax_inclusive: true }], detail: {} },
    'eur',
  )
  expect(+totals.refundable_total).toBe(20)
  expect(+totals.refundable_total_per_unit).toBe(6.66)
})

it('has nothing refundable once all is written off, and nothing at all for no quantity', () => {
  const writtenOff = lineTotals({ ...ordered, detail: { written_off_quantity: 3 } }, 'eur')
  expect(+writtenOff.write_off_total).toBe(10)
  expect(+writtenOff.refundable_total).toBe(0)
  expect(+writtenOff.refundable_total_per_unit).toBe(0)
  const none = lineTotals({ ...ordered, quantity: 0, detail: { fulfilled_quantity: 0 } }, 'eur')
  expect(+none.refundable_total).toBe(0)
  expect(+none.fulfilled_total).toBe(0)
})

it("goes by the quantity of the order's current version", () => {
  expect(+lineTotals({ unit_price: 10, quantity: 3, detail: { quantity: 2 } }, 'eur').total).toBe(20)
})

it('has no totals of an order item for an item of a cart', () => {
  expect(lineTotals(ordered, 'eur')).not.toHaveProperty('refundable_total')
})

it('sums what went which way over the order', () => {
  const order = orderTotals({
    currency_code: 'eur',
    items: [
      { ...ordered, detail: { shipped_quantity: 2 } },
      { ...ordered, detail: { shipped_quantity: 1 } },
    ],
  })
  expect(+order.shipped_total).toBe(10)
  expect(+order.total).toBe(20)
  expect(+order.items[0]!.shipped_total).toBe(6.67)
})

it('refunds the whole in any steps', () => {
  expect([0, 1, 2].map((already) => +shareOfTotal(10, { quantity: 3, part: 1, already }, 'eur'))).toEqual([
    3.33, 3.34, 3.33,
  ])
})

it('is whole and never more than the total, and what can and cannot be refunded make up the total', () => {
  fc.assert(
    fc.property(anyOrderedItem, anyCurrency, (item, code) => {
      const { tax_lines, adjustments, ...totals } = lineTotals(item, code)
      for (const amount of Object.values(totals) as BigNumber[]) {
        expect(isWholeIn(amount, code)).toBe(true)
        expect(amount.gte(0)).toBe(true)
      }
      const { detail, quantity } = item
      const part =
        detail.return_requested_quantity +
        detail.return_received_quantity +
        detail.return_dismissed_quantity +
        detail.written_off_quantity
      const given = shareOfTotal(totals.total, { quantity, part }, code)
      expect(totals.refundable_total.plus(given)).toEqual(totals.total)
      expect(totals.fulfilled_total.lte(totals.total)).toBe(true)
      const units = BigNumber.max(new BigNumber(quantity).minus(part), 0)
      expect(totals.refundable_total_per_unit.times(units).lte(totals.refundable_total)).toBe(true)
    }),
  )
})

it('conserves the total over any steps', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.array(fc.nat(5), { maxLength: 8 }), (cents, steps) => {
      const quantity = steps.reduce((sum, step) => sum + step, 0)
      fc.pre(quantity > 0)
      const total = new BigNumber(cents).shiftedBy(-2)
      let already = 0
      let refunded = new BigNumber(0)
      for (const part of steps) {
        refunded = refunded.plus(shareOfTotal(total, { quantity, part, already }, 'eur'))
        already += part
      }
      expect(refunded).toEqual(total)
    }),
  )
})
