import { expect, test } from 'vitest'
import { lineQuantities, type PackedItem } from './line-quantities.ts'

const part = (inventory_item_id: string, required_quantity: number) => ({
  inventory_item_id,
  required_quantity,
  title: null,
  sku: null,
  allow_backorder: false,
})
const lines = [
  { id: 'mug', parts: [part('iitem_mug', 1)] },
  { id: 'set', parts: [part('iitem_cup', 4), part('iitem_pot', 1)] },
  { id: 'service', parts: [] },
]
const packed = (
  quantity: number,
  line_item_id?: string | null,
  inventory_item_id?: string | null,
): PackedItem => ({
  title: 'Thing',
  sku: '',
  barcode: '',
  quantity,
  line_item_id: line_item_id ?? null,
  inventory_item_id: inventory_item_id ?? null,
})
const of = (...items: PackedItem[]) => lineQuantities(items, lines)

test('what names a line alone is so many of it', () => {
  expect(of(packed(2, 'mug'), packed(1, 'mug'), packed(3, 'service'))).toEqual([
    { id: 'mug', quantity: '3' },
    { id: 'service', quantity: '3' },
  ])
})

test('what names all parts of a line is so many as they make', () => {
  expect(of(packed(2, 'mug', 'iitem_mug'))).toEqual([{ id: 'mug', quantity: '2' }])
  expect(of(packed(8, 'set', 'iitem_cup'), packed(2, 'set', 'iitem_pot'))).toEqual([
    { id: 'set', quantity: '2' },
  ])
  expect(of(packed(4, 'set', 'iitem_cup'), packed(1, 'set'), packed(1, 'set', 'iitem_pot'))).toEqual([
    { id: 'set', quantity: '2' },
  ])
})

test('what names no line is in none, and a line that is not there is counted as it is named', () => {
  expect(of(packed(1), packed(1, null, 'iitem_gift'))).toEqual([])
  expect(of(packed(2, 'elsewhere'))).toEqual([{ id: 'elsewhere', quantity: '2' }])
})

test.each([
  ['a part alone', [packed(4, 'set', 'iitem_cup')]],
  ['parts that do not go together', [packed(4, 'set', 'iitem_cup'), packed(2, 'set', 'iitem_pot')]],
  ['half a line', [packed(2, 'set', 'iitem_cup'), packed(0.5, 'set', 'iitem_pot')]],
])('%s is refused, with what one is made of', (_, items) => {
  expect(() => of(...items)).toThrow('One of item set is 4 of iitem_cup and 1 of iitem_pot')
})

test('an inventory item that the line is not made of is refused', () => {
  expect(() => of(packed(1, 'mug', 'iitem_cup'))).toThrow('Item mug is not made of inventory item iitem_cup')
  expect(() => of(packed(1, 'elsewhere', 'iitem_cup'))).toThrow('not made of')
})
