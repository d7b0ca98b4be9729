import { provide } from '@stoa/kernel'
import { PaymentProviders, SystemPaymentProvider } from '@stoa/payment'
import { type NewPromotion, PromotionService } from '@stoa/promotion'
import { cancelOrder } from '@stoa/sales'
import { behindLock } from '@stoa/testing'
import { Workflows } from '@stoa/workflows'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { type Answer, openShop, type Shop } from './shop.ts'

let shop: Shop
let promotions: PromotionService

beforeAll(async () => {
  shop = await openShop()
  promotions = shop.modules.resolve(PromotionService)
})

afterAll(() => shop?.stop())

/** What one test offers is not offered in the next. */
afterEach(() => shop.database.query("update stoa_promotion.promotion set status = 'inactive', code = id"))

const tenPercent: NewPromotion['application_method'] = {
  type: 'percentage',
  value: 10,
  target_type: 'items',
  allocation: 'across',
}

const offer = async (code: string, more: Partial<NewPromotion> = {}): Promise<string> => {
  const [promotion] = await promotions.createPromotions([
    { code, type: 'standard', status: 'active', application_method: tenPercent, ...more },
  ])
  return promotion?.id as string
}

const open = async (more: object = {}) => {
  const { body } = await shop.request('POST', '/store/carts', {
    region_id: shop.regionId,
    email: 'ada@example.com',
    items: [{ variant_id: shop.variants.plenty, quantity: 2 }],
    ...more,
  })
  return body.cart
}

const codes = (method: 'POST' | 'DELETE', id: string, ...promo_codes: string[]) =>
  shop.request(method, `/store/carts/${id}/promotions`, { promo_codes })

const codesOf = (cart: { promotions: { code: string }[] }) => cart.promotions.map(({ code }) => code)

const usedOf = async (id: string) => Number((await promotions.retrievePromotion(id)).used)

test('a code takes its discount off the cart, shows in it, and goes with it', async () => {
  await offer('TEN')
  const cart = await open()
  expect(cart).toMatchObject({ discount_total: 0, promotions: [] })
  const { body } = await codes('POST', cart.id, 'TEN')
  expect(body.cart.promotions).toEqual([
    {
      id: expect.stringMatching(/^promo_/),
      code: 'TEN',
      is_automatic: false,
      is_tax_inclusive: false,
      application_method: { id: expect.any(String), value: 10, type: 'percentage', currency_code: null },
    },
  ])
  expect(body.cart.items[0].adjustments).toMatchObject([{ code: 'TEN', amount: 2 }])
  expect(body.cart.item_subtotal - body.cart.discount_subtotal).toBe(18)
  expect(body.cart.total).toBeCloseTo(cart.total * 0.9, 2)
  const without = await codes('DELETE', cart.id, 'TEN')
  expect(without.body.cart).toMatchObject({ total: cart.total, promotions: [] })
  expect(without.body.cart.items[0].adjustments).toEqual([])
})

test('codes that do not exist, or are no offer now, are refused by name and change nothing', async () => {
  await offer('TEN')
  await offer('DRAFT', { status: 'draft' })
  const cart = await open({ promo_codes: ['TEN'] })
  expect(codesOf(cart)).toEqual(['TEN'])
  expect(await codes('POST', cart.id, 'NOPE', 'DRAFT')).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: 'The promotion codes NOPE, DRAFT are invalid.' },
  })
  const { body } = await shop.request('GET', `/store/carts/${cart.id}`)
  expect(codesOf(body.cart)).toEqual(['TEN'])
  expect((await shop.request('POST', '/store/carts', { promo_codes: ['NOPE'] })).status).toBe(400)
})

test('a change of the cart can bring other codes in place of all it has', async () => {
  await offer('TEN')
  await offer('FIVE', { application_method: { ...tenPercent, value: 5 } })
  const cart = await open({ promo_codes: ['TEN'] })
  const { body } = await shop.request('POST', `/store/carts/${cart.id}`, { promo_codes: ['FIVE'] })
  expect(codesOf(body.cart)).toEqual(['FIVE'])
  expect(body.cart.discount_subtotal).toBe(1)
})

test('discounts follow every change of the cart, and their rows stay where nothing changed', async () => {
  await offer('TEN')
  const cart = await open({ promo_codes: ['TEN'] })
  const [line] = cart.items
  const changed = await shop.request('POST', `/store/carts/${cart.id}/line-items/${line.id}`, { quantity: 5 })
  expect(changed.body.cart).toMatchObject({ discount_subtotal: 5 })
  const added = await shop.request('POST', `/store/carts/${cart.id}/line-items`, {
    variant_id: shop.variants.few,
    quantity: 1,
  })
  expect(added.body.cart).toMatchObject({ discount_subtotal: 6.25 })
  const adjustmentsOf = ({ body }: typeof added) =>
    body.cart.items.find(({ id }: { id: string }) => id === line.id).adjustments
  expect(adjustmentsOf(added)).toEqual(adjustmentsOf(changed))
})

