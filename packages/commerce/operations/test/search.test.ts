import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './room-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>
let productId: string
let customerId: string

beforeAll(async () => {
  shop = await openShop()
  const product = { handle: 'blue-amphora', status: 'published' as const }
  productId = (await shop.products.createProducts({ ...product, title: 'Blue amphora' } as never)).id
  await shop.products.createProducts([
    { title: 'Blue krater', handle: 'blue-krater' },
    { title: 'Red krater', handle: 'red-krater' },
  ] as never)
  customerId = (await shop.customers.createCustomers({ email: 'blue@example.com' } as never)).id
  await shop.products.createProductTags([{ value: 'blue' }] as never)
})

afterAll(() => shop?.close())

const search = (query: string, token?: string) => shop.get(`/search${query}`, token)
const groups = ({ body }: { body: any }) =>
  Object.fromEntries(body.results.map(({ entity, count }: any) => [entity, count]))

test('words are looked for in everything that the admin has pages of, by kind', async () => {
  const answer = await search('?q=BLUE')
  expect(groups(answer)).toEqual({
    product: 2,
    product_variant: 0,
    product_collection: 0,
    product_category: 0,
    product_type: 0,
    product_tag: 1,
    customer: 1,
    customer_group: 0,
  })
  const [products] = answer.body.results
  expect(products).toMatchObject({ entity: 'product', offset: 0, limit: 20 })
  expect(products.data[0]).toMatchObject({ id: productId, title: 'Blue amphora', handle: 'blue-amphora' })
  expect(products.data[0]).not.toHaveProperty('search_document')
})

test('kinds are answered in the order in which they were asked for, each with a page of its own', async () => {
  const { body } = await search('?q=blue&entity=customer,product&limit=1&offset=1')
  expect(body.results).toMatchObject([
    { entity: 'customer', count: 1, limit: 1, offset: 1, data: [] },
    { entity: 'product', count: 2, limit: 1, offset: 1, data: [{ title: 'Blue krater' }] },
  ])
  const { results } = (await search('?entity[]=customer&entity[]=customer')).body
  expect(results).toMatchObject([{ entity: 'customer', count: 1, data: [{ id: customerId }] }])
})

test('a search takes two statements, however many kinds and rows it finds', async () => {
  for (const query of ['?q=blue', '', '?q=blue&entity=product']) {
    expect([query, await shop.counted(() => search(query))]).toEqual([query, 2])
  }
})

test('nobody finds what they may not read', async () => {
  expect(groups(await search('?q=blue', 'search:read,customer:read'))).toEqual({ customer: 1 })
  expect(groups(await search('?q=blue', 'search:read'))).toEqual({})
  expect(await search('?q=blue&entity=customer,product', 'search:read,customer:read')).toMatchObject({
    status: 403,
    body: { type: 'forbidden', message: expect.stringContaining('product:read') },
  })
  expect((await search('?q=blue', 'customer:read')).status).toBe(403)
  expect((await search('?q=blue', 'nobody')).status).toBe(401)
})

test.each([
  ['?entity=unicorn', /unicorn/],
  ['?entity=product_image', /product_image/],
  ['?limit=0', /limit/],
  ['?limit=101', /limit/],
  ['?offset=-1', /offset/],
  ['?fields=id', /fields/],
])('%s is refused', async (query, message) => {
  expect(await search(query)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringMatching(message) },
  })
})
