import { PromotionService } from '@stoa/promotion'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.stop())

const BOUNDS = /^\s*(begin|commit|rollback|savepoint|release|start transaction)/i

/** Every statement PostgreSQL receives while `work` runs, but for the bounds of transactions. */
async function statements(work: () => Promise<{ status: number; body: unknown }>): Promise<string[]> {
  const seen: string[] = []
  const stop = shop.database.onStatement((text) => {
    if (!BOUNDS.test(text)) seen.push(text)
  })
  const { status, body } = await work()
  stop()
  expect({ status, body: status === 200 ? undefined : body }).toEqual({ status: 200, body: undefined })
  return seen
}

const cartOf = async (lines: number) => {
  const { body } = await shop.request('POST', '/store/carts', {
    region_id: shop.regionId,
    shipping_address: { country_code: 'de' },
    items: Array.from({ length: lines }, (_, n) => ({
      variant_id: shop.variants.plenty,
      quantity: 1,
      metadata: { n },
    })),
  })
  return body.cart.id as string
}

test('reads are two statements: who is asking, and the answer', async () => {
  const cartId = await readyCart(shop, shop.variants.plenty)
  const cart = await statements(() => shop.request('GET', `/store/carts/${cartId}`))
  const list = await statements(() =>
    shop.request(
      'GET',
      `/store/products?fields=*variants.calculated_price,+variants.inventory_quantity&region_id=${shop.regionId}`,
    ),
  )
  const { body } = await complete(shop, cartId)
  const order = await statements(() => shop.request('GET', `/store/orders/${body.order.id}`))
  const { body: products } = await shop.request('GET', '/store/products')
  const product = await statements(() =>
    shop.request(
      'GET',
      `/store/products/${products.products[0].id}?fields=*variants.calculated_price&region_id=${shop.regionId}`,
    ),
  )
  expect({ cart: cart.length, list: list.length, order: order.length, product: product.length }).toEqual({
    cart: 2,
    list: 2,
    order: 2,
    product: 2,
  })
})

test('adding a line item costs at most twelve statements, in a cart of one as in a cart of fifty', async () => {
  const add = (id: string) => () =>
    shop.request('POST', `/store/carts/${id}/line-items`, { variant_id: shop.variants.few, quantity: 1 })
  const one = await statements(add(await cartOf(1)))
  const fifty = await statements(add(await cartOf(50)))
  expect(one.length).toBeLessThanOrEqual(12)
  expect(fifty.length).toBe(one.length)
})

test('changing a line, taking it away and another e-mail cost what they cost, however many lines have other prices', async () => {
  const costs = async (lines: number) => {
    const id = await cartOf(lines)
    const { body } = await shop.request('GET', `/store/carts/${id}`)
    const line = `/store/carts/${id}/line-items/${body.cart.items[0].id}`
    const unpriced = () =>
      shop.database.query('update stoa_cart.cart_line_item set unit_price = 1 where cart_id = $1', [id])
    const costOf = async (work: () => Promise<{ status: number; body: unknown }>) => {
      await unpriced()
      return (await statements(work)).length
    }
    return {
      change: await costOf(() => shop.request('POST', line, { quantity: 2 })),
      email: await costOf(() => shop.request('POST', `/store/carts/${id}`, { email: 'ada@example.com' })),
      remove: await costOf(() => shop.request('DELETE', line)),
    }
  }
  const two = await costs(2)
  expect(await costs(50)).toEqual(two)
  expect(two.change).toBeLessThanOrEqual(12)
  expect(two.remove).toBeLessThanOrEqual(12)
  expect(two.email).toBeLessThanOrEqual(14)
})

test('completing a cart costs at most twenty-four statements, whatever it holds', async () => {
  const small = await readyCart(shop, shop.variants.plenty)
  const large = await readyCart(shop, shop.variants.plenty)
  for (let n = 0; n < 5; n += 1) {
    await shop.request('POST', `/store/carts/${large}/line-items`, {
      variant_id: shop.variants.plenty,
      quantity: 1,
      metadata: { n },
    })
  }
  const { body } = await shop.request('POST', '/store/payment-collections', { cart_id: large })
  await shop.request('POST', `/store/payment-collections/${body.payment_collection.id}/payment-sessions`, {
    provider_id: 'pp_system_default',
  })
  const one = await statements(() => complete(shop, small))
  const six = await statements(() => complete(shop, large))
  expect(one.length).toBeLessThanOrEqual(24)
  expect(six.length).toBe(one.length)
})

test('promotions cost a change of the cart two statements more, and completing it four, whatever they hold', async () => {
  const promotions = shop.modules.resolve(PromotionService)
  const [first] = await promotions.createPromotions(
    ['ONE', 'TWO', 'THREE'].map((code) => ({
      code,
      type: 'standard' as const,
      status: 'active' as const,
      is_automatic: true,
      limit: 100,
      application_method: { type: 'percentage', value: 1, target_type: 'items', allocation: 'across' },
    })),
  )
  expect(first).toBeDefined()
  const add = (id: string) => () =>
    shop.request('POST', `/store/carts/${id}/line-items`, { variant_id: shop.variants.few, quantity: 1 })
  const one = await statements(add(await cartOf(1)))
  const fifty = await statements(add(await cartOf(50)))
  expect(one.length).toBeLessThanOrEqual(14)
  expect(fifty.length).toBe(one.length)
  const cartId = await readyCart(shop, shop.variants.plenty)
  const placed = await statements(() => complete(shop, cartId))
  expect(placed.length).toBeLessThanOrEqual(28)
})
