import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CatalogShop, openShop } from './shop.ts'

let shop: CatalogShop
let mug: { id: string; variants: { id: string }[] }
let plate: { id: string; variants: { id: string }[] }
let small: string
let large: string

const product = async (title: string, titles: string[]) =>
  (
    await shop.post('/products?fields=id,variants.id', {
      title,
      options: [{ title: 'Size', values: titles }],
      variants: titles.map((size) => ({
        title: size,
        options: { Size: size },
        prices: [{ currency_code: 'eur', amount: 10 }],
      })),
    })
  ).product

beforeAll(async () => {
  shop = await openShop()
  mug = await product('Mug', ['S', 'L'])
  plate = await product('Plate', ['One'])
  ;[small, large] = mug.variants.map(({ id }) => id) as [string, string]
})

afterAll(() => shop?.close())

const listBody = (more: object = {}) => ({ title: 'Sale', description: 'All must go', ...more })
const price = (variant_id: string, amount: number, more: object = {}) => ({
  variant_id,
  currency_code: 'eur',
  amount,
  ...more,
})

const create = async (more?: object) => {
  const answer = await shop.post('/price-lists', listBody(more))
  expect(answer).toMatchObject({ status: 200 })
  return answer.price_list
}

const pricesOf = async (id: string, query = '') =>
  (await shop.get(`/price-lists/${id}/prices?${query}`)).prices

const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
const stamps = { created_at: date, updated_at: date, deleted_at: null }

test('a price list is answered in the shape of the wire', async () => {
  const list = await create({
    title: 'Shape',
    starts_at: '2026-06-01T00:00:00Z',
    ends_at: null,
    status: 'active',
    type: 'override',
    rules: { 'customer.groups.id': ['cusgroup_1', 'cusgroup_2'] },
    metadata: { note: 'x' },
    prices: [price(small, 8)],
  })
  expect(list).toEqual({
    id: expect.stringMatching(/^plist_/),
    title: 'Shape',
    description: 'All must go',
    status: 'active',
    type: 'override',
    starts_at: expect.stringMatching(/^2026-06-01T00:00:00/),
    ends_at: null,
    rules: { 'customer.groups.id': ['cusgroup_1', 'cusgroup_2'] },
    metadata: { note: 'x' },
    ...stamps,
  })
  expect((await shop.get(`/price-lists/${list.id}`)).price_list).toEqual(list)
  expect(await shop.get('/price-lists?q=shape')).toEqual({
    status: 200,
    price_lists: [list],
    count: 1,
    offset: 0,
    limit: 50,
  })
})

test('a new list is a draft of a sale for everybody', async () => {
  expect(await create()).toMatchObject({
    status: 'draft',
    type: 'sale',
    starts_at: null,
    ends_at: null,
    rules: {},
    metadata: null,
  })
})

test('lists are found by what the wire filters by', async () => {
  const words = { description: 'findable' }
  await create({ ...words, title: 'Early', status: 'active', ends_at: '2026-03-01' })
  const late = await create({ ...words, title: 'Late', starts_at: '2026-09-01', rules: { region_id: ['a'] } })
  await create({ ...words, title: 'Always' })
  const found = async (query: string) =>
    (await shop.get(`/price-lists?order=title&${query}`)).price_lists?.map(
      ({ title }: { title: string }) => title,
    )
  expect(await found('q=findable')).toEqual(['Always', 'Early', 'Late'])
  expect(await found('q=findable&status[]=active')).toEqual(['Early'])
  expect(await found('q=findable&status=draft')).toEqual(['Always', 'Late'])
  expect(await found('q=findable&rules_count[]=1')).toEqual(['Late'])
  expect(await found(`id=${late.id}`)).toEqual(['Late'])
  expect(await found('q=findable&starts_at[$gte]=2026-08-01')).toEqual(['Late'])
  expect(await found('q=findable&ends_at[$lt]=2026-04-01')).toEqual(['Early'])
  expect(await found('$and[0][q]=findable&$and[1][status][]=draft')).toEqual(['Always', 'Late'])
  expect(await found('$or[0][q]=early&$or[1][rules_count][]=1&q=findable')).toEqual(['Early', 'Late'])
  for (const query of ['status=gone', 'rules_count=many', 'starts_at[$gt]=soon', 'title=Late']) {
    const answer = await shop.get(`/price-lists?${query}`)
    // What is no filter of the wire is ignored.
    expect({ query, status: answer.status }).toEqual({ query, status: query.startsWith('title') ? 200 : 400 })
  }
})

