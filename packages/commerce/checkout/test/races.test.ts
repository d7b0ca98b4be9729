import { afterAll, beforeAll, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.stop())

const many = <Result>(count: number, make: (n: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)))

const total = async (sql: string) => Number((await shop.database.query<{ n: string }>(sql))[0]?.n)

test('fifty buyers and ten units make ten orders and forty clear refusals', { timeout: 60_000 }, async () => {
  const carts: string[] = []
  for (let n = 0; n < 50; n += 1) carts.push(await readyCart(shop, shop.variants.few, `few${n}@example.com`))
  const answers = await many(50, (n) => complete(shop, carts[n] as string))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10)
  const refused = answers.filter(({ status }) => status !== 200)
  expect(refused.map(({ status, body }) => `${status} ${body.type} ${body.code}`)).toEqual(
    Array(40).fill('400 not_allowed insufficient_inventory'),
  )
  expect(
    await total(`select sum(reserved_quantity) as n from stoa_inventory.inventory_level l
      join stoa_inventory.inventory_item i on i.id = l.inventory_item_id where i.sku = 'FEW'`),
  ).toBe(10)
})

test('fifty buyers of what there is plenty of all get their order', { timeout: 60_000 }, async () => {
  const carts: string[] = []
  for (let n = 0; n < 50; n += 1)
    carts.push(await readyCart(shop, shop.variants.plenty, `plenty${n}@example.com`))
  const answers = await many(50, (n) => complete(shop, carts[n] as string))
  expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200))
  expect(new Set(answers.map(({ body }) => body.order.id)).size).toBe(50)
})

test('one cart completed ten times at once is one order, answered ten times', async () => {
  const cartId = await readyCart(shop, shop.variants.plenty, 'ten@example.com')
  const answers = await many(10, () => complete(shop, cartId))
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(await total(`select count(*) as n from stoa_link.order_cart where cart_id = '${cartId}'`)).toBe(1)
  expect(
    await total(`select count(*) as n from stoa_payment.payment p
    join stoa_link.cart_payment_collection l on l.payment_collection_id = p.payment_collection_id where l.cart_id = '${cartId}'`),
  ).toBe(1)
})

test('ten carts with the same new e-mail at once are ten carts of one customer', async () => {
  const answers = await many(10, () =>
    shop.request('POST', '/store/carts', { region_id: shop.regionId, email: 'same@example.com' }),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect(new Set(answers.map(({ body }) => body.cart.id)).size).toBe(10)
  expect(new Set(answers.map(({ body }) => body.cart.customer_id)).size).toBe(1)
})

test('quick parallel adds lose no item and make no second line of a variant', async () => {
  const { body } = await shop.request('POST', '/store/carts', { region_id: shop.regionId })
  const { id } = body.cart
  await many(10, () =>
    shop.request('POST', `/store/carts/${id}/line-items`, { variant_id: shop.variants.plenty, quantity: 1 }),
  )
  const read = await shop.request('GET', `/store/carts/${id}`)
  expect(read.body.cart.items.map((item: { quantity: number }) => item.quantity)).toEqual([10])
})
