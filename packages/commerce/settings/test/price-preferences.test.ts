import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

test('a preference is created, found, changed and deleted', async () => {
  const { status, price_preference } = await shop.post('/price-preferences', {
    attribute: 'currency_code',
    value: 'EUR',
    is_tax_inclusive: true,
  })
  expect(status).toBe(200)
  expect(price_preference).toEqual({
    id: expect.stringMatching(/^prpref_/),
    attribute: 'currency_code',
    value: 'eur',
    is_tax_inclusive: true,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
  })
  const path = `/price-preferences/${price_preference.id}`
  expect((await shop.get(path)).price_preference).toEqual(price_preference)
  expect(await shop.get('/price-preferences?attribute=currency_code&value[]=eur')).toMatchObject({
    price_preferences: [{ id: price_preference.id }],
    count: 1,
    limit: 300,
  })
  expect((await shop.get('/price-preferences?q=eur')).count).toBe(1)
  expect((await shop.post(path, { is_tax_inclusive: false })).price_preference).toMatchObject({
    attribute: 'currency_code',
    value: 'eur',
    is_tax_inclusive: false,
  })
  expect((await shop.post(path, { value: 'USD' })).price_preference.value).toBe('usd')
  expect(await shop.remove(path)).toEqual({
    status: 200,
    id: price_preference.id,
    object: 'price_preference',
    deleted: true,
  })
  expect(await shop.get(path)).toMatchObject({ status: 404 })
  expect(await shop.post(path, {})).toMatchObject({ status: 404, type: 'not_found' })
})

test('there is one preference for each value', async () => {
  const preference = { attribute: 'region_id', value: 'reg_1' }
  expect((await shop.post('/price-preferences', preference)).price_preference.is_tax_inclusive).toBe(false)
  expect(await shop.post('/price-preferences', preference)).toMatchObject({
    status: 400,
    type: 'invalid_data',
  })
  expect(await shop.post('/price-preferences', { attribute: 'region_id' })).toMatchObject({
    status: 400,
    message: expect.stringContaining("'value'"),
  })
})
