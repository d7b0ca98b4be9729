import { expect, test } from 'vitest'
import { reservedChanges } from './reserved-changes.ts'

const held = (location_id: string, quantity: number, allow_backorder = false) => ({
  inventory_item_id: 'a',
  location_id,
  quantity,
  allow_backorder,
})

test('sums what is given back', () => {
  expect(reservedChanges([held('x', 2), held('x', 0.5)])).toMatchObject([{ location_id: 'x', delta: '-2.5' }])
})

test('moving a reservation gives back at one level and takes at the other', () => {
  expect(reservedChanges([held('x', 2)], [held('y', 2)])).toEqual([
    { inventory_item_id: 'a', location_id: 'x', delta: '-2', allow_backorder: true },
    { inventory_item_id: 'a', location_id: 'y', delta: '2', allow_backorder: false },
  ])
})

test('is nothing where nothing changes', () => {
  expect(reservedChanges([held('x', 2)], [held('x', 2)])).toEqual([])
})
