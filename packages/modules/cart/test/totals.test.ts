import { type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CartService, cartModule } from '../src/index.ts'
import { newLine, newShipping, sampleCart } from './sample-cart.ts'

let database: TestDatabase
let modules: Modules
let query: Query
const { id } = sampleCart()
const [mug, plate, parcel] = [
  newLine('Mug', 10, 2),
  newLine('Plate', 11, 1, { is_tax_inclusive: true }),
  newShipping('Parcel', 5),
]
beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([cartModule, queryModule], { database: database.url })
  await modules.migrate()
  query = modules.resolve(Query)
  const carts = modules.resolve(CartService)
  await carts.openCart(sampleCart({ id }), {
    cart: { currency_code: 'eur' },
    added_items: [mug, plate],
    shipping_methods: [parcel],
    tax_lines: [
      ...[mug, plate].map((line) => ({ item_id: line.id, rate: 10, code: 'vat' })),
      { shipping_method_id: parcel.id, rate: 20, code: 'vat' },
    ],
  })
  await carts.createCartLineItemAdjustments({ item_id: mug.id, amount: 4, code: 'LESS' } as never)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

test('a cart read through the query comes with what it comes to, and nothing that was not asked', async () => {
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  const cart = await query.retrieve('cart', id, { fields: ['total', 'items.total'] })
  stop()
  // 20 less 4 and 10 %, 11 with its tax, 5 and 20 %
  expect(cart).toEqual({
    id,
    total: 34.6,
    items: [
      { id: mug.id, total: 17.6 },
      { id: plate.id, total: 11 },
    ],
  })
  expect(texts).toHaveLength(1)
})

test('each part has its totals', async () => {
  const cart = await query.retrieve('cart', id, {
    fields: [
      ...['item_total', 'item_tax_total', 'discount_total', 'shipping_total', 'original_total', 'tax_total'],
      ...['items.subtotal', 'items.tax_total', 'items.item_total', 'shipping_methods.total'],
    ],
  })
  expect(cart).toEqual({
    id,
    item_total: 28.6,
    item_tax_total: 2.6,
    discount_total: 4.4,
    shipping_total: 6,
    original_total: 39,
    tax_total: 3.6,
    items: [
      { id: mug.id, subtotal: 20, tax_total: 1.6, item_total: 17.6 },
      { id: plate.id, subtotal: 10, tax_total: 1, item_total: 11 },
    ],
    shipping_methods: [{ id: parcel.id, total: 6 }],
  })
})

test('columns come without totals, and totals without the columns they are made of', async () => {
  expect(await query.retrieve('cart', id, { fields: ['currency_code', 'items.title'] })).toEqual({
    id,
    currency_code: 'eur',
    items: [
      { id: mug.id, title: 'Mug' },
      { id: plate.id, title: 'Plate' },
    ],
  })
  const whole = await query.retrieve('cart', id, { fields: ['total', '*shipping_methods'] })
  expect(Object.keys(whole).toSorted()).toEqual(['id', 'shipping_methods', 'total'])
  expect(whole.shipping_methods).toMatchObject([{ name: 'Parcel', amount: 5 }])
  expect(whole.shipping_methods[0]).not.toHaveProperty('tax_lines')
})

test('an empty cart comes to 0', async () => {
  const empty = sampleCart()
  await modules.resolve(CartService).openCart(empty, { cart: { currency_code: 'eur' } })
  expect(await query.retrieve('cart', empty.id, { fields: ['total', 'items.total'] })).toEqual({
    id: empty.id,
    total: 0,
    items: [],
  })
})
