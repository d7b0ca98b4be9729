import { expect, test } from 'vitest'
import { planDeduction, type Reserved } from './plan-deduction.ts'

const request = (quantity: number, more = {}) => ({
  line_item_id: 'line',
  inventory_item_id: 'mug',
  location_id: 'berlin',
  quantity,
  ...more,
})

const held = (id: string, location_id: string, quantity: string, more: Partial<Reserved> = {}): Reserved => ({
  id,
  line_item_id: 'line',
  inventory_item_id: 'mug',
  location_id,
  quantity,
  allow_backorder: false,
  ...more,
})

const level = (location_id: string, stocked: string, reserved: string, allow_backorder = false) => ({
  inventory_item_id: 'mug',
  location_id,
  stocked,
  reserved,
  allow_backorder,
})

test('uses a part of a reservation, and leaves the rest of it', () => {
  const { changes, left, deducted } = planDeduction([request(1)], [held('r', 'berlin', '3')])
  expect(changes).toEqual([level('berlin', '-1', '-1')])
  expect(left).toEqual([{ id: 'r', quantity: '2' }])
  expect(deducted).toEqual({
    stocked: [{ inventory_item_id: 'mug', location_id: 'berlin', quantity: '1' }],
    reserved: [expect.objectContaining({ line_item_id: 'line', location_id: 'berlin', quantity: '1' })],
  })
})

test('uses what is reserved at the location before what is reserved elsewhere, and then what is free', () => {
  const { changes, left } = planDeduction([request(6)], [held('m', 'munich', '2'), held('b', 'berlin', '3')])
  expect(changes).toEqual([level('berlin', '-6', '-3'), level('munich', '0', '-2', true)])
  expect(left).toEqual([
    { id: 'm', quantity: '0' },
    { id: 'b', quantity: '0' },
  ])
})

test('never touches what is reserved for another line or of another item', () => {
  const { changes, left } = planDeduction(
    [request(2)],
    [
      held('a', 'berlin', '2', { line_item_id: 'other' }),
      held('b', 'berlin', '2', { inventory_item_id: 'cup' }),
    ],
  )
  expect(changes).toEqual([level('berlin', '-2', '0')])
  expect(left).toEqual([])
})

test('two lines that share an item are one change of its level, which needs the consent of both to a backorder', () => {
  const { changes } = planDeduction(
    [request(1), request(2, { line_item_id: 'other', allow_backorder: true })],
    [held('r', 'berlin', '1', { allow_backorder: true })],
  )
  expect(changes).toEqual([level('berlin', '-3', '-1', true)])
  expect(planDeduction([request(1), request(2, { allow_backorder: true })], []).changes).toEqual([
    level('berlin', '-3', '0'),
  ])
})
