import { PricingService } from '@stoa/pricing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost
let seen = 0

beforeAll(async () => {
  demo = await openDemoHost()
})

afterAll(() => demo?.stop())

const database = () => demo.host.modules.database

/** The names of the events emitted since the last call. */
async function events(): Promise<string[]> {
  const rows = await database().query<{ name: string }>(
    'select name from stoa_events.event order by position offset $1',
    [seen],
  )
  seen += rows.length
  return rows.map(({ name }) => name).sort()
}

const price = (amount: number, currency_code = 'eur') => ({ currency_code, amount })

const mug = (handle: string) => ({
  title: `Mug ${handle}`,
  handle,
  status: 'published',
  options: [{ title: 'Size', values: ['S', 'L'] }],
  images: [{ url: 'https://img.example/1.jpg' }, { url: 'https://img.example/2.jpg' }],
  variants: [
    { title: 'Small', sku: `${handle}-s`, options: { Size: 'S' }, prices: [price(9)] },
    { title: 'Large', sku: `${handle}-l`, options: { Size: 'L' }, prices: [price(12), price(14, 'usd')] },
  ],
})

async function createMug(handle: string) {
  const { status, body } = await demo.admin('POST', '/admin/products', mug(handle))
  expect(status).toBe(200)
  await events()
  return body.product
}

test('tags, types and collections are created, found, changed and deleted', async () => {
  await events()
  for (const [path, key, list, name] of [
    ['product-tags', 'product_tag', 'product_tags', 'value'],
    ['product-types', 'product_type', 'product_types', 'value'],
    ['collections', 'collection', 'collections', 'title'],
  ] as const) {
    const made = await demo.admin('POST', `/admin/${path}`, { [name]: 'Rare things', metadata: { a: 1 } })
    expect(made).toMatchObject({
      status: 200,
      body: { [key]: { [name]: 'Rare things', metadata: { a: 1 } } },
    })
    const { id } = made.body[key]
    const found = await demo.admin('GET', `/admin/${path}?q=rare`)
    expect(found.body).toMatchObject({ count: 1, [list]: [{ id }] })
    const changed = await demo.admin('POST', `/admin/${path}/${id}`, { [name]: 'Common things' })
    expect(changed.body[key]).toMatchObject({ id, [name]: 'Common things', metadata: { a: 1 } })
    expect((await demo.admin('DELETE', `/admin/${path}/${id}`)).body).toEqual({
      id,
      object: key,
      deleted: true,
    })
    expect((await demo.admin('GET', `/admin/${path}/${id}`)).status).toBe(404)
  }
  expect(await events()).toEqual(
    ['collection', 'tag', 'type']
      .flatMap((what) => ['created', 'deleted', 'updated'].map((how) => `product-${what}.${how}`))
      .sort(),
  )
})

test('what is wrong with a tag is named, and nothing is written', async () => {
  expect(await demo.admin('POST', '/admin/product-tags', { valeu: 'x' })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining("'value'") },
  })
  expect((await demo.admin('POST', '/admin/product-tags/ptag_none', { valeu: 'x' })).status).toBe(400)
  expect(await demo.admin('POST', '/admin/product-tags/ptag_none', { value: 'x' })).toMatchObject({
    status: 404,
    body: { type: 'not_found' },
  })
  expect(await demo.admin('POST', '/admin/product-tags?fields=nonsense', { value: 'x' })).toMatchObject({
    status: 400,
  })
  expect((await demo.admin('GET', '/admin/product-tags?value=x')).body.count).toBe(0)
  expect(await events()).toEqual([])
})

