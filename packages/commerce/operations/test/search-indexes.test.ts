import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './room-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  shop = await openShop()
  await shop.products.createProducts({ title: 'Blue amphora', handle: 'blue-amphora' } as never)
})

afterAll(() => shop?.close())

const indexes = async () => (await shop.get('/search-indexes')).body
const reindex = (name: string, body: object = {}) =>
  shop.send('POST', `/search-indexes/${name}/reindex`, body)
const one = async (name: string) => (await indexes()).search_indexes.find((index: any) => index.name === name)

const done = (job: string) =>
  expect.poll(async () => (await shop.workflows.retrieveExecution(job)).status).toBe('succeeded')

/** PostgreSQL's own number of the file an index lies in: it is another once the index was built anew. */
const fileOf = async (index: string) =>
  (
    await shop.modules.database.query<{ file: string }>(
      'select pg_relation_filenode($1::regclass)::text as file',
      [index],
    )
  )[0]?.file

test('they are those of the modules, with what rows are found by', async () => {
  const { search_indexes, enabled } = await indexes()
  expect(enabled).toBe(true)
  expect(search_indexes.map(({ name, status }: any) => [name, status])).toEqual([
    ['customer', 'ready'],
    ['notification', 'ready'],
    ['product', 'ready'],
  ])
  const product = search_indexes.at(-1)
  expect(product).toMatchObject({ entity: 'product', provider: 'postgresql' })
  expect(product.fields[0]).toEqual({
    name: 'title',
    type: 'text',
    searchable: true,
    filterable: true,
    sortable: true,
    facetable: true,
  })
  expect(product.fields.at(-1)).toMatchObject({ name: 'variants.upc', sortable: false })
})

test('one is built anew in the background, and searches go on', async () => {
  const index = 'stoa_product.product_search_document_index'
  const before = await fileOf(index)
  const { status, body } = await reindex('product', { strategy: 'swap' })
  expect([status, body]).toEqual([200, { job_id: expect.any(String), indexes: ['product'] }])
  await done(body.job_id)
  expect(await fileOf(index)).not.toBe(before)
  expect(await one('product')).toMatchObject({ status: 'ready' })
  expect((await shop.get('/search?q=amph&entity=product')).body.results[0].count).toBe(1)
})

test('what a rebuild that failed left behind is told of, and goes with the next', async () => {
  const { database } = shop.modules
  const broken = 'stoa_customer.customer_search_document_index_ccnew'
  await database.query(
    'create index customer_search_document_index_ccnew on stoa_customer.customer using gin (search_document gin_trgm_ops)',
  )
  await database.query('update pg_index set indisvalid = false where indexrelid = $1::regclass', [broken])
  expect(await one('customer')).toMatchObject({ status: 'error' })
  const { body } = await reindex('customer')
  await done(body.job_id)
  expect(await one('customer')).toMatchObject({ status: 'ready' })
  expect(await database.query('select to_regclass($1) as left', [broken])).toEqual([{ left: null }])
})

test('two who ask for one at once have it built once', async () => {
  const { database } = shop.modules
  const lock = 'lock table stoa_product.product in share update exclusive mode'
  const asked = Promise.withResolvers<any[]>()
  // The rebuild waits, and so does what begins to wait only when both have their answer.
  await behindLock(
    shop.url,
    lock,
    [],
    [
      async () => asked.resolve(await Promise.all([reindex('product'), reindex('product')])),
      async () => {
        await asked.promise
        await database.transaction(() => database.query(lock))
      },
    ],
  )
  const [first, second] = await asked.promise
  expect(first.body.job_id).toBe(second.body.job_id)
  await done(first.body.job_id)
})

test('none can be removed', async () => {
  expect(await shop.send('DELETE', '/search-indexes/product')).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining('/admin/search-indexes/product/reindex') },
  })
  expect(await one('product')).toMatchObject({ status: 'ready' })
})

test('a list takes two statements', async () => {
  expect(await shop.counted(() => shop.get('/search-indexes'))).toBe(2)
})

test('what there is no index of is not found, and nonsense is refused', async () => {
  for (const name of ['unicorn', 'product_tag']) {
    expect(await reindex(name)).toMatchObject({ status: 404, body: { type: 'not_found' } })
    expect((await shop.send('DELETE', `/search-indexes/${name}`)).status).toBe(404)
  }
  for (const body of [{ since: 'yesterday' }, { strategy: 'both' }, { filters: 'all' }, { colour: 'blue' }]) {
    expect((await reindex('product', body)).status).toBe(400)
  }
})

test('they are for users who may read and change search indexes', async () => {
  expect((await shop.get('/search-indexes', 'search_index:read')).status).toBe(200)
  expect((await shop.send('POST', '/search-indexes/product/reindex', {}, 'search_index:read')).status).toBe(
    403,
  )
  expect((await shop.send('DELETE', '/search-indexes/product', undefined, 'search_index:read')).status).toBe(
    403,
  )
})
