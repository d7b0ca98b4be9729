import { expect, test } from 'vitest'
import { wishesOf } from './wishes.ts'

const ask = (item: string, quantity: number, location_ids: string[], allow_backorder = false) => ({
  inventory_item_id: item,
  quantity,
  location_ids,
  allow_backorder,
})

test('sums what two lines ask of one item', () => {
  expect(wishesOf([ask('a', 0.1, ['x']), ask('b', 1, ['x']), ask('a', 0.2, ['x'])])).toEqual([
    { inventory_item_id: 'a', location_id: 'x', rank: 0, quantity: '0.3', allow_backorder: false },
    { inventory_item_id: 'b', location_id: 'x', rank: 0, quantity: '1', allow_backorder: false },
  ])
})

test('keeps the order of locations, and those only that all lines can use', () => {
  const wishes = wishesOf([ask('a', 1, ['x', 'y', 'z', 'x']), ask('a', 1, ['z', 'x'])])
  expect(wishes.map(({ location_id }) => location_id)).toEqual(['x', 'z'])
})

test('needs the consent of all lines for a backorder', () => {
  expect(wishesOf([ask('a', 1, ['x'], true), ask('a', 1, ['x'])])[0]?.allow_backorder).toBe(false)
  expect(wishesOf([ask('a', 1, ['x'], true), ask('a', 1, ['x'], true)])[0]?.allow_backorder).toBe(true)
})

test.each([0, -1, Number.NaN, 'many'])('refuses a quantity of %s', (quantity) => {
  expect(() => wishesOf([{ inventory_item_id: 'a', location_ids: ['x'], quantity }])).toThrow(
    'must be above 0',
  )
})