test('a list is changed, and what is not said of it stays', async () => {
  const { id } = await create({ rules: { region_id: ['reg_1'] }, starts_at: '2026-06-01' })
  const change = async (body: object) => (await shop.post(`/price-lists/${id}`, body)).price_list
  expect(await change({ title: 'New', status: 'active', type: 'override' })).toMatchObject({
    title: 'New',
    description: 'All must go',
    status: 'active',
    type: 'override',
    rules: { region_id: ['reg_1'] },
    starts_at: expect.stringMatching(/^2026-06-01/),
  })
  expect(await change({ rules: { 'customer.groups.id': ['cusgroup_1'] } })).toMatchObject({
    rules: { 'customer.groups.id': ['cusgroup_1'] },
  })
  expect(await change({ rules: {}, starts_at: null, description: null, metadata: { a: 1 } })).toMatchObject({
    rules: {},
    starts_at: null,
    description: '',
    metadata: { a: 1 },
  })
  expect(await change({ metadata: null })).toMatchObject({ metadata: null, title: 'New' })
})

test('prices are created, changed and deleted in one batch, in the shape of the wire', async () => {
  const { id } = await create({ prices: [price(small, 8), price(large, 9)] })
  const [first, second] = await pricesOf(id)
  const answer = await shop.post(`/price-lists/${id}/prices/batch`, {
    create: [price(large, 7.5, { min_quantity: 10, max_quantity: null, rules: { region_id: 'reg_1' } })],
    update: [{ id: first.id, variant_id: small, amount: 6 }],
    delete: [second.id],
  })
  const shape = {
    id: expect.stringMatching(/^price_/),
    currency_code: 'eur',
    max_quantity: null,
    price_set_id: expect.any(String),
    ...stamps,
  }
  const setOf = (variant: string) => ({ id: expect.any(String), variant: { id: variant } })
  expect(answer).toEqual({
    status: 200,
    created: [
      {
        ...shape,
        amount: 7.5,
        min_quantity: 10,
        price_rules: [{ id: expect.any(String), attribute: 'region_id', value: 'reg_1' }],
        price_set: setOf(large),
      },
    ],
    updated: [
      {
        ...shape,
        id: first.id,
        amount: 6,
        min_quantity: null,
        price_rules: [],
        price_set: setOf(small),
      },
    ],
    deleted: { ids: [second.id], object: 'price', deleted: true },
  })
  expect(await shop.get(`/price-lists/${id}/prices?order=-amount`)).toEqual({
    status: 200,
    prices: [answer.created[0], answer.updated[0]],
    count: 2,
    offset: 0,
    limit: 50,
  })
  expect(await pricesOf(id, 'limit=1&offset=1&order=amount')).toMatchObject([{ amount: 7.5 }])
  expect(
    await shop.post(`/price-lists/${id}/prices/batch?fields=id,amount`, { create: [price(large, 3)] }),
  ).toMatchObject({ created: [{ id: expect.any(String), amount: 3 }], updated: [], deleted: { ids: [] } })
})

test('a price that changes its variant moves to that', async () => {
  const { id } = await create({ prices: [price(small, 8)] })
  const [{ id: priceId }] = await pricesOf(id)
  await shop.post(`/price-lists/${id}/prices/batch`, { update: [{ id: priceId, variant_id: large }] })
  expect(await pricesOf(id)).toMatchObject([
    { id: priceId, amount: 8, price_set: { variant: { id: large } } },
  ])
})

test('a list shows its prices with their variants and rules where they are asked for', async () => {
  const { id } = await create({ prices: [price(small, 8, { rules: { region_id: 'reg_1' } })] })
  const { price_list } = await shop.get(`/price-lists/${id}?fields=title,*prices`)
  expect(price_list).toEqual({
    id,
    title: 'Sale',
    prices: [expect.objectContaining({ amount: 8, variant_id: small, rules: { region_id: 'reg_1' } })],
  })
  expect((await shop.get(`/price-lists/${id}?fields=-metadata,-rules`)).price_list).not.toHaveProperty(
    'rules',
  )
  expect((await shop.get(`/price-lists/${id}?fields=id,price_list_rules.value`)).price_list).toEqual({
    id,
    price_list_rules: [],
    rules: {},
  })
})

