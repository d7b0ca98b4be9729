import { afterAll, beforeAll, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.stop())

test('a cart fills, is taxed at its address, and becomes an order that shows what was charged', async () => {
  const { plenty, few } = shop.variants
  const { body: created } = await shop.request('POST', '/store/carts', {
    region_id: shop.regionId,
    email: 'eve@example.com',
  })
  const { id } = created.cart
  await shop.request('POST', `/store/carts/${id}/line-items`, { variant_id: plenty, quantity: 2 })
  await shop.request('POST', `/store/carts/${id}/line-items`, { variant_id: plenty, quantity: 1 })
  const { body: filled } = await shop.request('POST', `/store/carts/${id}/line-items`, {
    variant_id: few,
    quantity: 1,
  })
  expect(filled.cart.items.map((item: { quantity: number }) => item.quantity)).toEqual([3, 1])
  expect(filled.cart).toMatchObject({ item_subtotal: 42.5, tax_total: 0, total: 42.5, promotions: [] })

  const { body: addressed } = await shop.request('POST', `/store/carts/${id}`, {
    shipping_address: { country_code: 'de', address_1: 'Weg 1', city: 'Bonn' },
  })
  expect(addressed.cart).toMatchObject({ subtotal: 42.5, tax_total: 8.08, total: 50.58 })

  const { body: offered } = await shop.request('GET', `/store/shipping-options?cart_id=${id}`)
  expect(offered.shipping_options).toMatchObject([
    { name: 'Standard', amount: 5, calculated_price: { currency_code: 'eur' } },
  ])
  const { body: shipped } = await shop.request('POST', `/store/carts/${id}/shipping-methods`, {
    option_id: offered.shipping_options[0].id,
  })
  expect(shipped.cart).toMatchObject({ shipping_subtotal: 5, shipping_total: 5.95, total: 56.53 })

  const { body: paying } = await shop.request('POST', '/store/payment-collections', { cart_id: id })
  expect(paying.payment_collection).toMatchObject({
    amount: 56.53,
    currency_code: 'eur',
    payment_sessions: [],
  })
  const { body: session } = await shop.request(
    'POST',
    `/store/payment-collections/${paying.payment_collection.id}/payment-sessions`,
    { provider_id: 'pp_system_default' },
  )
  expect(session.payment_collection.payment_sessions).toMatchObject([{ status: 'pending', amount: 56.53 }])

  const { status, body } = await complete(shop, id)
  expect({ status, type: body.type, body: status === 200 ? undefined : body }).toEqual({
    status: 200,
    type: 'order',
    body: undefined,
  })
  expect(body.order).toMatchObject({
    display_id: 1,
    email: 'eve@example.com',
    total: 56.53,
    tax_total: 9.03,
    shipping_total: 5.95,
    summary: { current_order_total: 56.53, pending_difference: 56.53 },
    payment_collections: [{ status: 'authorized', authorized_amount: 56.53 }],
    items: [{ quantity: 3, detail: { quantity: 3 }, total: 35.7 }, { quantity: 1 }],
  })

  const again = await complete(shop, id)
  expect(again.body.order.id).toBe(body.order.id)
  const read = await shop.request('GET', `/store/orders/${body.order.id}`)
  expect(read.body.order).toMatchObject({
    payment_status: 'authorized',
    fulfillment_status: 'not_fulfilled',
    total: 56.53,
  })
})

test('a completed cart takes no more items', async () => {
  const cartId = await readyCart(shop, shop.variants.plenty)
  await complete(shop, cartId)
  const answer = await shop.request('POST', `/store/carts/${cartId}/line-items`, {
    variant_id: shop.variants.plenty,
    quantity: 1,
  })
  expect(answer).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
})

test('what is not published, not priced or not there cannot be put into a cart', async () => {
  const { body } = await shop.request('POST', '/store/carts', { region_id: shop.regionId })
  const add = (variant_id: string, quantity = 1) =>
    shop.request('POST', `/store/carts/${body.cart.id}/line-items`, { variant_id, quantity })
  expect(await add('variant_nowhere')).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await add(shop.variants.few, 11)).toMatchObject({
    status: 400,
    body: { code: 'insufficient_inventory' },
  })
  expect(await add(shop.variants.plenty, 0)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
})

test('a cart that lacks shipping or payment says so, and can be completed once it has them', async () => {
  const { body } = await shop.request('POST', '/store/carts', {
    region_id: shop.regionId,
    items: [{ variant_id: shop.variants.plenty, quantity: 1 }],
  })
  expect(await complete(shop, body.cart.id)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('No shipping method') },
  })
})

test('an address outside the region is refused by name', async () => {
  const { body } = await shop.request('POST', '/store/carts', { region_id: shop.regionId })
  const answer = await shop.request('POST', `/store/carts/${body.cart.id}`, {
    shipping_address: { country_code: 'dk' },
  })
  expect(answer).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: 'Country with code dk is not within region Europe' },
  })
})
