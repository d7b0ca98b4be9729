import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyCart, isWholeIn, sum } from '../test/arbitraries.ts'
import { BigNumber, type CartTotals, cartTotals } from './index.ts'

const vat = [{ rate: 19, code: 'vat' }]

const amountsOf = (totals: CartTotals) =>
  Object.entries(totals).flatMap(([name, value]) =>
    BigNumber.isBigNumber(value) ? [[name, value] as const] : [],
  )

it('has the totals of the wire', () => {
  const totals = cartTotals({
    currency_code: 'eur',
    items: [
      { unit_price: 10, quantity: 2, tax_lines: vat, adjustments: [{ amount: 5 }] },
      { unit_price: 11.9, quantity: 1, is_tax_inclusive: true, tax_lines: vat },
    ],
    shipping_methods: [
      { amount: 5, tax_lines: vat, adjustments: [{ amount: 5.95, is_tax_inclusive: true }] },
    ],
    credit_lines: [{ amount: 9.75 }],
  })
  expect(Object.fromEntries(amountsOf(totals).map(([name, value]) => [name, +value]))).toEqual({
    subtotal: 35,
    discount_subtotal: 10,
    discount_tax_total: 1.9,
    discount_total: 11.9,
    tax_total: 4.75,
    total: 20,
    original_subtotal: 35,
    original_tax_total: 6.65,
    original_total: 41.65,
    item_subtotal: 30,
    item_tax_total: 4.75,
    item_discount_total: 5.95,
    item_total: 29.75,
    original_item_subtotal: 30,
    original_item_tax_total: 5.7,
    original_item_total: 35.7,
    shipping_subtotal: 5,
    shipping_tax_total: 0,
    shipping_discount_total: 5.95,
    shipping_total: 0,
    original_shipping_subtotal: 5,
    original_shipping_tax_total: 0.95,
    original_shipping_total: 5.95,
    credit_line_total: 9.75,
    credit_line_subtotal: 9.75,
    credit_line_tax_total: 0,
    gift_card_total: 0,
    gift_card_tax_total: 0,
  })
  expect(totals.items.map(({ total }) => +total)).toEqual([17.85, 11.9])
  expect(totals.shipping_methods.map(({ total }) => +total)).toEqual([0])
  expect(totals.credit_lines.map(({ total }) => +total)).toEqual([9.75])
})

it('is 0 for an empty cart', () => {
  const totals = cartTotals({ currency_code: 'eur' })
  expect(amountsOf(totals).every(([, value]) => value.isZero())).toBe(true)
  expect(totals.items).toEqual([])
})

it('is not below 0 with more credit than there is to pay', () => {
  const items = [{ unit_price: 10, quantity: 1 }]
  const totals = cartTotals({ currency_code: 'eur', items, credit_lines: [{ amount: 30 }] })
  expect(totals.total.toFixed()).toBe('0')
  expect(+totals.credit_line_total).toBe(30)
  expect(+totals.original_total).toBe(10)
})

it('asks for more where credit was taken back', () => {
  const items = [{ unit_price: 10, quantity: 1 }]
  const totals = cartTotals({ currency_code: 'eur', items, credit_lines: [{ amount: -2 }] })
  expect(+totals.total).toBe(12)
})

it('rounds tax on each line, so that the cart shows the sum of what its lines show', () => {
  const items = Array.from({ length: 3 }, () => ({ unit_price: 0.03, quantity: 1, tax_lines: vat }))
  expect(+cartTotals({ currency_code: 'eur', items }).tax_total).toBe(0.03)
})

it('is whole, not below zero and sums up, for any cart', () => {
  fc.assert(
    fc.property(anyCart, (cart) => {
      const totals = cartTotals(cart)
      for (const [, amount] of amountsOf(totals)) {
        expect(isWholeIn(amount, cart.currency_code)).toBe(true)
        expect(amount.gte(0)).toBe(true)
      }
      expect(totals.subtotal).toEqual(totals.item_subtotal.plus(totals.shipping_subtotal))
      expect(totals.tax_total).toEqual(totals.item_tax_total.plus(totals.shipping_tax_total))
      expect(totals.discount_total).toEqual(totals.item_discount_total.plus(totals.shipping_discount_total))
      expect(totals.original_total).toEqual(totals.original_item_total.plus(totals.original_shipping_total))
      expect(totals.original_total).toEqual(totals.original_subtotal.plus(totals.original_tax_total))
      expect(totals.discount_total).toEqual(totals.discount_subtotal.plus(totals.discount_tax_total))
      expect(totals.item_total).toEqual(sum(totals.items.map(({ total }) => total)))
      expect(totals.shipping_total).toEqual(sum(totals.shipping_methods.map(({ total }) => total)))
      const due = totals.subtotal
        .minus(totals.discount_subtotal)
        .plus(totals.tax_total)
        .minus(totals.credit_line_total)
      expect(totals.total).toEqual(BigNumber.max(due, 0))
    }),
  )
})

it('does not depend on the order of the lines', () => {
  fc.assert(
    fc.property(anyCart, (cart) => {
      const turned = { ...cart, items: cart.items.toReversed() }
      expect(amountsOf(cartTotals(turned))).toEqual(amountsOf(cartTotals(cart)))
    }),
  )
})

it('shows every amount as a short number in JSON', () => {
  fc.assert(
    fc.property(anyCart, (cart) => {
      for (const [, amount] of amountsOf(cartTotals(cart))) {
        expect(JSON.stringify(amount.toNumber())).toBe(amount.toFixed())
      }
    }),
  )
})