test('a category stands among its siblings where it is put, and takes its children along', async () => {
  const make = async (name: string, more: object = {}) =>
    (await demo.admin('POST', '/admin/product-categories', { name, ...more })).body.product_category
  const root = await make('Trees')
  const [oak, elm] = [
    await make('Oak', { parent_category_id: root.id }),
    await make('Elm', { parent_category_id: root.id }),
  ]
  const ash = await make('Ash', { parent_category_id: root.id, rank: 0 })
  const ranks = async (parent: string) => {
    const { body } = await demo.admin(
      'GET',
      `/admin/product-categories?parent_category_id=${parent}&order=rank`,
    )
    return body.product_categories.map(({ name, rank }: any) => `${rank} ${name}`)
  }
  expect(await ranks(root.id)).toEqual(['0 Ash', '1 Oak', '2 Elm'])
  await demo.admin('POST', `/admin/product-categories/${elm.id}`, { rank: 0 })
  expect(await ranks(root.id)).toEqual(['0 Elm', '1 Ash', '2 Oak'])
  await demo.admin('POST', `/admin/product-categories/${ash.id}`, { parent_category_id: oak.id })
  expect(await ranks(root.id)).toEqual(['0 Elm', '1 Oak'])
  const other = await make('Plants')
  const moved = await demo.admin('POST', `/admin/product-categories/${oak.id}`, {
    parent_category_id: other.id,
  })
  expect(moved.body.product_category).toMatchObject({ parent_category_id: other.id, rank: 0 })
  const path = (await demo.admin('GET', `/admin/product-categories/${ash.id}?fields=mpath`)).body
  expect(path.product_category.mpath).toBe(`${other.id}.${oak.id}.${ash.id}`)
  expect(
    await demo.admin('POST', `/admin/product-categories/${oak.id}`, { parent_category_id: ash.id }),
  ).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await demo.admin('DELETE', `/admin/product-categories/${oak.id}`)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed' },
  })
  expect((await demo.admin('DELETE', '/admin/product-categories/pcat_none')).status).toBe(404)
  expect((await demo.admin('DELETE', `/admin/product-categories/${elm.id}`)).status).toBe(200)
  expect(await ranks(root.id)).toEqual([])
})

test('products go into a collection and a category and come out again', async () => {
  const product = await createMug('sorted')
  const { collection } = (await demo.admin('POST', '/admin/collections', { title: 'Sorted' })).body
  const { product_category } = (await demo.admin('POST', '/admin/product-categories', { name: 'Sorted' }))
    .body
  for (const path of [`collections/${collection.id}`, `product-categories/${product_category.id}`]) {
    const both = await demo.admin('POST', `/admin/${path}/products`, { add: [product.id, 'prod_none'] })
    expect(both).toMatchObject({ status: 404, body: { message: expect.stringContaining('prod_none') } })
    expect((await demo.admin('POST', `/admin/${path}/products`, { add: [product.id] })).status).toBe(200)
  }
  const found = await demo.admin(
    'GET',
    `/admin/products?collection_id=${collection.id}&category_id=${product_category.id}&fields=id`,
  )
  expect(found.body).toMatchObject({ count: 1, products: [{ id: product.id }] })
  await demo.admin('POST', `/admin/collections/${collection.id}/products`, { remove: [product.id] })
  expect((await demo.admin('GET', `/admin/products?collection_id=${collection.id}`)).body.count).toBe(0)
})

test('a batch creates, changes and deletes products, or does nothing', async () => {
  const [kept, gone] = [await createMug('kept'), await createMug('gone')]
  const taken = await demo.admin('POST', '/admin/products/batch', {
    create: [mug('fresh'), mug('kept')],
    delete: [gone.id],
  })
  expect(taken).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect((await demo.admin('GET', '/admin/products?handle[]=fresh&handle[]=gone')).body.count).toBe(1)
  expect(await events()).toEqual([])

  const { status, body } = await demo.admin('POST', '/admin/products/batch', {
    create: [mug('fresh')],
    update: [{ id: kept.id, title: 'Kept and changed' }],
    delete: [gone.id],
  })
  expect(status).toBe(200)
  expect(body.created).toMatchObject([
    { handle: 'fresh', variants: [{ sku: 'fresh-s' }, { sku: 'fresh-l' }] },
  ])
  expect(body.updated).toMatchObject([{ id: kept.id, title: 'Kept and changed' }])
  expect(body.deleted).toEqual({ ids: [gone.id], object: 'product', deleted: true })
  expect((await demo.admin('GET', `/admin/products/${gone.id}`)).status).toBe(404)
  expect(await events()).toEqual([
    'product-variant.created',
    'product-variant.created',
    'product-variant.deleted',
    'product-variant.deleted',
    'product.created',
    'product.deleted',
    'product.updated',
  ])
})

