import { type Host, publishableKey, startHost } from '@stoa/host'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDemoShop, demoImages } from '../src/index.ts'

const image_url = 'http://localhost:9000/static/demo'

let database: TestDatabase
let host: Host
let made: boolean[]
let headers: Record<string, string>

beforeAll(async () => {
  database = await createTestDatabase()
  host = await startHost({
    database: database.url,
    jwt_secret: 'a secret of the tests',
    cookie_secret: 'another secret of the tests',
    background: false,
    config: { areas: [demoImages] },
  })
  const { container } = host.modules
  made = await Promise.all([
    createDemoShop(container, { image_url }),
    createDemoShop(container, { image_url }),
  ])
  headers = { 'x-publishable-api-key': (await publishableKey(container)) as string }
})

afterAll(async () => {
  await host?.stop()
  await database?.drop()
})

const get = async (url: string) => (await host.app.inject({ url, headers })).json()

const region = async (name: string) => (await get(`/store/regions?name=${name}`)).regions[0].id as string

test('an empty shop is filled once', async () => {
  expect(made.sort()).toEqual([false, true])
  expect((await get('/store/products')).count).toBe(31)
})

test.each([
  ['Europe', 'eur', true],
  ['United%20States', 'usd', false],
])('every variant has a price in %s, and goods in stock', async (name, currency_code, is_tax_inclusive) => {
  const fields = '*variants.calculated_price,%2Bvariants.inventory_quantity'
  const { products } = await get(`/store/products?region_id=${await region(name)}&fields=${fields}`)
  for (const { variants } of products) {
    expect(variants.length).toBeGreaterThan(0)
    for (const { calculated_price, inventory_quantity } of variants) {
      expect(calculated_price).toMatchObject({
        currency_code,
        is_calculated_price_tax_inclusive: is_tax_inclusive,
      })
      expect(calculated_price.calculated_amount).toBeGreaterThan(0)
      expect(inventory_quantity).toBeGreaterThan(0)
    }
  }
})

test('what is on sale costs less than it did, and the rest what it does', async () => {
  const { products } = await get(
    `/store/products?region_id=${await region('Europe')}&fields=title,*variants.calculated_price`,
  )
  const reduced = products.filter(({ variants }: any) =>
    variants.every(
      ({ calculated_price: { calculated_amount, original_amount, calculated_price } }: any) =>
        calculated_amount < original_amount && calculated_price.price_list_type === 'sale',
    ),
  )
  expect(reduced.map(({ title }: any) => title).sort()).toEqual(['Day Pack 14 L', 'Five-Panel Cap'])
  const others = products.filter((product: any) => !reduced.includes(product))
  for (const { variants } of others)
    for (const { calculated_price } of variants)
      expect(calculated_price).toMatchObject({
        is_calculated_price_price_list: false,
        calculated_amount: calculated_price.original_amount,
      })
})

test('every picture a product names is served', async () => {
  const { products } = await get('/store/products')
  const urls = new Set<string>(products.flatMap(({ images }: any) => images.map(({ url }: any) => url)))
  for (const url of urls) {
    const answer = await host.app.inject(new URL(url).pathname)
    expect([url, answer.statusCode, answer.headers['content-type']]).toEqual([
      url,
      200,
      'image/svg+xml; charset=utf-8',
    ])
  }
})

test('a name that is no picture is not found', async () => {
  expect((await host.app.inject('/static/demo/constructor')).statusCode).toBe(404)
})

test('no category is empty, but for those that have others below them', async () => {
  const { product_categories } = await get(
    '/store/product-categories?fields=name,category_children.id,products.id',
  )
  const empty = product_categories.filter(
    ({ category_children, products }: any) => category_children.length === 0 && products.length === 0,
  )
  expect(empty).toEqual([])
})
