import { afterAll, beforeAll, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'
import { signUp } from './sign-up.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.stop())

const open = async (body: object = {}, headers = {}) =>
  (await shop.request('POST', '/store/carts', { region_id: shop.regionId, ...body }, headers)).body.cart

test('another region means its currency and prices, and shipping to be chosen anew', async () => {
  const cartId = await readyCart(shop, shop.variants.plenty)
  const { body } = await shop.request('POST', `/store/carts/${cartId}`, { region_id: shop.otherRegionId })
  expect(body.cart).toMatchObject({
    currency_code: 'usd',
    region: { name: 'United States' },
    items: [{ unit_price: 11 }],
    shipping_methods: [],
    shipping_address: { country_code: 'us' },
    total: 11,
  })
  expect(body.cart.payment_collection).toMatchObject({ amount: 11, payment_sessions: [] })
})

test('a region that has no price for an item is refused, and the cart stays as it was', async () => {
  const cart = await open({ items: [{ variant_id: shop.variants.few, quantity: 1 }] })
  const answer = await shop.request('POST', `/store/carts/${cart.id}`, { region_id: shop.otherRegionId })
  expect(answer).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('usd') },
  })
  expect((await shop.request('GET', `/store/carts/${cart.id}`)).body.cart.currency_code).toBe('eur')
})

test('a line changes its quantity, goes at zero, and goes when it is deleted', async () => {
  const { plenty, few } = shop.variants
  const cart = await open({
    items: [
      { variant_id: plenty, quantity: 1 },
      { variant_id: few, quantity: 2 },
    ],
  })
  const [first, second] = cart.items
  const changed = await shop.request('POST', `/store/carts/${cart.id}/line-items/${first.id}`, {
    quantity: 4,
  })
  expect(changed.body.cart.items).toMatchObject([{ quantity: 4 }, { quantity: 2 }])
  const emptied = await shop.request('POST', `/store/carts/${cart.id}/line-items/${first.id}`, {
    quantity: 0,
  })
  expect(emptied.body.cart.items).toMatchObject([{ id: second.id }])
  const deleted = await shop.request('DELETE', `/store/carts/${cart.id}/line-items/${second.id}`)
  expect(deleted).toMatchObject({
    status: 200,
    body: { deleted: true, id: second.id, parent: { id: cart.id, items: [] } },
  })
  expect((await shop.request('DELETE', `/store/carts/${cart.id}/line-items/${second.id}`)).status).toBe(404)
})

test('the cart and the order of a customer open to nobody else', async () => {
  const ada = await signUp(shop, 'ada-owner@example.com')
  const eve = await signUp(shop, 'eve-other@example.com')
  const cart = await open({}, ada)
  expect((await shop.request('GET', `/store/carts/${cart.id}`, undefined, ada)).status).toBe(200)
  for (const stranger of [{}, eve]) {
    expect((await shop.request('GET', `/store/carts/${cart.id}`, undefined, stranger)).status).toBe(404)
    expect(
      (await shop.request('POST', `/store/carts/${cart.id}`, { email: 'x@example.com' }, stranger)).status,
    ).toBe(404)
    expect((await complete(shop, cart.id, stranger)).status).toBe(404)
  }
  const { body } = await complete(
    shop,
    await readyCart(shop, shop.variants.plenty, 'ada-owner@example.com', ada),
    ada,
  )
  expect((await shop.request('GET', `/store/orders/${body.order.id}`, undefined, eve)).status).toBe(404)
  expect((await shop.request('GET', '/store/orders', undefined, eve)).body.count).toBe(0)
  expect((await shop.request('GET', '/store/orders', undefined, ada)).body.orders).toMatchObject([
    { id: body.order.id },
  ])
})

test('a guest who signs in takes the cart along', async () => {
  const cart = await open({ email: 'guest@example.com' })
  const ada = await signUp(shop, 'ada-later@example.com')
  const { body } = await shop.request('POST', `/store/carts/${cart.id}/customer`, {}, ada)
  expect(body.cart).toMatchObject({
    email: 'ada-later@example.com',
    customer: { email: 'ada-later@example.com' },
  })
  expect((await shop.request('GET', `/store/carts/${cart.id}`)).status).toBe(404)
})

test('a body that is wrong is refused by the name of its field, and nothing is written', async () => {
  const before = await shop.database.query('select count(*) as n from stoa_cart.cart')
  for (const [body, field] of [
    [{ items: [{ variant_id: shop.variants.plenty }] }, 'quantity'],
    [{ items: [{ variant_id: shop.variants.plenty, quantity: -1 }] }, 'quantity'],
    [{ items: [{ variant_id: shop.variants.plenty, quantity: 1e9 }] }, 'quantity'],
    [{ email: 'not an address' }, 'email'],
    [{ unknown: 1 }, 'unknown'],
    [{ shipping_address: { planet: 'Mars' } }, 'shipping_address'],
  ] as const) {
    const answer = await shop.request('POST', '/store/carts', { region_id: shop.regionId, ...body })
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'invalid_data', message: expect.stringContaining(field) },
    })
  }
  const unknownRegion = await shop.request('POST', '/store/carts', { region_id: 'reg_nowhere' })
  expect(unknownRegion).toMatchObject({ status: 404, body: { type: 'not_found' } })
  expect(await shop.database.query('select count(*) as n from stoa_cart.cart')).toEqual(before)
})

test('a payment provider that the region does not offer is refused', async () => {
  const cart = await open({ items: [{ variant_id: shop.variants.plenty, quantity: 1 }] })
  const { body } = await shop.request('POST', '/store/payment-collections', { cart_id: cart.id })
  const answer = await shop.request(
    'POST',
    `/store/payment-collections/${body.payment_collection.id}/payment-sessions`,
    {
      provider_id: 'pp_nowhere',
    },
  )
  expect(answer).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('pp_nowhere') },
  })
})

test('taxes are found anew, and the fields of the answer may stand in the body', async () => {
  const cart = await open({
    items: [{ variant_id: shop.variants.plenty, quantity: 1 }],
    shipping_address: { country_code: 'de' },
  })
  const taxes = (query: string, body?: object) =>
    shop.request('POST', `/store/carts/${cart.id}/taxes${query}`, body)
  expect((await taxes('')).body.cart).toMatchObject({ id: cart.id, tax_total: 1.9, currency_code: 'eur' })
  expect((await taxes('', { fields: 'id,tax_total' })).body).toEqual({
    cart: { id: cart.id, tax_total: 1.9 },
  })
  expect((await taxes('?fields=id,total', { fields: 'id,tax_total' })).body.cart).toEqual({
    id: cart.id,
    total: 11.9,
  })
  expect((await taxes('', { fields: 'secret' })).status).toBe(400)
})