test('a batch of fifty costs as many statements as a batch of five', async () => {
  const cost = async (count: number) => {
    let statements = 0
    const stop = database().onStatement(() => statements++)
    const create = Array.from({ length: count }, (_, index) => mug(`budget-${count}-${index}`))
    expect((await demo.admin('POST', '/admin/products/batch', { create })).status).toBe(200)
    stop()
    return statements
  }
  expect(await cost(5)).toBe(await cost(50))
})

test('a change replaces the lists it names and leaves the rest', async () => {
  const product = await createMug('lists')
  const [small, large] = product.variants
  const { status, body } = await demo.admin('POST', `/admin/products/${product.id}`, {
    subtitle: 'New',
    images: [{ url: 'https://img.example/2.jpg' }, { url: 'https://img.example/3.jpg' }],
    options: [{ title: 'Size', values: ['S', 'XL', 'L'] }],
    variants: [
      { id: small.id, title: 'Smaller', prices: [price(8)] },
      { id: large.id },
      { title: 'Huge', options: { Size: 'XL' }, prices: [price(20)] },
    ],
  })
  expect(status).toBe(200)
  expect(body.product).toMatchObject({ title: 'Mug lists', subtitle: 'New', handle: 'lists' })
  expect(body.product.images.map(({ url }: any) => url.slice(-5))).toEqual(['2.jpg', '3.jpg'])
  expect(body.product.images[0].id).toBe(product.images[1].id)
  expect(body.product.options[0].values.map(({ value }: any) => value)).toEqual(['S', 'L', 'XL'])
  const titles = body.product.variants.map(({ title, prices }: any) => [
    title,
    prices.map((p: any) => p.amount),
  ])
  expect(titles).toEqual(
    expect.arrayContaining([
      ['Smaller', [8]],
      ['Large', expect.arrayContaining([12, 14])],
      ['Huge', [20]],
    ]),
  )
  const less = await demo.admin('POST', `/admin/products/${product.id}`, { variants: [{ id: large.id }] })
  expect(less.body.product.variants.map(({ id }: any) => id)).toEqual([large.id])
  expect((await demo.admin('GET', '/admin/inventory-items?sku=lists-s')).body.count ?? 0).toBe(0)
})

test('variants are added, changed and removed one by one and in a batch', async () => {
  const product = await createMug('single')
  const path = `/admin/products/${product.id}/variants`
  const twin = await demo.admin('POST', path, { title: 'Twin', options: { Size: 'S' }, prices: [] })
  expect(twin).toMatchObject({
    status: 400,
    body: { message: 'Variant (S) with provided options already exists.' },
  })
  expect(
    await demo.admin('POST', path, { title: 'Odd', options: { Size: 'XXL' }, prices: [] }),
  ).toMatchObject({
    status: 400,
  })
  const [small, large] = product.variants
  const changed = await demo.admin('POST', `${path}/${large.id}`, {
    sku: 'single-large',
    prices: [{ id: large.prices[0].id, amount: 13 }],
  })
  expect(changed.status).toBe(200)
  const one = await demo.admin('GET', `${path}/${large.id}`)
  expect(one.body.variant).toMatchObject({
    sku: 'single-large',
    prices: [{ id: large.prices[0].id, amount: 13, currency_code: large.prices[0].currency_code }],
  })
  const other = await createMug('other')
  expect(
    (await demo.admin('POST', `/admin/products/${other.id}/variants/${large.id}`, { title: 'x' })).status,
  ).toBe(404)
  const batch = await demo.admin('POST', `${path}/batch`, {
    create: [{ title: 'Small again', options: { Size: 'S' }, prices: [price(7)] }],
    update: [{ id: large.id, title: 'Larger' }],
    delete: [small.id],
  })
  expect(batch.body).toMatchObject({
    created: [{ title: 'Small again', prices: [{ amount: 7 }] }],
    updated: [{ id: large.id, title: 'Larger' }],
    deleted: { ids: [small.id], object: 'variant', deleted: true },
  })
  const removed = await demo.admin('DELETE', `${path}/${large.id}`)
  expect(removed.body).toMatchObject({
    id: large.id,
    object: 'variant',
    deleted: true,
    parent: { id: product.id },
  })
  const { body } = await demo.admin('GET', `${path}?sku=single-large`)
  expect(body.count).toBe(0)
})

