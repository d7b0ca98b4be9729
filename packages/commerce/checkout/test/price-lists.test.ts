import { CustomerService } from '@stoa/customer'
import { type NewPriceList, PricingService } from '@stoa/pricing'
import { Query } from '@stoa/query'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'
import { signUp } from './sign-up.ts'

let shop: Shop
let pricing: PricingService
let sets: Record<'plenty' | 'few', string>
const lists: string[] = []

beforeAll(async () => {
  shop = await openShop()
  pricing = shop.modules.resolve(PricingService)
  const setOf = async (id: string) => {
    const variant = await shop.modules
      .resolve(Query)
      .retrieve<{ price_set: { id: string } }>('product_variant', id, { fields: ['price_set.id'] })
    return variant.price_set.id
  }
  sets = { plenty: await setOf(shop.variants.plenty), few: await setOf(shop.variants.few) }
})

afterEach(() => pricing.softDeletePriceLists(lists.splice(0)))

afterAll(() => shop?.stop())

type Thing = 'plenty' | 'few'

/** A list that runs. Its prices are in euros; without one, plenty costs 10 and few 12.5. */
async function list(prices: [Thing, number, object?][], more: Partial<NewPriceList> = {}): Promise<string> {
  const [created] = await pricing.createPriceLists([
    {
      title: 'List',
      description: '',
      status: 'active',
      ...more,
      prices: prices.map(([thing, amount, limits]) => ({
        price_set_id: sets[thing],
        currency_code: 'eur',
        amount,
        ...limits,
      })),
    },
  ])
  lists.push(created?.id as string)
  return created?.id as string
}

const post = async (url: string, body: object, headers = {}) => {
  const answer = await shop.request('POST', url, body, headers)
  expect(answer).toMatchObject({ status: 200 })
  return answer.body
}

const open = async (items: [Thing, number, object?][], headers = {}, more: object = {}) =>
  (
    await post(
      '/store/carts',
      {
        region_id: shop.regionId,
        items: items.map(([thing, quantity, metadata]) => ({
          variant_id: shop.variants[thing],
          quantity,
          ...(metadata ? { metadata } : {}),
        })),
        ...more,
      },
      headers,
    )
  ).cart

const add = async (cart: { id: string }, thing: Thing, quantity: number, headers = {}) =>
  (await post(`/store/carts/${cart.id}/line-items`, { variant_id: shop.variants[thing], quantity }, headers))
    .cart

const pricesOf = ({ items }: { items: { unit_price: number; compare_at_unit_price: number | null }[] }) =>
  items.map(({ unit_price, compare_at_unit_price }) => [unit_price, compare_at_unit_price])

const groupOf = async (name: string, email: string) => {
  const customers = shop.modules.resolve(CustomerService)
  const group = await customers.createCustomerGroups({ name })
  const [customer] = await customers.listCustomers({ email })
  await customers.addToGroups([{ customer_id: customer?.id as string, customer_group_id: group.id }])
  return group.id
}

test('a line in a sale costs what the sale says, beside what it was', async () => {
  await list([['plenty', 7]])
  const cart = await open([
    ['plenty', 2],
    ['few', 1],
  ])
  expect(pricesOf(cart)).toEqual([
    [7, 10],
    [12.5, null],
  ])
  expect(cart.item_total).toBe(26.5)
})

test('a line in an override has nothing to compare its price to', async () => {
  await list([['plenty', 7]], { type: 'override' })
  expect(pricesOf(await open([['plenty', 1]]))).toEqual([[7, null]])
})

test('a list for a group is for carts of its customers, signed in', async () => {
  const ada = await signUp(shop, 'ada-vip@example.com')
  const eve = await signUp(shop, 'eve-none@example.com')
  const vip = await groupOf('VIP', 'ada-vip@example.com')
  await list([['plenty', 7]], { rules: { 'customer.groups.id': [vip] } })
  expect(pricesOf(await open([['plenty', 1]], ada))).toEqual([[7, 10]])
  expect(pricesOf(await open([['plenty', 1]], eve))).toEqual([[10, null]])
  expect(pricesOf(await open([['plenty', 1]]))).toEqual([[10, null]])
  const page = async (headers: object) =>
    (
      await shop.request(
        'GET',
        `/store/product-variants/${shop.variants.plenty}?fields=%2Bcalculated_price&region_id=${shop.regionId}`,
        undefined,
        headers as Record<string, string>,
      )
    ).body.variant.calculated_price
  expect(await page(ada)).toMatchObject({ calculated_amount: 7, original_amount: 10 })
  expect(await page(eve)).toMatchObject({ calculated_amount: 10 })
  expect(await page({})).toMatchObject({ calculated_amount: 10 })
})

test("a guest's cart is priced anew when it becomes a customer's, or another guest's", async () => {
  const ada = await signUp(shop, 'ada-later@example.com')
  const vip = await groupOf('Later', 'ada-later@example.com')
  await list([['plenty', 7]], { rules: { 'customer.groups.id': [vip] } })
  const cart = await open([['plenty', 1]])
  expect(pricesOf(cart)).toEqual([[10, null]])
  const taken = (await post(`/store/carts/${cart.id}/customer`, {}, ada)).cart
  expect(pricesOf(taken)).toEqual([[7, 10]])
  expect(taken.total).toBe(7)
  const guest = await open([['plenty', 1]], {}, { email: 'guest-vip@example.com' })
  const guests = await groupOf('Guests', 'guest-vip@example.com')
  await list([['plenty', 6]], { rules: { 'customer.groups.id': [guests] } })
  expect(pricesOf(await add(guest, 'few', 1))).toEqual([
    [6, 10],
    [12.5, null],
  ])
  expect(pricesOf(await open([['plenty', 1]], {}, { email: 'guest-vip@example.com' }))).toEqual([[6, 10]])
  const other = (await post(`/store/carts/${guest.id}`, { email: 'nobody@example.com' })).cart
  expect(pricesOf(other)).toEqual([
    [10, null],
    [12.5, null],
  ])
})