test('an automatic promotion is there while it takes something off', async () => {
  await offer('BULK', {
    is_automatic: true,
    rules: [{ attribute: 'item_subtotal', operator: 'gte', values: ['50'] }],
  })
  const cart = await open()
  expect(cart).toMatchObject({ discount_total: 0, promotions: [] })
  const line = `/store/carts/${cart.id}/line-items/${cart.items[0].id}`
  const { body: many } = await shop.request('POST', line, { quantity: 5 })
  expect(many.cart).toMatchObject({
    discount_subtotal: 5,
    promotions: [{ code: 'BULK', is_automatic: true }],
  })
  const { body: few } = await shop.request('POST', line, { quantity: 4 })
  expect(few.cart).toMatchObject({ discount_subtotal: 0, promotions: [] })
})

test('rules look at the products, the address, the region and the groups of the customer', async () => {
  const cart = await open({ shipping_address: { country_code: 'de' } })
  const { id: product } = cart.items[0].product
  const only = (attribute: string, value: string) => ({
    application_method: {
      ...tenPercent,
      target_rules: [{ attribute, operator: 'eq' as const, values: [value] }],
    },
  })
  await offer('MUG', only('items.product.id', product))
  await offer('CUP', only('items.product.id', 'prod_none'))
  await offer('GERMANY', {
    rules: [
      { attribute: 'shipping_address.country_code', operator: 'in', values: ['de', 'at'] },
      { attribute: 'region.id', operator: 'eq', values: [shop.regionId] },
    ],
  })
  await offer('VIP', {
    rules: [{ attribute: 'customer.groups.id', operator: 'in', values: ['cusgroup_vip'] }],
  })
  const { body } = await codes('POST', cart.id, 'MUG', 'CUP', 'GERMANY', 'VIP')
  const discounts = body.cart.items[0].adjustments.map(({ code }: { code: string }) => code)
  expect(discounts.sort()).toEqual(['GERMANY', 'MUG'])
  expect(codesOf(body.cart)).not.toContain('VIP')
})

test('shipping is free where a promotion says so, once it is chosen', async () => {
  await offer('SHIP', {
    application_method: {
      type: 'percentage',
      value: 100,
      target_type: 'shipping_methods',
      allocation: 'across',
    },
  })
  const cartId = await readyCart(shop, shop.variants.plenty)
  const { body } = await codes('POST', cartId, 'SHIP')
  expect(body.cart).toMatchObject({ shipping_total: 0, shipping_discount_total: 5.95 })
  expect(body.cart.shipping_methods[0].adjustments).toMatchObject([{ code: 'SHIP', amount: 5 }])
})

test('the order has the discounts and promotions of its cart, and the uses are counted', async () => {
  const id = await offer('TEN', { limit: 5 })
  const cartId = await readyCart(shop, shop.variants.plenty)
  await codes('POST', cartId, 'TEN')
  await pay(cartId)
  const { body: cart } = await shop.request('GET', `/store/carts/${cartId}`)
  const { body } = await complete(shop, cartId)
  expect(body).toMatchObject({
    type: 'order',
    order: { total: cart.cart.total, discount_total: cart.cart.discount_total },
  })
  const read = await shop.request('GET', `/store/orders/${body.order.id}?fields=promotions.code`)
  expect(read.body.order.promotions).toMatchObject([{ code: 'TEN' }])
  expect(await usedOf(id)).toBe(1)
})

/** Begins a payment for what the cart comes to now. */
async function pay(cartId: string): Promise<void> {
  const { body } = await shop.request('POST', '/store/payment-collections', { cart_id: cartId })
  await shop.request('POST', `/store/payment-collections/${body.payment_collection.id}/payment-sessions`, {
    provider_id: 'pp_system_default',
  })
}

async function readyWith(code: string, email: string): Promise<string> {
  const cartId = await readyCart(shop, shop.variants.plenty, email)
  await codes('POST', cartId, code)
  await pay(cartId)
  return cartId
}

test('ten carts completed at once with a code that may be used three times are three orders', async () => {
  const id = await offer('THREE', { limit: 3 })
  const carts: string[] = []
  for (let n = 0; n < 10; n += 1) carts.push(await readyWith('THREE', `buyer-${n}@example.com`))
  const lock = 'select from stoa_promotion.promotion where id = $1 for update'
  const ends = await behindLock(
    shop.url,
    lock,
    [id],
    carts.map((cartId) => () => complete(shop, cartId)),
  )
  const answers = ends.map((end) => (end as PromiseFulfilledResult<Answer>).value)
  expect(answers.filter(({ body }) => body.type === 'order')).toHaveLength(3)
  const refused = answers.filter(({ status }) => status === 400)
  expect(refused).toHaveLength(7)
  for (const { body } of refused) {
    expect(body).toMatchObject({ type: 'not_allowed', message: expect.stringContaining('THREE') })
  }
  expect(await usedOf(id)).toBe(3)
})