test('a product cannot go while its stock is reserved', async () => {
  const product = await createMug('reserved')
  const [{ id: item }] = (await database().query<{ id: string }>(
    `select id from stoa_inventory.inventory_item where sku = 'reserved-s'`,
  )) as [{ id: string }]
  await database().query(
    `insert into stoa_inventory.reservation_item (id, inventory_item_id, location_id, quantity) values ('resitem_x', $1, 'sloc_x', 1)`,
    [item],
  )
  expect(await demo.admin('DELETE', `/admin/products/${product.id}`)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(item) },
  })
  await database().query(`delete from stoa_inventory.reservation_item where id = 'resitem_x'`)
  expect((await demo.admin('DELETE', `/admin/products/${product.id}`)).status).toBe(200)
})

test('a variant is made of stock, and of as much of it as is said', async () => {
  const product = await createMug('stocked')
  const [small] = product.variants
  const [{ id: inventory_item_id }] = (await database().query<{ id: string }>(
    `select id from stoa_inventory.inventory_item where sku = 'stocked-l'`,
  )) as [{ id: string }]
  const path = `/admin/products/${product.id}/variants/${small.id}/inventory-items`
  const joined = await demo.admin('POST', `${path}?fields=id,*inventory_items`, {
    inventory_item_id,
    required_quantity: 2,
  })
  expect(joined.body.variant.inventory_items).toContainEqual(
    expect.objectContaining({ inventory_item_id, required_quantity: 2 }),
  )
  const more = await demo.admin('POST', `${path}/${inventory_item_id}?fields=id,*inventory_items`, {
    required_quantity: 3,
  })
  expect(more.body.variant.inventory_items).toContainEqual(
    expect.objectContaining({ inventory_item_id, required_quantity: 3 }),
  )
  expect((await demo.admin('POST', `${path}/iitem_none`, { required_quantity: 1 })).status).toBe(404)
  const batch = await demo.admin('POST', `/admin/products/${product.id}/variants/inventory-items/batch`, {
    delete: [{ variant_id: small.id, inventory_item_id }],
  })
  expect(batch.body.deleted).toEqual([
    { product: { variant_id: small.id }, inventory: { inventory_item_id } },
  ])
  expect((await demo.admin('DELETE', `${path}/${inventory_item_id}`)).status).toBe(404)
})

test('pictures are assigned to variants of their product', async () => {
  const [product, other] = [await createMug('pictured'), await createMug('elsewhere')]
  const [image] = product.images
  const [small] = product.variants
  const path = `/admin/products/${product.id}/images/${image.id}/variants/batch`
  expect((await demo.admin('POST', path, { add: [small.id] })).body).toEqual({
    added: [small.id],
    removed: [],
  })
  const shown = await demo.admin('GET', `/admin/products/${product.id}/variants/${small.id}?fields=*images`)
  expect(shown.body.variant.images).toMatchObject([{ id: image.id }])
  expect((await demo.admin('POST', path, { add: [other.variants[0].id] })).status).toBe(404)
  await demo.admin('POST', `/admin/products/${product.id}/variants/${small.id}/images/batch`, {
    remove: [image.id],
  })
  const none = await demo.admin('GET', `/admin/products/${product.id}/variants/${small.id}?fields=*images`)
  expect(none.body.variant.images).toEqual([])
})