test('a list for a region is for its carts, and another region means its prices', async () => {
  await list([['plenty', 7]], { rules: { region_id: [shop.regionId] } })
  const cart = await open([['plenty', 1]])
  expect(pricesOf(cart)).toEqual([[7, 10]])
  const { cart: moved } = await post(`/store/carts/${cart.id}`, { region_id: shop.otherRegionId })
  expect(pricesOf(moved)).toEqual([[11, null]])
})

test('tiers follow the quantity, up and down', async () => {
  await list([
    ['plenty', 8, { min_quantity: 5, max_quantity: 9 }],
    ['plenty', 6, { min_quantity: 10 }],
  ])
  const cart = await open([['plenty', 4]])
  const line = `/store/carts/${cart.id}/line-items/${cart.items[0].id}`
  expect(pricesOf(cart)).toEqual([[10, null]])
  expect(pricesOf(await add(cart, 'plenty', 1))).toEqual([[8, 10]])
  expect(pricesOf((await post(line, { quantity: 12 })).cart)).toEqual([[6, 10]])
  expect(pricesOf((await post(line, { quantity: 3 })).cart)).toEqual([[10, null]])
  expect(pricesOf(await open([['plenty', 10]]))).toEqual([[6, 10]])
})

test('lines of one variant count together', async () => {
  await list([['plenty', 6, { min_quantity: 10 }]])
  const cart = await open([
    ['plenty', 5, { engraving: 'Ada' }],
    ['plenty', 5, { engraving: 'Bob' }],
  ])
  expect(pricesOf(cart)).toEqual([
    [6, 10],
    [6, 10],
  ])
  const { body } = await shop.request('DELETE', `/store/carts/${cart.id}/line-items/${cart.items[0].id}`)
  expect(pricesOf(body.parent)).toEqual([[10, null]])
})

test('when an item changes all lines get the prices of that moment; reading a cart changes none', async () => {
  const cart = await open([['plenty', 1]])
  const id = await list([['plenty', 7]])
  const read = async () => (await shop.request('GET', `/store/carts/${cart.id}`)).body.cart
  expect(pricesOf(await read())).toEqual([[10, null]])
  expect(pricesOf(await add(cart, 'few', 1))).toEqual([
    [7, 10],
    [12.5, null],
  ])
  await pricing.softDeletePriceLists(id)
  expect(pricesOf(await read())).toEqual([
    [7, 10],
    [12.5, null],
  ])
  expect(pricesOf(await add(cart, 'few', 1))).toEqual([
    [10, null],
    [12.5, null],
  ])
})

test('a price that was given by hand stays, and that of what is not for sale any more', async () => {
  const cart = await open([
    ['plenty', 1],
    ['few', 1],
  ])
  const [plenty, few] = cart.items
  await shop.database.query(
    'update stoa_cart.cart_line_item set unit_price = 1, is_custom_price = true where id = $1',
    [plenty.id],
  )
  await list([
    ['plenty', 7],
    ['few', 8],
  ])
  const changed = (await post(`/store/carts/${cart.id}/line-items/${few.id}`, { quantity: 2 })).cart
  expect(pricesOf(changed)).toEqual([
    [1, null],
    [8, 12.5],
  ])
  const publish = (status: string) =>
    shop.database.query(
      `update stoa_product.product p set status = $1 from stoa_product.product_variant v
       where v.id = $2 and p.id = v.product_id`,
      [status, shop.variants.few],
    )
  await publish('draft')
  await pricing.softDeletePriceLists(lists)
  const fewer = (await post(`/store/carts/${cart.id}/line-items/${few.id}`, { quantity: 1 })).cart
  await publish('published')
  expect(pricesOf(fewer)).toEqual([
    [1, null],
    [8, 12.5],
  ])
  expect(fewer.items).toMatchObject([{ quantity: 1 }, { quantity: 1 }])
})

test('a list that ends between the last change of the cart and the order is what the buyer was shown, and pays', async () => {
  const id = await list([['plenty', 7]])
  const cartId = await readyCart(shop, shop.variants.plenty)
  const shown = (await shop.request('GET', `/store/carts/${cartId}`)).body.cart
  await pricing.updatePriceLists([{ id, ends_at: new Date(Date.now() - 1000) }])
  const { body } = await complete(shop, cartId)
  expect(body).toMatchObject({ type: 'order', order: { total: shown.total } })
  expect(pricesOf(body.order)).toEqual([[7, 10]])
})

test('what is to be paid follows a price that changed', async () => {
  const cartId = await readyCart(shop, shop.variants.plenty)
  await list([['plenty', 7]])
  const { cart } = await post(`/store/carts/${cartId}/line-items`, {
    variant_id: shop.variants.few,
    quantity: 1,
  })
  expect(pricesOf(cart)).toEqual([
    [7, 10],
    [12.5, null],
  ])
  expect(cart.payment_collection).toMatchObject({ amount: cart.total, payment_sessions: [] })
})
