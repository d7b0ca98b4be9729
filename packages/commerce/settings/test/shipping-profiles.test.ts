import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

test('a profile is created, found, changed and deleted', async () => {
  const { status, shipping_profile } = await shop.post('/shipping-profiles', { name: 'Bulky', type: 'bulky' })
  expect(status).toBe(200)
  expect(shipping_profile).toEqual({
    id: expect.stringMatching(/^sp_/),
    name: 'Bulky',
    type: 'bulky',
    metadata: null,
    created_at: expect.any(String),
    updated_at: expect.any(String),
  })
  const path = `/shipping-profiles/${shipping_profile.id}`
  expect((await shop.get('/shipping-profiles?q=bulk')).shipping_profiles).toEqual([shipping_profile])
  expect((await shop.get('/shipping-profiles?type=bulky&name=Other')).count).toBe(0)
  const changed = await shop.post(path, { name: 'Very bulky', metadata: { crane: true } })
  expect(changed.shipping_profile).toMatchObject({
    name: 'Very bulky',
    type: 'bulky',
    metadata: { crane: true },
  })
  expect(await shop.remove(path)).toEqual({
    status: 200,
    id: shipping_profile.id,
    object: 'shipping_profile',
    deleted: true,
  })
  expect(await shop.get(path)).toMatchObject({ status: 404, type: 'not_found' })
})

test('a profile has a name of its own and no unknown fields', async () => {
  await shop.post('/shipping-profiles', { name: 'Chilled', type: 'chilled' })
  const twice = await shop.post('/shipping-profiles', { name: 'Chilled', type: 'other' })
  expect(twice).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining('Chilled'),
  })
  expect(await shop.post('/shipping-profiles', { name: 'X' })).toMatchObject({
    status: 400,
    message: expect.stringContaining("'type'"),
  })
  expect(await shop.post('/shipping-profiles', { name: 'X', type: 'x', id: 'sp_x' })).toMatchObject({
    status: 400,
    message: expect.stringContaining("'id'"),
  })
  expect(await shop.post('/shipping-profiles?fields=secret', { name: 'X', type: 'x' })).toMatchObject({
    status: 400,
  })
  expect((await shop.get('/shipping-profiles?name=X')).count).toBe(0)
  expect(await shop.post('/shipping-profiles/sp_none', { color: 'red' })).toMatchObject({ status: 400 })
  expect(await shop.post('/shipping-profiles/sp_none', { name: 'Y' })).toMatchObject({ status: 404 })
})

test('a type is created, found, changed and deleted, and told of', async () => {
  const { shipping_option_type } = await shop.post('/shipping-option-types', {
    label: 'Express',
    code: 'express',
    description: 'Tomorrow',
  })
  expect(shipping_option_type).toEqual({
    id: expect.stringMatching(/^sotype_/),
    label: 'Express',
    code: 'express',
    description: 'Tomorrow',
    created_at: expect.any(String),
    updated_at: expect.any(String),
  })
  const path = `/shipping-option-types/${shipping_option_type.id}`
  expect(await shop.get('/shipping-option-types?q=tomorrow&code=express')).toMatchObject({
    shipping_option_types: [{ id: shipping_option_type.id }],
    limit: 10,
  })
  const changed = await shop.post(path, { label: 'Overnight' })
  expect(changed.shipping_option_type).toMatchObject({ label: 'Overnight', code: 'express' })
  expect(await shop.post('/shipping-option-types', { label: 'X' })).toMatchObject({ status: 400 })
  expect(await shop.post(path, { color: 'red' })).toMatchObject({ status: 400 })
  expect(await shop.post('/shipping-option-types/sotype_none', {})).toMatchObject({ status: 404 })
  expect(await shop.remove(path)).toMatchObject({
    status: 200,
    object: 'shipping_option_type',
    deleted: true,
  })
  expect(await shop.get(path)).toMatchObject({ status: 404 })
  for (const what of ['created', 'updated', 'deleted']) {
    expect(await shop.told(`shipping-option-type.${what}`)).toEqual([shipping_option_type.id])
  }
})

test('a type that an option still has cannot go', async () => {
  const { zone } = await shop.place('Rome', 'it')
  const { shipping_profiles } = await shop.get('/shipping-profiles?limit=1')
  const { shipping_option } = await shop.post('/shipping-options', {
    name: 'Roman',
    service_zone_id: zone,
    shipping_profile_id: shipping_profiles[0].id,
    provider_id: 'carrier_fixed',
    price_type: 'flat',
    type: { label: 'Roman', code: 'roman' },
    prices: [],
  })
  const path = `/shipping-option-types/${shipping_option.type.id}`
  expect(await shop.remove(path)).toMatchObject({
    status: 400,
    type: 'not_allowed',
    message: expect.stringContaining(shipping_option.id),
  })
  await shop.remove(`/shipping-options/${shipping_option.id}`)
  expect(await shop.remove(path)).toMatchObject({ status: 200 })
})
