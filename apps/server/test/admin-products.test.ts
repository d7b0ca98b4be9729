import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let shop: DemoHost

beforeAll(async () => {
  shop = await openDemoHost()
})

afterAll(() => shop?.stop())

const lamp = (handle: string) => ({
  title: 'Lamp',
  handle,
  status: 'published',
  options: [{ title: 'Colour', values: ['Red', 'Blue'] }],
  variants: [
    {
      title: 'Red',
      sku: `${handle}-red`,
      options: { Colour: 'Red' },
      prices: [{ currency_code: 'eur', amount: 49.9 }],
    },
    {
      title: 'Blue',
      sku: `${handle}-blue`,
      options: { Colour: 'Blue' },
      prices: [{ currency_code: 'eur', amount: 54.9 }],
    },
  ],
})

test('a product is created with its prices and stock, and read back as it was given', async () => {
  const created = await shop.admin('POST', '/admin/products', lamp('lamp'))
  expect({ status: created.status, message: created.body.message }).toEqual({
    status: 200,
    message: undefined,
  })
  const { product } = created.body
  expect(product).toMatchObject({
    handle: 'lamp',
    options: [{ title: 'Colour', values: [{ value: 'Red' }, { value: 'Blue' }] }],
    variants: [
      { sku: 'lamp-red', prices: [{ amount: 49.9, currency_code: 'eur' }], options: [{ value: 'Red' }] },
      { sku: 'lamp-blue', prices: [{ amount: 54.9 }] },
    ],
  })
  const read = await shop.admin('GET', `/admin/products/${product.id}`)
  expect(read.body.product).toEqual(product)
  const stock = await shop.admin(
    'GET',
    `/admin/products/${product.id}?fields=*variants.inventory_items,*variants.inventory_items.inventory`,
  )
  expect(stock.body.product.variants[0].inventory_items).toMatchObject([
    { required_quantity: 1, inventory: { sku: 'lamp-red' } },
  ])
})

test('bad products are refused by the name of what is wrong, and nothing of them is left', async () => {
  await shop.admin('POST', '/admin/products', lamp('taken'))
  const count = async () => (await shop.admin('GET', '/admin/products?limit=1')).body.count
  const before = await count()
  for (const [change, message] of [
    [{ title: undefined }, 'title'],
    [{ title: 7 }, 'title'],
    [{ status: 'sold' }, 'status'],
    [{ surprise: true }, 'surprise'],
    [{ handle: 'taken' }, 'taken'],
    [{ variants: [{ title: 'Red', options: { Colour: 'Green' }, prices: [] }] }, 'Green'],
    [
      {
        variants: [
          { title: 'Red', options: { Colour: 'Red' }, prices: [{ currency_code: 'eur', amount: -1 }] },
        ],
      },
      'amount',
    ],
  ] as const) {
    const answer = await shop.admin('POST', '/admin/products', { ...lamp('fresh'), ...change })
    expect(answer).toMatchObject({
      status: 400,
      body: { type: 'invalid_data', message: expect.stringContaining(message) },
    })
  }
  expect(
    await shop.admin('POST', '/admin/products', { ...lamp('fresh'), collection_id: 'pcol_nowhere' }),
  ).toMatchObject({
    status: 404,
    body: { type: 'not_found', message: expect.stringContaining('pcol_nowhere') },
  })
  expect(await count()).toBe(before)
})

test('products are listed with filters and an order, and only for users', async () => {
  const { body } = await shop.admin(
    'GET',
    '/admin/products?status[]=published&order=-title&limit=3&fields=id,title',
  )
  const titles = body.products.map(({ title }: { title: string }) => title)
  expect(titles).toEqual([...titles].sort().reverse())
  expect((await shop.request('GET', '/admin/products')).status).toBe(401)
  expect((await shop.admin('GET', '/admin/products/prod_nowhere')).status).toBe(404)
})

test('a page of products costs two statements, however many there are', async () => {
  const seen: string[] = []
  const stop = shop.host.modules.database.onStatement((text) => seen.push(text))
  await shop.admin('GET', '/admin/products?limit=2')
  const few = seen.length
  await shop.admin('GET', '/admin/products?limit=50')
  stop()
  expect([few, seen.length - few]).toEqual([2, 2])
})
