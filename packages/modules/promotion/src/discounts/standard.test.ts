import { expect, test } from 'vitest'
import { cart, euros, item, now, off, promotion, rule } from '../../test/sample-promotions.ts'
import { computeDiscounts } from './compute-discounts.ts'

const three = [item('a', { quantity: 3 }), item('b', { unit_price: 4 })]

test('a percentage is taken of every target', () => {
  expect(off([promotion()], cart(three))).toEqual({ a: '3.00', b: '0.40' })
  expect(off([promotion({ allocation: 'each', max_quantity: 2 })], cart(three))).toEqual({
    a: '2.00',
    b: '0.40',
  })
  expect(off([promotion({ target_type: 'order', allocation: null })], cart(three))).toEqual({
    a: '3.00',
    b: '0.40',
  })
})

test('a percentage of all is that of the sum, to the minor unit', () => {
  const cents = ['a', 'b', 'c'].map((id) => item(id, { unit_price: '0.05' }))
  expect(off([promotion()], cart(cents))).toEqual({ a: '0.01', b: '0.01' })
})

test('a fixed amount for each comes off so many units, and never more than a unit costs', () => {
  expect(off([euros(5, { allocation: 'each', max_quantity: 2 })], cart(three))).toEqual({
    a: '10.00',
    b: '4.00',
  })
  expect(off([euros(12, { allocation: 'each', max_quantity: 1 })], cart(three))).toEqual({
    a: '10.00',
    b: '4.00',
  })
})

test('a fixed amount across lines is split by what they cost and sums to the value', () => {
  const even = ['a', 'b', 'c'].map((id) => item(id))
  expect(off([euros(10)], cart(even))).toEqual({ a: '3.34', b: '3.33', c: '3.33' })
  expect(off([euros('8.50', { target_type: 'order', allocation: null })], cart(three))).toEqual({
    a: '7.50',
    b: '1.00',
  })
})

test('parts are whole in the minor unit of the currency', () => {
  const yen = promotion({ type: 'fixed', currency_code: 'jpy', value: 100 })
  const items = ['a', 'b', 'c'].map((id) => item(id, { unit_price: 500 }))
  const { discounts } = computeDiscounts([yen], cart(items, { currency_code: 'jpy' }), now)
  expect(discounts.map(({ amount }) => amount.toFixed())).toEqual(['34', '33', '33'])
})

test('more than there is takes all there is', () => {
  expect(off([euros(1000)], cart(three))).toEqual({ a: '30.00', b: '4.00' })
  expect(off([promotion({ value: 100 })], cart(three))).toEqual({ a: '30.00', b: '4.00' })
})

test('once takes so many units in the whole cart, the cheapest first', () => {
  const items = [...three, item('c', { unit_price: 7, quantity: 2 })]
  const once = (max_quantity: number, value = 50) => promotion({ allocation: 'once', max_quantity, value })
  expect(off([once(1)], cart(items))).toEqual({ b: '2.00' })
  expect(off([once(4)], cart(items))).toEqual({ a: '5.00', b: '2.00', c: '7.00' })
  expect(off([once(100)], cart(items))).toEqual({ a: '15.00', b: '2.00', c: '7.00' })
  expect(off([euros(5, { allocation: 'once', max_quantity: 2 })], cart(items))).toEqual({
    b: '4.00',
    c: '5.00',
  })
})

test('target rules say which items, and what is not discountable gets nothing', () => {
  const items = [
    item('a', { product: { id: 'prod_1' } }),
    item('b', { product: { id: 'prod_2' } }),
    item('c', { product: { id: 'prod_1' }, is_discountable: false }),
  ]
  const targeted = euros(3, { target_rules: [rule('items.product.id', 'in', 'prod_1')] })
  expect(off([targeted], cart(items))).toEqual({ a: '3.00' })
  expect(off([promotion({ target_type: 'order' })], cart(items))).toEqual({ a: '1.00', b: '1.00' })
})

test('shipping methods are discounted by themselves, and an order without them', () => {
  const shipping_methods = [
    { id: 'post', amount: 5, shipping_option: { shipping_option_type_id: 'slow' } },
    { id: 'courier', amount: 15, shipping_option: { shipping_option_type_id: 'fast' } },
  ]
  const shipped = cart([item('a')], { shipping_methods })
  const target_type = 'shipping_methods'
  expect(off([promotion({ target_type, value: 100 })], shipped)).toEqual({ post: '5.00', courier: '15.00' })
  expect(off([euros(8, { target_type, allocation: 'each', max_quantity: 1 })], shipped)).toEqual({
    post: '5.00',
    courier: '8.00',
  })
  expect(off([euros(10, { target_type })], shipped)).toEqual({ post: '2.50', courier: '7.50' })
  expect(off([euros(8, { target_type, allocation: 'once', max_quantity: 1 })], shipped)).toEqual({
    post: '5.00',
  })
  const fast = rule('shipping_methods.shipping_option.shipping_option_type_id', 'eq', 'fast')
  expect(off([euros(8, { target_type, target_rules: [fast] })], shipped)).toEqual({ courier: '8.00' })
  expect(off([promotion({ target_type: 'order' })], shipped)).toEqual({ a: '1.00' })
})