test('an option is shared by products, each of which comes in some of its values', async () => {
  const made = await demo.admin('POST', '/admin/product-options', {
    title: 'Glaze',
    values: ['Blue', 'Green'],
    ranks: { Blue: 2, Green: 1 },
  })
  const option = made.body.product_option
  expect(option.values.map(({ value }: any) => value)).toEqual(['Green', 'Blue'])
  const [green, blue] = option.values
  const product = (await demo.admin('POST', '/admin/products', { title: 'Vase' })).body.product
  const path = `/admin/products/${product.id}/options`
  const shared = await demo.admin('POST', `${path}/batch`, {
    add: [{ id: option.id, value_ids: [green.id] }],
  })
  expect(shared.body.product.options).toMatchObject([{ id: option.id, values: [{ id: green.id }] }])
  expect((await demo.admin('GET', path)).body).toMatchObject({
    count: 1,
    product_options: [{ title: 'Glaze' }],
  })
  expect((await demo.admin('DELETE', `/admin/product-options/${option.id}`)).body.type).toBe('not_allowed')
  await demo.admin('POST', `/admin/products/${product.id}/variants`, {
    title: 'Green vase',
    options: { Glaze: 'Green' },
    prices: [],
  })
  expect((await demo.admin('POST', `${path}/batch`, { remove: [option.id] })).body.type).toBe('not_allowed')
  const values = `/admin/product-options/${option.id}/values`
  expect((await demo.admin('DELETE', `${values}/${green.id}`)).body.type).toBe('not_allowed')
  const renamed = await demo.admin('POST', `${values}/${blue.id}`, { value: 'Deep blue' })
  expect(renamed.body.product_option_value).toMatchObject({
    id: blue.id,
    value: 'Deep blue',
    option_id: option.id,
  })
  expect((await demo.admin('DELETE', `${values}/${blue.id}`)).status).toBe(200)
  expect((await demo.admin('GET', values)).body).toMatchObject({ count: 1 })
  expect((await demo.admin('POST', '/admin/product-options/opt_none/values/x', { value: 'x' })).status).toBe(
    404,
  )
})

test('an option whose value is called what every object has keeps its place', async () => {
  const values = ['constructor', 'toString', '__proto__']
  const ranks = { toString: 0, constructor: 1 }
  const { status, body } = await demo.admin('POST', '/admin/product-options', { title: 'Odd', values, ranks })
  expect(status).toBe(200)
  expect(body.product_option.values.map(({ value }: any) => value)).toEqual([
    'toString',
    'constructor',
    '__proto__',
  ])
})

test('a sales channel sells the products that are put into it', async () => {
  const product = await createMug('channelled')
  const { sales_channel } = (await demo.admin('POST', '/admin/sales-channels', { name: 'Stall' })).body
  const path = `/admin/sales-channels/${sales_channel.id}/products`
  expect((await demo.admin('POST', path, { add: [product.id, 'prod_none'] })).status).toBe(404)
  const listed = `/admin/products?sales_channel_id=${sales_channel.id}`
  expect((await demo.admin('GET', listed)).body.count).toBe(0)
  expect((await demo.admin('POST', path, { add: [product.id] })).body.sales_channel.name).toBe('Stall')
  expect((await demo.admin('GET', listed)).body).toMatchObject({ count: 1, products: [{ id: product.id }] })
  await demo.admin('POST', path, { remove: [product.id] })
  expect((await demo.admin('GET', listed)).body.count).toBe(0)
  expect(
    (await demo.admin('POST', '/admin/sales-channels/sc_none/products', { add: [product.id] })).status,
  ).toBe(404)
})