test('a cart whose promotion is used up is told so, shows its new total, and can be bought for that', async () => {
  const id = await offer('ONCE', { limit: 1 })
  const [first, second] = [await readyWith('ONCE', 'a@example.com'), await readyWith('ONCE', 'b@example.com')]
  expect((await complete(shop, first)).body.type).toBe('order')
  expect(await complete(shop, second)).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  const { body } = await shop.request('GET', `/store/carts/${second}`)
  expect(body.cart).toMatchObject({ discount_total: 0, promotions: [] })
  await pay(second)
  expect((await complete(shop, second)).body.order.total).toBe(body.cart.total)
  expect(await usedOf(id)).toBe(1)
})

test('what a refused payment had counted is given back', async () => {
  const id = await offer('TEN', { limit: 1 })
  const cartId = await readyWith('TEN', 'ada@example.com')
  class Refusing extends SystemPaymentProvider {
    override authorizePayment = async ({ data }: { data: Record<string, unknown> }) => ({
      status: 'error' as const,
      data,
    })
  }
  const { container } = shop.modules
  const before = container.resolve(PaymentProviders)
  container.register(provide(PaymentProviders, () => new PaymentProviders([new Refusing()])))
  expect((await complete(shop, cartId)).body.type).toBe('cart')
  expect(await usedOf(id)).toBe(0)
  container.register(provide(PaymentProviders, () => before))
  expect((await complete(shop, cartId)).body.type).toBe('order')
  expect(await usedOf(id)).toBe(1)
})

test('a budget is for each customer where it says so', async () => {
  const [campaign] = await promotions.createCampaigns([
    {
      name: 'One each',
      campaign_identifier: 'one-each',
      budget: { type: 'use_by_attribute', attribute: 'customer_email', limit: 1 },
    },
  ])
  await offer('EACH', { campaign_id: campaign?.id as string })
  const buy = async (email: string) => (await complete(shop, await readyWith('EACH', email))).body.order
  expect((await buy('one@example.com')).discount_total).toBeGreaterThan(0)
  expect((await buy('one@example.com')).discount_total).toBe(0)
  expect((await buy('two@example.com')).discount_total).toBeGreaterThan(0)
})

/** What is used of all promotions, of all budgets, and by whom. */
const counted = () =>
  shop.database.query(`select 'promotion' as what, id, used::text from stoa_promotion.promotion
    union all select 'budget', id, used::text from stoa_promotion.campaign_budget
    union all select 'buyer', id, used::text from stoa_promotion.campaign_budget_usage order by 1, 2`)

/** By an execution of its own, as where a second admin does it, too. */
const cancel = (order_id: string, key = order_id) =>
  shop.modules.resolve(Workflows).run(cancelOrder, { order_id, by: 'user_1' }, { key })

async function placedOrder(): Promise<string> {
  const { body } = await complete(shop, await readyCart(shop, shop.variants.plenty))
  return body.order.id
}

test('an order that is cancelled gives back the uses of its promotions, with exactly what was counted', async () => {
  const budgets = [
    { type: 'spend', currency_code: 'eur', limit: 100 },
    { type: 'spend_by_attribute', currency_code: 'eur', attribute: 'customer_email', limit: 100 },
    { type: 'usage', limit: 100 },
  ] as const
  for (const [index, budget] of budgets.entries()) {
    await offer(`AUTUMN${index}`, {
      is_automatic: true,
      application_method: { ...tenPercent, value: 12.5, currency_code: 'eur' },
      campaign: { name: 'Autumn', campaign_identifier: `autumn-${index}`, budget },
    })
  }
  await offer('SPRING', { is_automatic: true, limit: 2 })
  await placedOrder()
  const before = await counted()
  const id = await placedOrder()
  expect(before.filter(({ used }) => Number(used) > 0).length).toBeGreaterThan(7)
  expect(await counted()).not.toEqual(before)
  // What a promotion is now says nothing about what was counted then.
  await shop.database.query("update stoa_promotion.promotion set campaign_id = null where code = 'AUTUMN0'")
  await cancel(id)
  expect(await counted()).toEqual(before)
  await expect(cancel(id)).rejects.toMatchObject({ type: 'invalid_data' })
  expect(await counted()).toEqual(before)
})

test('a limit that was reached is open again once an order is cancelled', async () => {
  const id = await offer('FIRST', { is_automatic: true, limit: 1 })
  const order = await placedOrder()
  const { body: late } = await complete(shop, await readyCart(shop, shop.variants.plenty))
  expect([late.order.discount_total, await usedOf(id)]).toEqual([0, 1])
  await cancel(order)
  await placedOrder()
  expect(await usedOf(id)).toBe(1)
})

test('an order that is cancelled by several at once gives its uses back once', async () => {
  const id = await offer('ONCE', { is_automatic: true })
  const [order] = [await placedOrder(), await placedOrder()]
  expect(await usedOf(id)).toBe(2)
  const lock = 'select 1 from stoa_order."order" where id = $1 for update'
  const attempts = ['a', 'b', 'c', 'd'].map((key) => () => cancel(order, key))
  const ends = await behindLock(shop.url, lock, [order], attempts)
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await usedOf(id)).toBe(1)
})
