import { ProductService } from '@stoa/product'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let shop: DemoHost

beforeAll(async () => {
  shop = await openDemoHost()
})

afterAll(() => shop?.stop())

test('a page of products has the wire envelope, and pages do not overlap', async () => {
  const first = await shop.store('/store/products?limit=5')
  const second = await shop.store('/store/products?limit=5&offset=5')
  expect(first.body).toMatchObject({ limit: 5, offset: 0, count: expect.any(Number) })
  const ids = [...first.body.products, ...second.body.products].map(({ id }: { id: string }) => id)
  expect(new Set(ids).size).toBe(10)
  expect((await shop.store('/store/products?limit=5&offset=100000')).body).toMatchObject({
    products: [],
    count: first.body.count,
  })
})

test('prices are those of the region that is asked for, and want one', async () => {
  const fields = 'fields=*variants.calculated_price'
  for (const currency of ['eur', 'usd']) {
    const { body } = await shop.store(`/store/products?${fields}&region_id=${await shop.regionId(currency)}`)
    const prices = body.products.flatMap(({ variants }: { variants: any[] }) =>
      variants.map((v) => v.calculated_price),
    )
    expect(prices.length).toBeGreaterThan(30)
    expect(new Set(prices.map((price: { currency_code: string }) => price.currency_code))).toEqual(
      new Set([currency]),
    )
  }
  expect(await shop.store(`/store/products?${fields}`)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('region_id') },
  })
  expect((await shop.store(`/store/products?${fields}&region_id=reg_nowhere`)).status).toBe(400)
})

test('q finds a product by its title and by a SKU', async () => {
  const { body } = await shop.store('/store/products?limit=1')
  const [product] = body.products
  for (const q of [product.title, product.variants[0].sku]) {
    const found = await shop.store(`/store/products?q=${encodeURIComponent(q)}`)
    expect(found.body.products.map(({ id }: { id: string }) => id)).toContain(product.id)
  }
  expect((await shop.store('/store/products?q=nothing-is-called-so')).body).toMatchObject({
    products: [],
    count: 0,
  })
})

test('products are found by handle, collection, category and tag', async () => {
  const { body } = await shop.store('/store/products?limit=100&fields=*categories')
  const product =
    body.products.find((p: any) => p.collection_id && p.categories.length > 0) ?? body.products[0]
  const { body: full } = await shop.store(`/store/products/${product.id}?fields=*categories,*tags`)
  const filters = [
    `handle=${full.product.handle}`,
    ...(full.product.collection_id ? [`collection_id[]=${full.product.collection_id}`] : []),
    ...full.product.categories.map(({ id }: { id: string }) => `category_id=${id}`),
    ...full.product.tags.map(({ id }: { id: string }) => `tag_id[]=${id}`),
  ]
  expect(filters.length).toBeGreaterThan(1)
  for (const filter of filters) {
    const found = await shop.store(`/store/products?limit=100&${filter}`)
    expect({ filter, ids: found.body.products.map(({ id }: { id: string }) => id) }).toMatchObject({
      ids: expect.arrayContaining([product.id]),
    })
  }
})

test('fields amend and replace, and what a store may not see is refused by name', async () => {
  const bare = await shop.store('/store/products?limit=1&fields=title')
  expect(Object.keys(bare.body.products[0]).sort()).toEqual(['id', 'title'])
  const less = await shop.store('/store/products?limit=1&fields=-variants,-images')
  expect(less.body.products[0]).not.toHaveProperty('variants')
  expect(less.body.products[0]).toHaveProperty('title')
  for (const fields of ['sales_channels.name', 'variants.price_set.id', 'nothing']) {
    expect(await shop.store(`/store/products?fields=%2B${fields}`)).toMatchObject({
      status: 400,
      body: { type: 'invalid_data', message: expect.stringContaining(fields) },
    })
  }
  expect((await shop.store('/store/products?order=password')).status).toBe(400)
  expect((await shop.store('/store/products?limit=-1')).status).toBe(400)
})

test('a draft does not exist for a store, until it is published', async () => {
  const { body } = await shop.admin('POST', '/admin/products', { title: 'Hidden thing', status: 'draft' })
  expect((await shop.store(`/store/products/${body.product.id}`)).status).toBe(404)
  expect((await shop.store('/store/products?q=hidden')).body.count).toBe(0)
})

