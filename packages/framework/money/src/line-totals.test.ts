import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyCurrency, anyItem, anyShippingMethod, isWholeIn, sum } from '../test/arbitraries.ts'
import {
  BigNumber,
  type LineTotals,
  lineTotals,
  MoneyError,
  roundToCurrency,
  shippingMethodTotals,
  type Totals,
} from './index.ts'

const vat = (...rates: number[]) => rates.map((rate) => ({ rate, code: `vat_${rate}` }))

/** Only the numbers of the line itself. */
function numbers(totals: Totals) {
  return Object.fromEntries(
    Object.entries(totals).flatMap(([key, value]) => (BigNumber.isBigNumber(value) ? [[key, +value]] : [])),
  )
}

it('adds 19 % to exclusive prices', () => {
  const totals = lineTotals({ unit_price: 19.99, quantity: 3, tax_lines: vat(19) }, 'eur')
  expect(numbers(totals)).toEqual({
    subtotal: 59.97,
    tax_total: 11.39,
    total: 71.36,
    discount_subtotal: 0,
    discount_tax_total: 0,
    discount_total: 0,
    original_subtotal: 59.97,
    original_tax_total: 11.39,
    original_total: 71.36,
  })
})

it('takes 19 % out of inclusive prices, and the total is the price', () => {
  const totals = lineTotals(
    { unit_price: 19.99, quantity: 3, is_tax_inclusive: true, tax_lines: vat(19) },
    'eur',
  )
  expect(numbers(totals)).toMatchObject({
    subtotal: 50.39,
    tax_total: 9.58,
    total: 59.97,
    original_total: 59.97,
  })
})

it('rounds tax half up, to the minor unit', () => {
  expect(+lineTotals({ unit_price: 570.65, quantity: 1, tax_lines: vat(10) }, 'eur').tax_total).toBe(57.07)
  expect(+lineTotals({ unit_price: 105, quantity: 1, tax_lines: vat(10) }, 'jpy').tax_total).toBe(11)
  expect(+lineTotals({ unit_price: '1.235', quantity: 1, tax_lines: vat(5) }, 'kwd').tax_total).toBe(0.062)
})

it('has whole yen', () => {
  const totals = lineTotals(
    { unit_price: 333, quantity: 1, is_tax_inclusive: true, tax_lines: vat(10) },
    'jpy',
  )
  expect(numbers(totals)).toMatchObject({ subtotal: 303, tax_total: 30, total: 333 })
})

it('rounds the price of the line, not of the unit', () => {
  expect(+lineTotals({ unit_price: '0.005', quantity: 3 }, 'eur').total).toBe(0.02)
  expect(+lineTotals({ unit_price: '9.99', quantity: '0.335' }, 'eur').total).toBe(3.35)
})

it('adds up several rates and shares the rounding out to the tax lines', () => {
  const totals = lineTotals({ unit_price: 10.1, quantity: 1, tax_lines: vat(2.5, 2.5) }, 'eur')
  expect(+totals.tax_total).toBe(0.51)
  expect(totals.tax_lines.map(({ total }) => +total)).toEqual([0.26, 0.25])
})

it('shows each tax before and after discount', () => {
  const totals = lineTotals(
    { unit_price: 100, quantity: 1, tax_lines: vat(5, 10), adjustments: [{ amount: 40 }] },
    'eur',
  )
  expect(totals.tax_lines.map((line) => [+line.subtotal, +line.total])).toEqual([
    [5, 3],
    [10, 6],
  ])
})

it('takes a discount without tax off the subtotal', () => {
  const totals = lineTotals(
    { unit_price: 100, quantity: 1, tax_lines: vat(19), adjustments: [{ amount: 10 }] },
    'eur',
  )
  expect(numbers(totals)).toMatchObject({
    subtotal: 100,
    discount_subtotal: 10,
    discount_tax_total: 1.9,
    discount_total: 11.9,
    tax_total: 17.1,
    total: 107.1,
    original_tax_total: 19,
    original_total: 119,
  })
  expect(totals.adjustments.map((each) => [+each.subtotal, +each.total])).toEqual([[10, 11.9]])
})

