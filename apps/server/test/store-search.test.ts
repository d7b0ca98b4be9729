import { ProductService } from '@stoa/product'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let shop: DemoHost
let products: any[]

beforeAll(async () => {
  shop = await openDemoHost()
  products = (await shop.store('/store/products?limit=100&fields=*categories,*tags,*collection')).body
    .products
})

afterAll(() => shop?.stop())

const post = (body: object) =>
  shop.request('POST', '/store/search', { 'x-publishable-api-key': shop.key }, body)

/** The one result of a search that is answered. */
async function search(body: object): Promise<any> {
  const answer = await post({ entity: 'product', ...body })
  expect(answer).toMatchObject({ status: 200 })
  return answer.body.results[0]
}

const idsOf = ({ hits }: { hits: { id: string }[] }) => hits.map(({ id }) => id).sort()
const sorted = (list: { id: string }[]) => list.map(({ id }) => id).sort()

test('a search finds what has all the words, or any of them, anywhere or in some attributes', async () => {
  const [one, other] = products
  const everything = { pagination: { take: 100 } }
  expect(idsOf(await search({ ...everything, filters: { q: one.title } }))).toContain(one.id)
  const any = { match_strategy: 'any' }
  const q = `${one.handle} ${other.handle}`
  expect(idsOf(await search({ ...everything, filters: { q } }))).toEqual([])
  const handles = { attributes_to_search_on: ['handle'] }
  expect(
    idsOf(await search({ ...everything, filters: { q }, search_options: { ...any, ...handles } })),
  ).toEqual(expect.arrayContaining(sorted([one, other])))
  const sku = (await shop.store(`/store/products/${one.id}`)).body.product.variants[0].sku
  expect(await search({ filters: { q: sku } })).toMatchObject({ hits: [{ id: one.id }] })
  expect(await search({ filters: { q: sku }, search_options: handles })).toMatchObject({ hits: [] })
})

test('hits are filtered by attributes, through relations too', async () => {
  const everything = { pagination: { take: 100 } }
  const tag = products.flatMap(({ tags }) => tags)[0].value
  const tagged = products.filter(({ tags }) => tags.some(({ value }: any) => value === tag))
  expect(idsOf(await search({ ...everything, filters: { 'tags.value': tag } }))).toEqual(sorted(tagged))
  expect(idsOf(await search({ ...everything, filters: { $not: { 'tags.value': { $in: [tag] } } } }))).toEqual(
    sorted(products.filter((product) => !tagged.includes(product))),
  )
  const { handle } = products[3]
  expect(
    idsOf(await search({ filters: { $or: [{ handle }, { handle: { $prefix: products[4].handle } }] } })),
  ).toEqual(sorted([products[3], products[4]]))
  const collected = products.filter(({ collection }) => collection)
  expect(idsOf(await search({ ...everything, filters: { collection_id: { $exists: true } } }))).toEqual(
    sorted(collected),
  )
})

test('pages follow each other by a cursor, in the order that is asked for', async () => {
  const page = { entity: 'product', fields: ['title'], search_options: { count: 'none' } }
  const first = await search({ ...page, pagination: { take: 2, order: { title: 'DESC' } } })
  const { next_cursor: cursor } = first.metadata
  const second = await search({ ...page, pagination: { take: 2, order: { title: 'DESC' }, cursor } })
  const titles = products.map(({ title }) => title)
  const shown = [...first.hits, ...second.hits].map(({ document }) => document.title)
  expect(new Set(shown).size).toBe(4)
  expect(titles).toEqual(expect.arrayContaining(shown))
  expect(second.metadata).toMatchObject({ skip: 2, take: 2, count: null })
  const all = await search({ pagination: { take: 100 } })
  expect(all.metadata).toEqual({
    skip: 0,
    take: 100,
    count: products.length,
    processing_time_ms: expect.any(Number),
  })
})