test('products are taken out of a list, and found by the lists they are in', async () => {
  const prices = [price(small, 8), price(large, 9), price(plate.variants[0]?.id as string, 5)]
  const { id } = await create({ prices })
  const inList = async () =>
    (await shop.get(`/products?price_list_id[]=${id}&order=title`)).products.map(
      ({ title }: { title: string }) => title,
    )
  expect(await inList()).toEqual(['Mug', 'Plate'])
  expect(await shop.post(`/price-lists/${id}/products`, { remove: [mug.id, 'prod_none'] })).toMatchObject({
    status: 200,
    price_list: { id, title: 'Sale', rules: {} },
  })
  expect(await inList()).toEqual(['Plate'])
  expect(await pricesOf(id)).toMatchObject([{ amount: 5 }])
  // What the products cost outside the list is untouched.
  const { product } = await shop.get(`/products/${mug.id}?fields=*variants.prices`)
  expect(product.variants.map((v: { prices: object[] }) => v.prices)).toMatchObject([
    [{ amount: 10 }],
    [{ amount: 10 }],
  ])
})

test('a deleted list is gone with its prices', async () => {
  const { id } = await create({ prices: [price(small, 8)] })
  expect(await shop.remove(`/price-lists/${id}`)).toEqual({
    status: 200,
    id,
    object: 'price_list',
    deleted: true,
  })
  const gone = { status: 404, type: 'not_found', message: `Price list with id: ${id} was not found` }
  expect(await shop.post(`/price-lists/${id}`, { title: 'X' })).toMatchObject(gone)
  expect(await shop.post(`/price-lists/${id}/products`, { remove: [mug.id] })).toMatchObject(gone)
  expect(await shop.post(`/price-lists/${id}/prices/batch`, { create: [price(small, 1)] })).toMatchObject(
    gone,
  )
  expect(await shop.get(`/price-lists/${id}`)).toMatchObject({ status: 404, type: 'not_found' })
  expect(await pricesOf(id)).toEqual([])
  expect(await pricesOf(id, 'with_deleted=true')).toMatchObject([{ amount: 8, deleted_at: date }])
  expect((await shop.get(`/products?price_list_id[]=${id}`)).count).toBe(0)
})

test('two hosts that write one list at once take turns: no price is lost, and none is there twice', async () => {
  const { id } = await create({ prices: [price(small, 8)] })
  const [{ id: priceId }] = await pricesOf(id)
  const other = await shop.anotherHost()
  const batch = (host: CatalogShop, own: string, amount: number) => () =>
    host.post(`/price-lists/${id}/prices/batch`, {
      create: [price(large, amount), price(large, amount, { currency_code: own })],
      update: [{ id: priceId, variant_id: small, amount }],
    })
  const ends = await behindLock(
    shop.databaseUrl,
    'select 1 from stoa_pricing.price_list where id = $1 for update',
    [id],
    [batch(shop, 'usd', 1), batch(other, 'gbp', 2)],
  )
  await other.close()
  expect(ends).toMatchObject([{ value: { status: 200 } }, { value: { status: 200 } }])
  const prices = await pricesOf(id, 'order=currency_code')
  const amounts = Object.fromEntries(
    prices.map((row: any) => [
      `${row.price_set.variant.id === small ? 'S' : 'L'} ${row.currency_code}`,
      row.amount,
    ]),
  )
  expect(prices).toHaveLength(4)
  expect(amounts).toEqual({ 'L usd': 1, 'L gbp': 2, 'L eur': amounts['S eur'], 'S eur': expect.any(Number) })
})

test('a variant without a price gets one in a list, and one price set, though two give it one at once', async () => {
  const [bare] = (await product('Bare', ['One'])).variants
  await shop.modules.database.query('delete from stoa_link.product_variant_price_set where variant_id = $1', [
    bare.id,
  ])
  const lists = [await create(), await create()]
  const answers = await behindLock(
    shop.databaseUrl,
    'select 1 from stoa_product.product_variant where id = $1 for update',
    [bare.id],
    lists.map(
      ({ id }, index) =>
        () =>
          shop.post(`/price-lists/${id}/prices/batch`, { create: [price(bare.id, index + 1)] }),
    ),
  )
  expect(answers).toMatchObject([{ value: { status: 200 } }, { value: { status: 200 } }])
  expect(
    await shop.modules.database.query(
      'select price_set_id from stoa_link.product_variant_price_set where variant_id = $1',
      [bare.id],
    ),
  ).toHaveLength(1)
})

