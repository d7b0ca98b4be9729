import { expect, test } from 'vitest'
import { cart, item, off, promotion, rule } from '../../test/sample-promotions.ts'

const of = (product: string, quantity: number, unit_price = 10) =>
  item(`${product}${unit_price}`, { quantity, unit_price, product: { id: product } })

const isOne = (...products: string[]) => [rule('items.product.id', 'in', ...products)]

/** Buy so many of these, get one of those for nothing. */
const buyGet = (buy: number, bought: string[], given: string[], more: object = {}, id?: string) =>
  promotion(
    {
      value: 100,
      allocation: 'each',
      buy_rules: isOne(...bought),
      target_rules: given.length > 0 ? isOne(...given) : [],
      buy_rules_min_quantity: buy,
      apply_to_quantity: 1,
      max_quantity: 100,
      ...more,
    },
    { type: 'buyget', ...(id ? { id } : {}) },
  )

test('what is bought gives what is not', () => {
  const shirt = buyGet(2, ['shirt'], ['cap'])
  expect(off([shirt], cart([of('shirt', 1), of('cap', 1)]))).toEqual({})
  expect(off([shirt], cart([of('shirt', 2), of('cap', 1, 7)]))).toEqual({ cap7: '7.00' })
  expect(off([shirt], cart([of('shirt', 2), of('cap', 3, 7)]))).toEqual({ cap7: '7.00' })
  expect(off([shirt], cart([of('shirt', 5), of('cap', 3, 7)]))).toEqual({ cap7: '14.00' })
  expect(off([shirt], cart([of('shirt', 2)]))).toEqual({})
})

test.each([
  [2, {}],
  [3, { shirt10: '10.00' }],
  [5, { shirt10: '10.00' }],
  [6, { shirt10: '20.00' }],
  [301, { shirt10: '1000.00' }],
])('buy two, get one of the same: %i', (quantity, lines) => {
  expect(off([buyGet(2, ['shirt'], ['shirt'])], cart([of('shirt', quantity)]))).toEqual(lines)
})

test('the units that are bought are not those that are given, the dearest are bought', () => {
  const same = buyGet(1, ['shirt'], ['shirt'])
  expect(off([same], cart([of('shirt', 1, 10), of('shirt', 1, 30)]))).toEqual({ shirt10: '10.00' })
  const four = [10, 20, 30, 40].map((price) => of('shirt', 1, price))
  expect(off([same], cart(four))).toEqual({ shirt30: '30.00', shirt10: '10.00' })
  expect(off([buyGet(2, ['shirt'], [])], cart(four))).toEqual({ shirt20: '20.00' })
})

test('what cannot be given is bought first, so that what can be is left', () => {
  const any = buyGet(2, ['shirt', 'cap'], ['cap'])
  expect(off([any], cart([of('cap', 1, 30), of('shirt', 2)]))).toEqual({ cap30: '30.00' })
})

test('no more than max_quantity is given, and apply_to_quantity in each round', () => {
  const items = cart([of('shirt', 10), of('cap', 10, 7)])
  expect(off([buyGet(1, ['shirt'], ['cap'], { max_quantity: 3 })], items)).toEqual({ cap7: '21.00' })
  expect(off([buyGet(5, ['shirt'], ['cap'], { apply_to_quantity: 2 })], items)).toEqual({ cap7: '28.00' })
  expect(off([buyGet(5, ['shirt'], ['cap'], { apply_to_quantity: 2, max_quantity: 3 })], items)).toEqual({
    cap7: '21.00',
  })
})

test('what is given may be cheaper and not free', () => {
  const items = cart([of('shirt', 2), of('cap', 2, 7)])
  expect(off([buyGet(1, ['shirt'], ['cap'], { value: 50 })], items)).toEqual({ cap7: '7.00' })
  const fixed = { type: 'fixed', currency_code: 'eur', value: 9 }
  expect(off([buyGet(1, ['shirt'], ['cap'], fixed)], items)).toEqual({ cap7: '14.00' })
  expect(off([buyGet(1, ['shirt'], ['cap'], { ...fixed, value: 2 })], items)).toEqual({ cap7: '4.00' })
})

test('a unit counts once, also where several such promotions ask for it', () => {
  const two = [buyGet(2, ['shirt'], ['cap']), buyGet(2, ['shirt'], ['cap'])]
  expect(off(two, cart([of('shirt', 2), of('cap', 4, 7)]))).toEqual({ cap7: '7.00' })
  expect(off(two, cart([of('shirt', 6), of('cap', 4, 7)]))).toEqual({ cap7: '21.00' })
  const [first, second] = [buyGet(2, ['shirt'], ['cap']), buyGet(1, ['cap'], ['sock'])]
  const items = cart([of('shirt', 2), of('cap', 1), of('sock', 1)])
  expect(off([second], items)).toEqual({ sock10: '10.00' })
  expect(off([first, second], items)).toEqual({ cap10: '10.00' })
})

test('goes before the others, which take their part of what it leaves', () => {
  const percent = promotion({ value: 10 }, { id: 'promo_0' })
  const items = cart([of('shirt', 3)])
  expect(off([percent, buyGet(2, ['shirt'], ['shirt'], {}, 'promo_9')], items)).toEqual({ shirt10: '12.00' })
  // The free unit is none of the two that this one is for.
  const each = promotion({ value: 50, allocation: 'each', max_quantity: 2 })
  expect(off([buyGet(2, ['shirt'], ['shirt']), each], items)).toEqual({ shirt10: '20.00' })
})

test('without buy rules or quantities nothing is given, and a great many units are counted at once', () => {
  const items = cart([of('shirt', 3)])
  expect(off([buyGet(2, ['shirt'], [], { buy_rules: [] })], items)).toEqual({})
  expect(off([buyGet(2, ['shirt'], [], { buy_rules_min_quantity: null })], items)).toEqual({})
  const many = off([buyGet(1, ['shirt'], [], { max_quantity: null })], cart([of('shirt', 2_000_000_000, 1)]))
  expect(many).toEqual({ shirt1: '1000000000.00' })
})