it.each([true, false])('takes a discount with tax off the total (price with tax: %s)', (inclusive) => {
  const line = { unit_price: 100, quantity: 1, is_tax_inclusive: inclusive, tax_lines: vat(19) }
  const adjustments = [
    { amount: 5, is_tax_inclusive: true },
    { amount: 3, is_tax_inclusive: true },
  ]
  const totals = lineTotals({ ...line, adjustments }, 'eur')
  expect(+totals.original_total.minus(totals.total)).toBe(8)
  expect(+totals.discount_total).toBe(8)
  expect(totals.adjustments.map(({ total }) => +total)).toEqual([5, 3])
})

it('takes a discount without tax off the subtotal of an inclusive price', () => {
  const totals = lineTotals(
    {
      unit_price: 119,
      quantity: 1,
      is_tax_inclusive: true,
      tax_lines: vat(19),
      adjustments: [{ amount: 10 }],
    },
    'eur',
  )
  expect(numbers(totals)).toMatchObject({
    subtotal: 100,
    discount_subtotal: 10,
    tax_total: 17.1,
    total: 107.1,
  })
})

it('is exactly 0 with all of it discounted', () => {
  const line = { unit_price: '33.33', quantity: 3, tax_lines: vat(8.875) }
  const totals = lineTotals({ ...line, adjustments: [{ amount: '33.33' }, { amount: '66.66' }] }, 'usd')
  expect(totals.total.toFixed()).toBe('0')
  expect(totals.tax_total.toFixed()).toBe('0')
  expect(totals.discount_total).toEqual(totals.original_total)
})

it('shares a line out by amount to adjustments that are worth more than it', () => {
  const totals = lineTotals(
    { unit_price: 9, quantity: 1, adjustments: [{ amount: 20 }, { amount: 10 }] },
    'eur',
  )
  expect(+totals.total).toBe(0)
  expect(totals.adjustments.map(({ total }) => +total)).toEqual([6, 3])
})

it('is 0 for no quantity', () => {
  const totals = lineTotals(
    { unit_price: 9, quantity: 0, tax_lines: vat(19), adjustments: [{ amount: 1 }] },
    'eur',
  )
  expect(Object.values(numbers(totals)).every((value) => value === 0)).toBe(true)
})

it('reckons a shipping method as a line of one', () => {
  const totals = shippingMethodTotals({ amount: 4.9, is_tax_inclusive: true, tax_lines: vat(19) }, 'eur')
  expect(numbers(totals)).toMatchObject({ subtotal: 4.12, tax_total: 0.78, total: 4.9 })
})

it.each([
  ['unit_price must not be negative, got -1', { unit_price: -1, quantity: 1 }],
  ['quantity must be a finite number, got "two"', { unit_price: 1, quantity: 'two' }],
  ['tax_lines[0].rate must not be negative', { unit_price: 1, quantity: 1, tax_lines: vat(-5) }],
  ['adjustments[1].amount', { unit_price: 1, quantity: 1, adjustments: [{ amount: 0 }, { amount: -1 }] }],
])('says %s', (message, item) => {
  expect(() => lineTotals(item, 'eur')).toThrow(MoneyError)
  expect(() => lineTotals(item, 'eur')).toThrow(message)
})

function everyAmount({ tax_lines, adjustments, ...line }: LineTotals): BigNumber[] {
  return [line, ...tax_lines, ...adjustments].flatMap((each) => Object.values(each) as BigNumber[])
}

function expectSound(totals: LineTotals, code: string) {
  for (const amount of everyAmount(totals)) {
    expect(isWholeIn(amount, code)).toBe(true)
    expect(amount.gte(0)).toBe(true)
  }
  const { subtotal, total, tax_total, discount_subtotal, discount_tax_total, discount_total } = totals
  expect(total).toEqual(subtotal.minus(discount_subtotal).plus(tax_total))
  expect(discount_total).toEqual(discount_subtotal.plus(discount_tax_total))
  expect(totals.original_total).toEqual(totals.original_subtotal.plus(totals.original_tax_total))
  expect(totals.original_total).toEqual(total.plus(discount_total))
  expect(sum(totals.tax_lines.map((line) => line.total))).toEqual(tax_total)
  expect(sum(totals.tax_lines.map((line) => line.subtotal))).toEqual(totals.original_tax_total)
  expect(sum(totals.adjustments.map((each) => each.total))).toEqual(discount_total)
  expect(sum(totals.adjustments.map((each) => each.subtotal))).toEqual(discount_subtotal)
}