test('facets count all that fits; disjunctive ones leave out the choice of their own', async () => {
  const counts = new Map<string, number>()
  for (const { tags } of products)
    for (const { value } of tags) counts.set(value, (counts.get(value) ?? 0) + 1)
  const [tag] = [...counts].find(([, count]) => count < products.length) as [string, number]
  const options = {
    facets: ['tags.value', { field: 'created_at', type: 'range', ranges: [{ from: '2000-01-01' }] }],
  }
  const { facets } = await search({ search_options: options, pagination: { take: 0 } })
  const listed = new Map(facets['tags.value'].values.map((entry: any) => [entry.value, entry.count]))
  expect(listed).toEqual(counts)
  expect(facets.created_at).toEqual({
    type: 'range',
    ranges: [{ key: '2000-01-01-*', from: '2000-01-01', count: products.length }],
  })
  const chosen = { filters: { 'tags.value': tag }, search_options: { ...options, disjunctive_facets: true } }
  const disjunctive = await search(chosen)
  expect(disjunctive.metadata.count).toBe(counts.get(tag))
  expect(disjunctive.facets['tags.value'].values).toHaveLength(counts.size)
  expect(disjunctive.facets.created_at.ranges[0].count).toBe(counts.get(tag))
})

test('the words are marked in the texts in which they stand', async () => {
  const [{ title, id }] = products
  const word = title.split(' ')[0]
  const { hits } = await search({
    filters: { q: title },
    search_options: { highlight: { fields: ['title', 'handle'], pre_tag: '[', post_tag: ']' } },
  })
  expect(hits.find((hit: { id: string }) => hit.id === id).highlights.title[0]).toContain(`[${word}]`)
})

test('several searches are answered together, of all that a store shows', async () => {
  const entities = ['product', 'product_category', 'product_collection', 'product_tag', 'product_type']
  const { status, body } = await post({ queries: entities.map((entity) => ({ entity })) })
  expect(status).toBe(200)
  expect(body.results.map(({ metadata }: any) => metadata.count)).toEqual(
    await Promise.all(
      ['products', 'product-categories', 'collections', 'product-tags', 'product-types'].map(
        async (path) => (await shop.store(`/store/${path}?limit=1`)).body.count,
      ),
    ),
  )
})

test('what is not on the shelf is not found', async () => {
  const service = shop.host.modules.resolve(ProductService)
  const { id, title } = products.at(-1)
  await service.updateProducts({ id, status: 'draft' } as never)
  expect(idsOf(await search({ filters: { q: title } }))).not.toContain(id)
  await service.updateProducts({ id, status: 'published' } as never)
  expect(idsOf(await search({ filters: { q: title } }))).toContain(id)
})

test.each<[object, string]>([
  [{ entity: 'customer' }, 'cannot search customer'],
  [{ entity: 'product', filters: { status: 'draft' } }, 'status is not an attribute'],
  [{ entity: 'product', filters: { $or: [{ 'sales_channels.id': 'x' }] } }, 'sales_channels.id is not'],
  [{ entity: 'product', filters: { title: { $re: '.*' } } }, '$re'],
  [{ entity: 'product', filters: { $and: ['x'] } }, '$and must hold filters'],
  [{ entity: 'product', filters: { q: 5 } }, "Field 'q'"],
  [{ entity: 'product', fields: ['variants.price_set.prices'] }, 'variants.price_set.prices'],
  [{ entity: 'product', fields: ['variants.calculated_price'] }, 'pricing context'],
  [{ entity: 'product', pagination: { order: { metadata: 'ASC' } } }, 'metadata is not an attribute'],
  [{ entity: 'product', pagination: { cursor: 'nowhere' } }, 'nowhere is no cursor'],
  [{ entity: 'product', search_options: { facets: ['status'] } }, 'status is not an attribute'],
  [{ entity: 'product', search_options: { vector: { query: 'warm' } } }, 'no vector'],
  [{ entity: 'product', search_options: { min_score: 0.5, distinct: 'title' } }, 'no distinct, no min_score'],
  [{ queries: [] }, 'queries'],
])('%j is refused', async (body, message) => {
  expect(await post(body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(message) },
  })
})
