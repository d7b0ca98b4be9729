import { expect, test } from 'vitest'
import { propertyChanges } from './order-properties.ts'

const now = {
  email: 'a@example.com',
  locale: null,
  metadata: { a: 1 },
  customer_id: null,
  sales_channel_id: null,
  shipping_address: { id: 'ordaddr_1', city: 'Bonn', country_code: 'de' },
  billing_address: null,
}

test('what is the same already is no change', () => {
  expect(propertyChanges(now, {})).toEqual([])
  expect(
    propertyChanges(now, { email: 'a@example.com', metadata: { a: 1 }, shipping_address: { city: 'Bonn' } }),
  ).toEqual([])
})

test('an address keeps the columns that are not named', () => {
  expect(propertyChanges(now, { shipping_address: { city: 'Berlin' } })).toEqual([
    {
      type: 'shipping_address',
      old: now.shipping_address,
      new: { id: 'ordaddr_1', city: 'Berlin', country_code: 'de' },
    },
  ])
  expect(propertyChanges(now, { billing_address: { city: 'Lyon', country_code: 'fr' } })).toEqual([
    { type: 'billing_address', old: null, new: { city: 'Lyon', country_code: 'fr' } },
  ])
})

test('null takes a value away', () => {
  expect(propertyChanges(now, { metadata: null, locale: null })).toEqual([
    { type: 'metadata', old: { a: 1 }, new: null },
  ])
})

test('an order is not sent to another country than the one it was taxed in', () => {
  expect(() => propertyChanges(now, { shipping_address: { country_code: 'fr' } })).toThrow(/de.*fr/)
  expect(() => propertyChanges(now, { shipping_address: { country_code: null } })).toThrow(/country_code/)
  const nowhere = { ...now, shipping_address: { id: 'ordaddr_1', country_code: null } }
  expect(propertyChanges(nowhere, { shipping_address: { country_code: 'fr' } })).toHaveLength(1)
})

test('a draft goes anywhere, as it is not taxed for good yet', () => {
  const moved = { shipping_address: { country_code: 'fr' }, customer_id: 'cus_1' }
  expect(propertyChanges(now, moved, { of_draft: true }).map(({ type }) => type)).toEqual([
    'customer_id',
    'shipping_address',
  ])
})