test('collections and categories are listed and read', async () => {
  const { body: collections } = await shop.store('/store/collections')
  expect(collections.collections.length).toBeGreaterThan(0)
  const [collection] = collections.collections
  expect((await shop.store(`/store/collections/${collection.id}`)).body.collection).toEqual(collection)
  const { body: categories } = await shop.store('/store/product-categories?parent_category_id=null')
  expect(categories.product_categories.length).toBeGreaterThan(0)
  const [category] = categories.product_categories
  expect((await shop.store(`/store/product-categories/${category.id}`)).body.product_category.id).toBe(
    category.id,
  )
  expect((await shop.store('/store/collections/pcol_nowhere')).status).toBe(404)
})

test('categories that are not active, or internal, do not exist for a store, nor as children of others', async () => {
  const products = shop.host.modules.resolve(ProductService)
  const shown = { is_active: true, is_internal: false }
  const parent = await products.createProductCategories({
    name: 'Top',
    handle: 'top',
    mpath: 'top',
    ...shown,
  })
  const below = (name: string, flags: object) => ({
    name,
    handle: name,
    mpath: `top.${name}`,
    parent_category_id: parent.id,
    ...shown,
    ...flags,
  })
  const [child, inactive] = await products.createProductCategories([
    below('shown', {}),
    below('inactive', { is_active: false }),
    below('internal', { is_internal: true }),
  ])
  const { body } = await shop.store(`/store/product-categories/${parent.id}`)
  expect(body.product_category.category_children).toMatchObject([{ id: child?.id }])
  expect((await shop.store(`/store/product-categories/${inactive?.id}`)).status).toBe(404)
})

test('the whole catalogue is closed without a publishable key', async () => {
  for (const path of ['products', 'collections', 'product-categories', 'regions']) {
    expect(await shop.request('GET', `/store/${path}`)).toMatchObject({
      status: 400,
      body: { type: 'not_allowed' },
    })
    const wrong = { 'x-publishable-api-key': 'pk_wrong' }
    expect(await shop.request('GET', `/store/${path}`, wrong)).toMatchObject({
      status: 400,
      body: { type: 'not_allowed' },
    })
  }
})

test('variants are those of products on the shelf, with their price where it is asked for', async () => {
  const region_id = await shop.regionId('eur')
  const { status, body } = await shop.store(
    `/store/product-variants?limit=3&region_id=${region_id}&fields=%2Bcalculated_price`,
  )
  expect(status).toBe(200)
  expect(body.variants).toHaveLength(3)
  expect(body.variants[0]).toMatchObject({
    product: { id: body.variants[0].product_id },
    calculated_price: { currency_code: 'eur' },
  })
  const draft = await shop.admin('POST', '/admin/products', {
    title: 'Hidden',
    variants: [{ title: 'Hidden', sku: 'hidden', prices: [] }],
  })
  const [{ id }] = draft.body.product.variants
  expect((await shop.store(`/store/product-variants/${id}`)).status).toBe(404)
  expect((await shop.store('/store/product-variants?sku=hidden')).body.count).toBe(0)
})

test('tags, types and collections show no product that is not on the shelf', async () => {
  const tag = (await shop.admin('POST', '/admin/product-tags', { value: 'secret' })).body.product_tag
  const type = (await shop.admin('POST', '/admin/product-types', { value: 'secret' })).body.product_type
  const { collection } = (await shop.admin('POST', '/admin/collections', { title: 'Secret' })).body
  await shop.admin('POST', '/admin/products', {
    title: 'Not yet',
    tags: [{ id: tag.id }],
    type_id: type.id,
    collection_id: collection.id,
  })
  for (const [path, key] of [
    [`product-tags/${tag.id}`, 'product_tag'],
    [`product-types/${type.id}`, 'product_type'],
    [`collections/${collection.id}`, 'collection'],
  ] as const) {
    const { status, body } = await shop.store(`/store/${path}?fields=*products`)
    expect(status).toBe(200)
    expect(body[key].products).toEqual([])
  }
  const { body } = await shop.store('/store/product-options?q=size&fields=id,*values')
  expect(body.product_options[0].values.length).toBeGreaterThan(0)
})
