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
import { writesOf } from './changes.ts'

type Writes = ReturnType<typeof writesOf>

/** What is written, by what is done to which table; writes without rows are left out, as when they are sent. */
const byTable = (writes: Writes) =>
  Object.fromEntries(
    writes.flatMap((write): [string, readonly unknown[]][] => {
      if ('delete' in write)
        return write.in.length > 0 ? [[`delete ${write.delete} by ${write.where}`, write.in]] : []
      if (write.rows.length === 0) return []
      return [[`${'insert' in write ? `insert ${write.insert}` : `update ${write.update}`}`, write.rows]]
    }),
  )

const aTaxed = (cart: { id: string }) => ({ tax_lines: [{ id: 'calitxl_1', rate: 7, item_id: cart.id }] })

test('a change of nothing still touches the cart', () => {
  const cart = sampleCart()
  expect(byTable(writesOf(cart, {}))).toEqual({ 'update stoa_cart.cart': [{ id: cart.id }] })
})

test('a new cart is inserted with its columns and its moments', () => {
  const cart = sampleCart()
  const writes = byTable(writesOf(cart, { cart: { currency_code: 'eur' } }, true))
  expect(writes).toEqual({
    'insert stoa_cart.cart': [
      {
        id: cart.id,
        currency_code: 'eur',
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ],
  })
})

test('two new addresses are one insert, and the cart refers to both', () => {
  const cart = sampleCart()
  const writes = byTable(
    writesOf(cart, { shipping_address: { city: 'Bonn' }, billing_address: { city: 'Lyon' } }),
  )
  const [shipping, billing] = writes['insert stoa_cart.cart_address'] as { id: string; city: string }[]
  expect([shipping?.city, billing?.city]).toEqual(['Bonn', 'Lyon'])
  expect(writes['update stoa_cart.cart']).toEqual([
    { id: cart.id, shipping_address_id: shipping?.id, billing_address_id: billing?.id },
  ])
})

test('an address that is there is updated in its row', () => {
  const cart = sampleCart({ shipping_address: presentPlace('de') })
  const writes = byTable(writesOf(cart, { shipping_address: { city: 'Bonn' } }))
  expect(writes).toEqual({
    'update stoa_cart.cart_address': [{ id: cart.shipping_address?.id, city: 'Bonn' }],
    'update stoa_cart.cart': [{ id: cart.id }],
  })
})

test('lines are inserted into the cart, updated and deleted by id', () => {
  const cart = sampleCart({ items: [presentLine('Mug', 10), presentLine('Cup', 3)] })
  const [mug, cup] = cart.items.map(({ id }) => id) as [string, string]
  const bowl = newLine('Bowl', 4)
  const writes = byTable(
    writesOf(cart, {
      added_items: [bowl],
      changed_items: [{ id: mug, quantity: 3 }],
      removed_items: [cup],
    }),
  )
  expect(writes['insert stoa_cart.cart_line_item']).toMatchObject([{ ...bowl, cart_id: cart.id }])
  expect(writes['update stoa_cart.cart_line_item']).toEqual([{ id: mug, quantity: 3 }])
  expect(writes['delete stoa_cart.cart_line_item by id']).toEqual([cup])
})

test('shipping that is not named stays; shipping that is named replaces what there was', () => {
  const cart = sampleCart({ shipping_methods: [presentShipping('Parcel', 5)] })
  expect(Object.keys(byTable(writesOf(cart, {})))).toEqual(['update stoa_cart.cart'])
  const writes = byTable(writesOf(cart, { shipping_methods: [newShipping('Courier', 9)] }))
  expect(writes['delete stoa_cart.cart_shipping_method by id']).toEqual([cart.shipping_methods[0]?.id])
  expect(writes['insert stoa_cart.cart_shipping_method']).toMatchObject([
    { name: 'Courier', cart_id: cart.id },
  ])
})

test('taxes replace those of lines and shipping that stay; what goes takes its own with it', () => {
  const [mug, cup] = [presentLine('Mug', 10), presentLine('Cup', 3)]
  const cart = sampleCart({
    items: [
      { ...mug, ...aTaxed(mug) },
      { ...cup, ...aTaxed(cup) },
    ] as never,
    shipping_methods: [
      presentShipping('Parcel', 5, { tax_lines: [{ id: 'casmtxl_1', rate: 7, code: 'vat' }] }),
    ],
  })
  const writes = byTable(
    writesOf(cart, { removed_items: [cup.id], tax_lines: [{ item_id: mug.id, rate: 19, code: 'vat' }] }),
  )
  expect(writes['delete stoa_cart.cart_line_item_tax_line by id']).toEqual(['calitxl_1'])
  expect(writes['delete stoa_cart.cart_shipping_method_tax_line by id']).toEqual(['casmtxl_1'])
  expect(writes['insert stoa_cart.cart_line_item_tax_line']).toMatchObject([
    { id: expect.stringMatching(/^calitxl_/), item_id: mug.id, rate: 19, code: 'vat' },
  ])
})

test('what is taxed as it was keeps its rows, so that a long cart costs no more than a short one', () => {
  const vat = { rate: 19, code: 'vat', description: 'VAT', provider_id: 'tp_system', tax_rate_id: 'txr_1' }
  const mug = presentLine('Mug', 10, 1, { tax_lines: [{ id: 'calitxl_1', ...vat }] })
  const cup = presentLine('Cup', 3, 1, { tax_lines: [{ id: 'calitxl_2', ...vat }] })
  const writes = byTable(
    writesOf(sampleCart({ items: [mug, cup] }), {
      tax_lines: [
        { item_id: mug.id, ...vat },
        { item_id: cup.id, ...vat, rate: 7 },
      ],
    }),
  )
  expect(writes['delete stoa_cart.cart_line_item_tax_line by id']).toEqual(['calitxl_2'])
  expect(writes['insert stoa_cart.cart_line_item_tax_line']).toMatchObject([{ item_id: cup.id, rate: 7 }])
})

test('taxes of shipping that is replaced go with it and are not deleted twice', () => {
  const cart = sampleCart({ shipping_methods: [presentShipping('Parcel', 5)] })
  const courier = newShipping('Courier', 9)
  const writes = byTable(
    writesOf(cart, {
      shipping_methods: [courier],
      tax_lines: [{ shipping_method_id: courier.id, rate: 19, code: 'vat' }],
    }),
  )
  expect(Object.keys(writes)).not.toContain('delete stoa_cart.cart_shipping_method_tax_line by id')
  expect(writes['insert stoa_cart.cart_shipping_method_tax_line']).toMatchObject([
    { id: expect.stringMatching(/^casmtxl_/), shipping_method_id: courier.id, rate: 19 },
  ])
})

const discount = (amount: number | string, more: object = {}) => ({
  amount: BigNumber(amount),
  code: 'SUMMER',
  promotion_id: 'promo_1',
  ...more,
})

test('discounts of promotions replace those there were; what is as it was and what was given by hand stays', () => {
  const byHand = { id: 'caliadj_3', ...discount(1, { code: null, promotion_id: null }) }
  const mug = presentLine('Mug', 10, 1, { adjustments: [{ id: 'caliadj_1', ...discount('1.50') }] })
  const cup = presentLine('Cup', 3, 1, { adjustments: [{ id: 'caliadj_2', ...discount(2) }, byHand] })
  const writes = byTable(
    writesOf(sampleCart({ items: [mug, cup] }), {
      adjustments: [
        { item_id: mug.id, ...discount(1.5) },
        { item_id: cup.id, ...discount(2, { is_tax_inclusive: true }) },
      ],
    }),
  )
  expect(writes['delete stoa_cart.cart_line_item_adjustment by id']).toEqual(['caliadj_2'])
  expect(writes['insert stoa_cart.cart_line_item_adjustment']).toMatchObject([
    { id: expect.stringMatching(/^caliadj_/), item_id: cup.id, is_tax_inclusive: true },
  ])
})

test('a line loses its discounts where no promotion applies any more', () => {
  const mug = presentLine('Mug', 10, 1, { adjustments: [{ id: 'caliadj_1', ...discount(1) }] })
  const writes = byTable(writesOf(sampleCart({ items: [mug] }), { adjustments: [] }))
  expect(writes['delete stoa_cart.cart_line_item_adjustment by id']).toEqual(['caliadj_1'])
  expect(writes).not.toHaveProperty('insert stoa_cart.cart_line_item_adjustment')
})