it('is whole, not below zero and sums up, for any item in any currency', () => {
  fc.assert(
    fc.property(anyItem, anyCurrency, (item, code) => expectSound(lineTotals(item, code), code)),
    { numRuns: 1000 },
  )
})

it('is whole, not below zero and sums up, for any shipping method', () => {
  fc.assert(
    fc.property(anyShippingMethod, anyCurrency, (method, code) =>
      expectSound(shippingMethodTotals(method, code), code),
    ),
  )
})

it('charges exactly the price where it contains the tax', () => {
  fc.assert(
    fc.property(anyItem, anyCurrency, (item, code) => {
      const totals = lineTotals({ ...item, is_tax_inclusive: true, adjustments: [] }, code)
      expect(totals.total).toEqual(roundToCurrency(new BigNumber(item.unit_price).times(item.quantity), code))
    }),
  )
})

it('takes tax within half a minor unit of the exact one', () => {
  fc.assert(
    fc.property(anyItem, anyCurrency, (item, code) => {
      const { subtotal, tax_total } = lineTotals({ ...item, is_tax_inclusive: false, adjustments: [] }, code)
      const rate = sum((item.tax_lines ?? []).map((line) => new BigNumber(line.rate)))
      expect(tax_total).toEqual(roundToCurrency(subtotal.times(rate).div(100), code))
    }),
  )
})

it('takes exactly the amount off the total, or all there is, by one discount with tax', () => {
  fc.assert(
    fc.property(anyItem, anyCurrency, (item, code) => {
      const amount = roundToCurrency(item.adjustments?.[0]?.amount ?? 1, code)
      const totals = lineTotals({ ...item, adjustments: [{ amount, is_tax_inclusive: true }] }, code)
      expect(totals.discount_total).toEqual(BigNumber.min(amount, totals.original_total))
    }),
  )
})

it('is exactly 0 when the discount is the subtotal, or with tax the total', () => {
  fc.assert(
    fc.property(anyItem, anyCurrency, fc.boolean(), (item, code, inclusive) => {
      const { subtotal, total } = lineTotals({ ...item, adjustments: [] }, code)
      fc.pre(inclusive || !subtotal.isZero())
      const all = { amount: inclusive ? total : subtotal, is_tax_inclusive: inclusive }
      const discounted = lineTotals({ ...item, adjustments: [all] }, code)
      expect(discounted.total.toFixed()).toBe('0')
      expect(discounted.tax_total.toFixed()).toBe('0')
    }),
  )
})

it('never costs more with a greater discount', () => {
  fc.assert(
    fc.property(anyItem, anyCurrency, fc.nat(1000), fc.boolean(), (item, code, more, inclusive) => {
      const less = lineTotals(item, code)
      const extra = { amount: more / 100, is_tax_inclusive: inclusive }
      const greater = lineTotals({ ...item, adjustments: [...(item.adjustments ?? []), extra] }, code)
      expect(greater.total.lte(less.total)).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

it('is the same when computed again from what it answered', () => {
  fc.assert(
    fc.property(anyItem, anyCurrency, (item, code) => {
      const first = lineTotals(item, code)
      expect(lineTotals(item, code)).toEqual(first)
      // A price that is nothing but tax (0.01 with 100 % in it) has no subtotal to say the discount in.
      fc.pre(!first.subtotal.isZero() || first.original_total.isZero())
      const adjustments = first.adjustments.map((each, index) => {
        const inclusive = item.adjustments?.[index]?.is_tax_inclusive
        return { amount: inclusive ? each.total : each.subtotal, is_tax_inclusive: inclusive }
      })
      expect(lineTotals({ ...item, adjustments }, code)).toEqual(first)
    }),
    { numRuns: 1000 },
  )
})
