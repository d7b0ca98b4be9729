import { BigNumber } from '@stoa/kernel'
import { expect, test } from 'vitest'
import {
  newLine,
  newShipping,
  presentLine,
  presentPlace,
  presentShipping,
  sampleCart,
} from '../test/sample-cart.ts'
import { nextCart, totalOf } from './next-cart.ts'

const tax = (rate: number, more: object = {}) => ({
  id: 'calitxl_1',
  rate,
  code: 'vat',
  description: null,
  provider_id: null,
  tax_rate_id: null,
  ...more,
})

test('no change leaves the cart as it is', () => {
  const cart = sampleCart({
    items: [presentLine('Mug', 10, 2, { tax_lines: [tax(19)] })],
    shipping_methods: [presentShipping('Parcel', 5)],
    shipping_address: presentPlace('de'),
  })
  expect(nextCart(cart, {})).toEqual(cart)
})

test('lines are added, changed and taken away, and the cart that was given stays as it was', () => {
  const [mug, plate, cup] = [presentLine('Mug', 10), presentLine('Plate', 7), presentLine('Cup', 3)]
  const cart = sampleCart({ items: [mug, plate, cup] })
  const bowl = newLine('Bowl', 4)
  const next = nextCart(cart, {
    added_items: [bowl],
    changed_items: [{ id: plate.id, quantity: 5 }],
    removed_items: [cup.id],
  })
  expect(next.items.map(({ title, quantity }) => [title, quantity])).toEqual([
    ['Mug', 1],
    ['Plate', 5],
    ['Bowl', 1],
  ])
  expect(next.items[1]?.unit_price).toEqual(BigNumber(7))
  expect(next.items[2]).toMatchObject({ tax_lines: [], adjustments: [] })
  expect(cart.items.map(({ quantity }) => quantity)).toEqual([1, 1, 1])
})

test('the columns of the cart change, and addresses by what is given of them', () => {
  const cart = sampleCart({ email: 'a@example.com', shipping_address: presentPlace('de', { city: 'Bonn' }) })
  const next = nextCart(cart, {
    cart: { email: 'b@example.com' },
    shipping_address: { city: 'Berlin' },
    billing_address: { country_code: 'fr' },
  })
  expect(next).toMatchObject({
    id: cart.id,
    email: 'b@example.com',
    currency_code: 'eur',
    shipping_address: { id: cart.shipping_address?.id, country_code: 'de', city: 'Berlin' },
    billing_address: { country_code: 'fr' },
  })
})

test('shipping methods replace those there were, also by none', () => {
  const cart = sampleCart({ shipping_methods: [presentShipping('Parcel', 5)] })
  const next = nextCart(cart, { shipping_methods: [newShipping('Courier', 9)] })
  expect(next.shipping_methods).toMatchObject([{ name: 'Courier', tax_lines: [], adjustments: [] }])
  expect(nextCart(cart, { shipping_methods: [] }).shipping_methods).toEqual([])
})

test('taxes replace all there were, each on its own line', () => {
  const [mug, plate] = [presentLine('Mug', 10, 1, { tax_lines: [tax(7)] }), presentLine('Plate', 7)]
  const parcel = presentShipping('Parcel', 5, { tax_lines: [tax(7)] })
  const cart = sampleCart({ items: [mug, plate], shipping_methods: [parcel] })
  const next = nextCart(cart, {
    tax_lines: [
      { item_id: plate.id, rate: 19, code: 'vat' },
      { shipping_method_id: parcel.id, rate: 20, code: 'vat' },
    ],
  })
  expect(next.items.map(({ tax_lines }) => tax_lines.map(({ rate }) => rate))).toEqual([[], [19]])
  expect(next.shipping_methods[0]?.tax_lines.map(({ rate }) => rate)).toEqual([20])
})

test('the total counts lines, taxes, discounts, shipping and credits, without a float on the way', () => {
  expect(totalOf(sampleCart()).toFixed()).toBe('0')
  const cart = sampleCart({
    items: [
      presentLine('Mug', 10, 2, {
        tax_lines: [tax(10)],
        adjustments: [{ id: 'caliadj_1', amount: BigNumber(4), code: null, promotion_id: null }],
      }),
      presentLine('Plate', 11, 1, { tax_lines: [tax(10)], is_tax_inclusive: true }),
    ],
    shipping_methods: [presentShipping('Parcel', '0.1', { tax_lines: [] })],
    credit_lines: [{ id: 'cacl_1', amount: BigNumber('0.3') }],
  })
  // 16 + 1.6, 11, 0.1 less 0.3
  expect(totalOf(cart).toFixed()).toBe('28.4')
  const large = sampleCart({ items: [presentLine('Castle', '90071992547409931.07')] })
  expect(totalOf(large).toFixed()).toBe('90071992547409931.07')
})

test('discounts of promotions come and go with them, one that was given by hand stays, and the total follows', () => {
  const byHand = { id: 'caliadj_1', amount: BigNumber(1), code: null, promotion_id: null }
  const summer = { ...byHand, id: 'caliadj_2', code: 'SUMMER', promotion_id: 'promo_1' }
  const mug = presentLine('Mug', 10, 1, { adjustments: [byHand, summer] })
  const cart = sampleCart({ items: [mug], shipping_methods: [presentShipping('Parcel', 5)] })
  expect(totalOf(nextCart(cart, {})).toNumber()).toBe(13)
  expect(totalOf(nextCart(cart, { adjustments: [] })).toNumber()).toBe(14)
  const free = { shipping_method_id: cart.shipping_methods[0]?.id as string, amount: BigNumber(5) }
  const next = nextCart(cart, { adjustments: [{ ...free, code: 'FREE', promotion_id: 'promo_2' }] })
  expect(totalOf(next).toNumber()).toBe(9)
})