test('products are found by their options, the values of their variants and their price lists', async () => {
  const product = await createMug('found')
  const other = await createMug('lost')
  const [{ id: option, values }] = product.options
  const found = async (query: string) =>
    (await demo.admin('GET', `/admin/products?fields=id&${query}`)).body.products.map(({ id }: any) => id)
  expect(await found(`option_id=${option}`)).toEqual([product.id])
  expect(await found(`option_id[]=${option}&option_id[]=${other.options[0].id}`)).toHaveLength(2)
  expect(await found(`option_value_id=${values[0].id}`)).toEqual([product.id])
  await demo.admin('POST', `/admin/products/${product.id}/variants/batch`, {
    delete: [product.variants[0].id],
  })
  expect(await found(`option_value_id=${values[0].id}`)).toEqual([])

  const [list, empty] = await demo.host.modules.resolve(PricingService).createPriceLists([
    { title: 'Sale', description: 'Cheap', status: 'active', type: 'sale' },
    { title: 'Empty', description: 'Nothing', status: 'active', type: 'sale' },
  ])
  const [{ price_set_id }] = (await database().query<{ price_set_id: string }>(
    'select price_set_id from stoa_link.product_variant_price_set where variant_id = $1',
    [product.variants[1].id],
  )) as [{ price_set_id: string }]
  await demo.host.modules
    .resolve(PricingService)
    .createPrices({ price_set_id, price_list_id: list?.id, currency_code: 'eur', amount: 1 } as never)
  expect(await found(`price_list_id[]=${list?.id}`)).toEqual([product.id])
  expect(await found(`price_list_id[]=${empty?.id}`)).toEqual([])
  expect(await found(`price_list_id[]=${list?.id}&price_list_id[]=${empty?.id}&handle=lost`)).toEqual([])
})

test('a product shares options with others, by their ids', async () => {
  const colour = (
    await demo.admin('POST', '/admin/product-options', {
      title: 'Colour',
      values: ['Red', 'Blue'],
      is_exclusive: false,
    })
  ).body.product_option
  const product = await createMug('glazed')
  const [size] = product.options
  const path = `/admin/products/${product.id}`
  const both = await demo.admin('POST', path, { option_ids: [size.id, colour.id, colour.id] })
  expect(both.status).toBe(200)
  const titles = (body: any) => body.product.options.map(({ title }: any) => title)
  expect(titles(both.body)).toEqual(['Size', 'Colour'])
  expect(both.body.product.options.map(({ values }: any) => values.length)).toEqual([2, 2])
  expect(await demo.admin('POST', path, { option_ids: [colour.id] })).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining('Size') },
  })
  expect((await demo.admin('POST', path, { option_ids: [size.id, 'opt_none'] })).status).toBe(404)
  const one = await demo.admin('POST', path, { options: [{ id: size.id }], option_ids: [size.id] })
  expect(titles(one.body)).toEqual(['Size'])

  const [red, blue] = colour.values
  const made = await demo.admin('POST', '/admin/products', {
    title: 'Red pot',
    options: [{ id: colour.id, value_ids: [red.id] }],
    variants: [{ title: 'Red', options: { Colour: 'Red' }, prices: [] }],
  })
  expect(made.body.product.options).toMatchObject([{ id: colour.id, values: [{ value: 'Red' }] }])
  expect(made.body.product.variants[0].options).toMatchObject([{ id: red.id }])
  for (const [options, status] of [
    [[{ id: 'opt_none' }], 404],
    [[{ id: colour.id, value_ids: [blue.id, 'optval_none'] }], 404],
    [[{ id: colour.id, value_ids: [blue.id] }], 400],
  ] as const) {
    const refused = await demo.admin('POST', '/admin/products', {
      title: 'No pot',
      options,
      variants: [{ title: 'Red', options: { Colour: 'Red' }, prices: [] }],
    })
    expect(refused.status).toBe(status)
  }
  expect((await demo.admin('GET', '/admin/products?title=No pot')).body.count).toBe(0)
})
