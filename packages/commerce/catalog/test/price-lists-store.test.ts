import { SalesChannelService } from '@stoa/sales-channel'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CatalogShop, openShop, type TestBuyer } from './shop.ts'

let shop: CatalogShop
let channel: string

beforeAll(async () => {
  shop = await openShop()
  channel = (await shop.modules.resolve(SalesChannelService).createSalesChannels({ name: 'Web' })).id
})

afterAll(() => shop?.close())

interface Sold {
  id: string
  variant: string
}

let mugs = 0

/** A product with one variant that costs 10 euros, unless other prices are given. */
async function mug(prices: object[] = [{ currency_code: 'eur', amount: 10 }]): Promise<Sold> {
  const { product } = await shop.post('/products?fields=id,variants.id', {
    title: `Mug ${++mugs}`,
    status: 'published',
    sales_channels: [{ id: channel }],
    options: [{ title: 'Size', values: ['One'] }],
    variants: [{ title: 'One', options: { Size: 'One' }, prices }],
  })
  return { id: product.id, variant: product.variants[0].id }
}

const eur = ({ variant }: Sold, amount: number, more: object = {}) => ({
  variant_id: variant,
  currency_code: 'eur',
  amount,
  ...more,
})

async function list(more: object): Promise<string> {
  const answer = await shop.post('/price-lists', {
    title: 'List',
    description: '',
    status: 'active',
    ...more,
  })
  expect(answer).toMatchObject({ status: 200 })
  return answer.price_list.id
}

const buyer = (more: Partial<TestBuyer> = {}): TestBuyer => ({ sales_channel_ids: [channel], ...more })

async function priceOf({ id }: Sold, who: Partial<TestBuyer> = {}) {
  const answer = await shop.buy(buyer(who), `/products/${id}?fields=*variants.calculated_price`)
  expect(answer).toMatchObject({ status: 200 })
  return answer.product.variants[0].calculated_price
}

const amountOf = async (sold: Sold, who?: Partial<TestBuyer>) => (await priceOf(sold, who)).calculated_amount

const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString()

test('a sale that is lower is the price, and shows what it was', async () => {
  const sold = await mug()
  const id = await list({ prices: [eur(sold, 7.5)] })
  expect(await priceOf(sold)).toMatchObject({
    calculated_amount: 7.5,
    raw_calculated_amount: { value: '7.5' },
    original_amount: 10,
    is_calculated_price_price_list: true,
    is_original_price_price_list: false,
    calculated_price: { price_list_id: id, price_list_type: 'sale' },
    original_price: { price_list_id: null, price_list_type: null },
  })
})

test('a sale that is not lower is none', async () => {
  const sold = await mug()
  await list({ prices: [eur(sold, 10)] })
  await list({ prices: [eur(sold, 11)] })
  expect(await priceOf(sold)).toMatchObject({
    calculated_amount: 10,
    is_calculated_price_price_list: false,
    calculated_price: { price_list_id: null },
  })
})

test.each([8, 12])('an override of %d is the price, and what it was', async (amount) => {
  const sold = await mug()
  const id = await list({ type: 'override', prices: [eur(sold, amount)] })
  await list({ prices: [eur(sold, 5)] })
  const used = { price_list_id: id, price_list_type: 'override' }
  expect(await priceOf(sold)).toMatchObject({
    calculated_amount: amount,
    original_amount: amount,
    is_calculated_price_price_list: true,
    is_original_price_price_list: true,
    calculated_price: used,
    original_price: used,
  })
})

test('a draft does nothing until it is active, and nothing once it is a draft again', async () => {
  const sold = await mug()
  const id = await list({ status: 'draft', prices: [eur(sold, 7)] })
  expect(await amountOf(sold)).toBe(10)
  await shop.post(`/price-lists/${id}`, { status: 'active' })
  expect(await amountOf(sold)).toBe(7)
  await shop.post(`/price-lists/${id}`, { status: 'draft' })
  expect(await amountOf(sold)).toBe(10)
})

test('a list runs from its start to its end', async () => {
  const sold = await mug()
  const id = await list({ starts_at: hours(-2), ends_at: hours(1), prices: [eur(sold, 7)] })
  const change = (body: object) => shop.post(`/price-lists/${id}`, body)
  expect(await amountOf(sold)).toBe(7)
  await change({ ends_at: hours(-1) })
  expect(await amountOf(sold)).toBe(10)
  await change({ starts_at: hours(1), ends_at: null })
  expect(await amountOf(sold)).toBe(10)
  await change({ starts_at: null })
  expect(await amountOf(sold)).toBe(7)
  expect(await change({ starts_at: hours(1), ends_at: hours(-1) })).toMatchObject({ status: 400 })
  expect(await amountOf(sold)).toBe(7)
})

