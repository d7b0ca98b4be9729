import { PaymentService } from '@stoa/payment'
import { PromotionService } from '@stoa/promotion'
import { createGate } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pruneCarts } from '../src/index.ts'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.stop())

const left = (id: string, days: number) =>
  shop.database.query(
    `update stoa_cart.cart set updated_at = now() - $2::float8 * interval '1 day' where id = $1`,
    [id, days],
  )

const count = async (table: string) =>
  (await shop.database.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n

test('a cart that was left goes after three months, with all that is its own', async () => {
  await shop.modules.resolve(PromotionService).createPromotions([
    {
      code: 'TEN',
      type: 'standard',
      status: 'active',
      is_automatic: true,
      application_method: { type: 'percentage', value: 10, target_type: 'items', allocation: 'across' },
    },
  ])
  const [old, young, bought] = [
    await readyCart(shop, shop.variants.plenty, 'old@example.com'),
    await readyCart(shop, shop.variants.plenty, 'young@example.com'),
    await readyCart(shop, shop.variants.plenty, 'bought@example.com'),
  ]
  await complete(shop, bought)
  await Promise.all([left(old, 91), left(young, 89), left(bought, 91)])
  expect(await pruneCarts(shop.modules.container)).toBe(1)
  const rest = await shop.database.query<{ id: string }>('select id from stoa_cart.cart order by id')
  expect(rest.map(({ id }) => id)).toEqual([young, bought].sort())
  expect(await count('stoa_cart.cart_line_item')).toBe(2)
  expect(await count('stoa_cart.cart_address')).toBe(4)
  expect(await count('stoa_link.cart_payment_collection')).toBe(2)
  expect(await count('stoa_link.cart_promotion')).toBe(2)
  expect(await count('stoa_payment.payment_collection')).toBe(2)
})

test('one that money is held for stays', async () => {
  const cart = await readyCart(shop, shop.variants.plenty, 'paid@example.com')
  const [session] = await shop.modules.resolve(PaymentService).listPaymentSessions({
    payment_collection: {
      id: (
        await shop.database.query<{ id: string }>(
          'select payment_collection_id as id from stoa_link.cart_payment_collection where cart_id = $1',
          [cart],
        )
      )[0]?.id,
    },
  } as never)
  await shop.database.query(`update stoa_payment.payment_session set status = 'authorized' where id = $1`, [
    session?.id,
  ])
  await left(cart, 1000)
  expect(await pruneCarts(shop.modules.container)).toBe(0)
})

test('one that is being changed is not waited for', async () => {
  const cart = await readyCart(shop, shop.variants.plenty, 'busy@example.com')
  await left(cart, 91)
  const gate = createGate('the cart is locked')
  const busy = shop.modules.transaction(async () => {
    await shop.database.query('select from stoa_cart.cart where id = $1 for update', [cart])
    await gate.pass()
  })
  await gate.reached
  expect(await pruneCarts(shop.modules.container)).toBe(0)
  gate.open()
  await busy
  expect(await pruneCarts(shop.modules.container)).toBe(1)
})