test.each([
  ['nothing', {}, `'title'`],
  ['no description', { title: 'X' }, `'description'`],
  ['a type that is none', listBody({ type: 'gift' }), 'type'],
  ['a status that is none', listBody({ status: 'gone' }), 'status'],
  ['an end before the start', listBody({ starts_at: '2026-02-01', ends_at: '2026-01-01' }), 'not after'],
  ['an end at the start', listBody({ starts_at: '2026-02-01', ends_at: '2026-02-01' }), 'not after'],
  ['a date that is none', listBody({ ends_at: 'never' }), 'ends_at'],
  ['a date beyond all years', listBody({ starts_at: '+275760-09-13T00:00:00Z' }), 'starts_at'],
  ['rules that are no lists', listBody({ rules: { 'customer.groups.id': 'cusgroup_1' } }), 'rules'],
  ['metadata that is text', listBody({ metadata: 'x' }), 'metadata'],
  ['a variant that is not there', listBody({ prices: [price('variant_none', 1)] }), 'variant_none'],
  ['a price without a variant', listBody({ prices: [{ currency_code: 'eur', amount: 1 }] }), 'variant_id'],
  ['a negative price', listBody({ prices: [price('variant_none', -1)] }), 'amount'],
  ['an amount in text', listBody({ prices: [{ ...price('variant_none', 1), amount: '1' }] }), 'amount'],
  [
    'a currency that is none',
    listBody({ prices: [price('v', 1, { currency_code: 'euros' })] }),
    'currency_code',
  ],
])('refuses %s, and writes nothing', async (_, body, message) => {
  const before = (await shop.get('/price-lists?limit=0')).count
  expect(await shop.post('/price-lists', body)).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining(message),
  })
  expect((await shop.get('/price-lists?limit=0')).count).toBe(before)
})

test.each([
  ['a price that is not there', { delete: ['price_none'] }, 404, 'price_none'],
  [
    'a change of a price that is not there',
    { update: [{ id: 'price_none', variant_id: '' }] },
    404,
    'price_none',
  ],
  ['a change without a variant', { update: [{ id: 'price_none' }] }, 400, 'variant_id'],
  [
    'a price that is given twice',
    {
      create: [
        { variant_id: '', amount: 1 },
        { variant_id: '', amount: 2 },
      ],
    },
    400,
    'two prices',
  ],
  [
    'quantities that hold nothing',
    { create: [{ variant_id: '', amount: 1, min_quantity: 3, max_quantity: 2 }] },
    400,
    'above',
  ],
] as const)('a batch refuses %s, and writes nothing', async (_, body, status, message) => {
  const { id } = await create({ prices: [price(large, 9)] })
  const whole = (given: object) => ({
    currency_code: 'eur',
    ...given,
    ...('variant_id' in given ? { variant_id: small } : {}),
  })
  const answer = await shop.post(`/price-lists/${id}/prices/batch`, {
    create: [price(small, 1, { min_quantity: 99 })],
    ...Object.fromEntries(
      Object.entries(body).map(([name, list]) => [
        name,
        list.map((item: string | object) => (typeof item === 'string' ? item : whole(item))),
      ]),
    ),
  })
  expect(answer).toMatchObject({ status, message: expect.stringContaining(message) })
  expect(await pricesOf(id)).toMatchObject([{ amount: 9 }])
})

test('a hundred prices cost as many statements as one', async () => {
  const { variants } = await product(
    'Many',
    Array.from({ length: 100 }, (_, n) => `S${n}`),
  )
  const ids = variants.map(({ id }: { id: string }) => id) as string[]
  const cost = async (count: number) => {
    const some = ids.slice(0, count)
    let id = ''
    const create = await shop.statementsOf(async () => {
      id = (await shop.post('/price-lists', listBody({ prices: some.map((v) => price(v, 5)) }))).price_list.id
    })
    const page = await shop.statementsOf(() => pricesOf(id))
    const prices = await pricesOf(id, 'limit=1000')
    const batch = await shop.statementsOf(() =>
      shop.post(`/price-lists/${id}/prices/batch`, {
        create: some.map((v) => price(v, 4, { rules: { region_id: 'reg_1' } })),
        update: prices.map((p: any) => ({ id: p.id, variant_id: p.price_set.variant.id, amount: 3 })),
        delete: prices.slice(0, 1).map((p: any) => p.id),
      }),
    )
    const products = await shop.statementsOf(() =>
      shop.post(`/price-lists/${id}/products`, { remove: [mug.id] }),
    )
    return [create, page, batch, products].map(({ length }) => length)
  }
  const one = await cost(1)
  expect(one).toEqual([4, 1, 10, 4])
  expect(await cost(100)).toEqual(one)
})