test('a list for groups is for their customers alone, and follows its rules at once', async () => {
  const sold = await mug()
  const id = await list({ rules: { 'customer.groups.id': ['vip', 'staff'] }, prices: [eur(sold, 7)] })
  expect(await amountOf(sold)).toBe(10)
  expect(await amountOf(sold, { customer_group_ids: [] })).toBe(10)
  expect(await amountOf(sold, { customer_group_ids: ['new'] })).toBe(10)
  expect(await amountOf(sold, { customer_group_ids: ['new', 'staff'] })).toBe(7)
  await shop.post(`/price-lists/${id}`, { rules: { 'customer.groups.id': ['vip'] } })
  expect(await amountOf(sold, { customer_group_ids: ['new', 'staff'] })).toBe(10)
  await shop.post(`/price-lists/${id}`, { rules: { 'customer.groups.id': [] } })
  expect(await amountOf(sold, { customer_group_ids: ['vip'] })).toBe(10)
  await shop.post(`/price-lists/${id}`, { rules: {} })
  expect(await amountOf(sold)).toBe(7)
})

test('all rules of a list must hold', async () => {
  const sold = await mug()
  await list({
    rules: { 'customer.groups.id': ['vip'], region_id: ['reg_de'] },
    prices: [eur(sold, 7)],
  })
  expect(await amountOf(sold, { customer_group_ids: ['vip'], region_id: 'reg_fr' })).toBe(10)
  expect(await amountOf(sold, { region_id: 'reg_de' })).toBe(10)
  expect(await amountOf(sold, { customer_group_ids: ['vip'], region_id: 'reg_de' })).toBe(7)
})

test('a price of a list may be for a region', async () => {
  const sold = await mug()
  await list({ prices: [eur(sold, 7), eur(sold, 8, { rules: { region_id: 'reg_de' } })] })
  expect(await amountOf(sold, { region_id: 'reg_de' })).toBe(8)
  expect(await amountOf(sold, { region_id: 'reg_fr' })).toBe(7)
})

test("a sale is measured against what the buyer's region pays", async () => {
  const sold = await mug([
    { currency_code: 'eur', amount: 10 },
    { currency_code: 'eur', amount: 6, rules: { region_id: 'reg_cheap' } },
  ])
  await list({ prices: [eur(sold, 7)] })
  expect(await amountOf(sold, { region_id: 'reg_cheap' })).toBe(6)
  expect(await amountOf(sold, { region_id: 'reg_de' })).toBe(7)
})

test("a list's price in another currency, or for more than one, is not shown", async () => {
  const sold = await mug()
  await list({
    prices: [eur(sold, 3, { currency_code: 'usd' }), eur(sold, 5, { min_quantity: 2 })],
  })
  expect(await amountOf(sold)).toBe(10)
})

test('what is only in a sale has a price, with nothing to compare it to', async () => {
  const sold = await mug([{ currency_code: 'usd', amount: 11 }])
  expect(await priceOf(sold)).toBeNull()
  await list({ prices: [eur(sold, 7)] })
  expect(await priceOf(sold)).toMatchObject({
    calculated_amount: 7,
    original_amount: null,
    raw_original_amount: null,
  })
})

test('without its list a price goes back to what it was', async () => {
  const sold = await mug()
  const prices = [eur(sold, 7)]
  const [first, second, third] = [
    await list({ prices: [eur(sold, 5)] }),
    await list({ prices: [eur(sold, 6)] }),
    await list({ prices }),
  ]
  expect(await amountOf(sold)).toBe(5)
  await shop.remove(`/price-lists/${first}`)
  expect(await amountOf(sold)).toBe(6)
  await shop.post(`/price-lists/${second}/products`, { remove: [sold.id] })
  expect(await amountOf(sold)).toBe(7)
  const [{ id }] = (await shop.get(`/price-lists/${third}/prices`)).prices
  await shop.post(`/price-lists/${third}/prices/batch`, { delete: [id] })
  expect(await amountOf(sold)).toBe(10)
})

test('changing what a variant costs leaves its lists alone', async () => {
  const sold = await mug()
  await list({ prices: [eur(sold, 7)] })
  await shop.post(`/products/${sold.id}/variants/${sold.variant}`, {
    prices: [{ currency_code: 'eur', amount: 20 }],
  })
  expect(await priceOf(sold)).toMatchObject({ calculated_amount: 7, original_amount: 20 })
})

test('variants and the search show the same price', async () => {
  const sold = await mug()
  await list({ prices: [eur(sold, 7)], rules: { 'customer.groups.id': ['vip'] } })
  const shown = async (who: Partial<TestBuyer>) => {
    const { variant } = await shop.buy(
      buyer(who),
      `/product-variants/${sold.variant}?fields=%2Bcalculated_price`,
    )
    const { results } = await shop.buy(buyer(who), '/search', {
      entity: 'product',
      filters: { id: sold.id },
      fields: ['id', 'variants.calculated_price'],
    })
    return [variant.calculated_price, results[0].hits[0].document.variants[0].calculated_price]
  }
  expect(await shown({ customer_group_ids: ['vip'] })).toMatchObject([
    { calculated_amount: 7 },
    { calculated_amount: 7 },
  ])
  expect(await shown({})).toMatchObject([{ calculated_amount: 10 }, { calculated_amount: 10 }])
})

test('a page of products with prices is one statement, with lists as without', async () => {
  const sold = await mug()
  const page = () =>
    shop.statementsOf(() => shop.buy(buyer(), '/products?fields=*variants.calculated_price&limit=50'))
  const before = await page()
  for (let n = 0; n < 5; n += 1) await list({ prices: [eur(sold, 5 + n)], rules: { region_id: ['reg_de'] } })
  expect(before).toHaveLength(1)
  expect(await page()).toHaveLength(1)
})
