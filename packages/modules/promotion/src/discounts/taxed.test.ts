import { cartTotals } from '@stoa/money'
import { expect, test } from 'vitest'
import { cart, euros, item, now, promotion } from '../../test/sample-promotions.ts'
import type { ActivePromotion } from '../active-promotion.ts'
import type { DiscountableCart } from './cart.ts'
import { computeDiscounts } from './compute-discounts.ts'

const vat = { tax_lines: [{ rate: 19, code: 'vat' }] }

/** A cart's totals once the discounts are its adjustments. */
function totals(promotions: readonly ActivePromotion[], of: DiscountableCart) {
  const { discounts } = computeDiscounts(promotions, of, now)
  return cartTotals({
    currency_code: of.currency_code,
    items: (of.items ?? []).map((line) => ({
      ...line,
      adjustments: discounts.filter(({ item_id }) => item_id === line.id),
    })),
    shipping_methods: (of.shipping_methods ?? []).map((line) => ({
      ...line,
      // As carts keep them: adjustments of shipping methods do not say whether they contain tax.
      adjustments: discounts
        .filter(({ shipping_method_id }) => shipping_method_id === line.id)
        .map(({ amount }) => ({ amount })),
    })),
  })
}

const gross = (price: number | string, quantity = 1) =>
  cart([item('a', { unit_price: price, quantity, is_tax_inclusive: true, ...vat })])

test('ten percent of a price with tax is ten percent of the total, to the cent', () => {
  const { discount_total, total, tax_total } = totals([promotion()], gross('9.99'))
  expect([discount_total, total, tax_total].map(String)).toEqual(['1', '8.99', '1.44'])
  for (let cents = 1; cents < 1000; cents += 7) {
    const price = (cents / 100).toFixed(2)
    expect(totals([promotion()], gross(price)).discount_total.toFixed(2)).toBe(
      (Math.round(cents / 10) / 100).toFixed(2),
    )
  }
})

test('ten percent of a price without tax is ten percent of the subtotal', () => {
  const { discount_subtotal, total } = totals([promotion()], cart([item('a', { unit_price: 100, ...vat })]))
  expect([discount_subtotal, total].map(String)).toEqual(['10', '107.1'])
})

test('a fixed amount is with tax where the promotion says so, and without it otherwise', () => {
  for (const of of [gross(119), cart([item('a', { unit_price: 100, ...vat })])]) {
    expect(totals([euros(10)], of).total.toFixed(2)).toBe('107.10')
    expect(totals([euros(10, {}, { is_tax_inclusive: true })], of).total.toFixed(2)).toBe('109.00')
  }
})

test.each([
  ['with tax', true],
  ['without tax', false],
])('all of a price %s is exactly nothing left, whatever was taken before', (_, is_tax_inclusive) => {
  const before = [promotion({ value: 33 }), euros('0.35', {}, { is_tax_inclusive: true }), euros('0.77')]
  for (const last of [promotion({ value: 100 }), euros(5000), euros(5000, {}, { is_tax_inclusive: true })]) {
    for (const first of [[], before.slice(0, 1), before.slice(1, 2), before.slice(2), before]) {
      const of = cart(
        ['3.33', '19.99', '0.05'].map((unit_price, index) =>
          item(`${index}`, { unit_price, quantity: index + 1, is_tax_inclusive, ...vat }),
        ),
      )
      const { total, tax_total } = totals([...first, last], of)
      expect([total, tax_total].map(String)).toEqual(['0', '0'])
    }
  }
})

test.each([
  ['with tax', true],
  ['without tax', false],
])('shipping %s: adjustments that do not know tax take what they should', (_, is_tax_inclusive) => {
  const of = cart([], { shipping_methods: [{ id: 's', amount: 119, is_tax_inclusive, ...vat }] })
  const target_type = 'shipping_methods'
  expect(totals([promotion({ target_type })], of).total.toFixed(2)).toBe(
    is_tax_inclusive ? '107.10' : '127.45',
  )
  expect(totals([promotion({ target_type, value: 100 })], of).total.toString()).toBe('0')
  const inclusive = euros(10, { target_type }, { is_tax_inclusive: true })
  expect(totals([inclusive], of).discount_total.toFixed(2)).toBe('10.00')
})

test('prices with tax and without in one cart each give their part', () => {
  const of = cart([
    item('a', { unit_price: 119, is_tax_inclusive: true, ...vat }),
    item('b', { unit_price: 100, ...vat }),
  ])
  const { items } = totals([promotion({ target_type: 'order' })], of)
  expect(items.map(({ total }) => total.toFixed(2))).toEqual(['107.10', '107.10'])
})
