import { FileService } from '@stoa/file'
import { PricingService } from '@stoa/pricing'
import { createBarrier } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost
let tag: string

beforeAll(async () => {
  demo = await openDemoHost()
  tag = (await demo.admin('POST', '/admin/product-tags', { value: 'Imported' })).body.product_tag.id
})

afterAll(() => demo?.stop())

const database = () => demo.host.modules.database

const prepare = (csv: string) => demo.upload('/admin/products/import', 'products.csv', csv)

const confirm = (id: string, path = 'import') =>
  demo.admin('POST', `/admin/products/${path}/${id}/confirm`, {})

/** Imports a file; it must be one that can be. */
async function run(csv: string) {
  const { status, body } = await prepare(csv)
  expect([status, body]).toEqual([202, expect.objectContaining({ transaction_id: expect.any(String) })])
  expect(await confirm(body.transaction_id)).toEqual({ status: 202, body: {} })
  return body.summary
}

const product = async (handle: string) =>
  (
    await demo.admin(
      'GET',
      `/admin/products?handle=${handle}&fields=*variants,*variants.options,*variants.prices,*variants.prices.price_rules,*images,*tags,*categories,*sales_channels,*options.values,*shipping_profile,+metadata`,
    )
  ).body.products[0]

const totals = async () => {
  const [row] = await database().query(
    `select (select count(*)::int from stoa_product.product where deleted_at is null) as products,
       (select count(*)::int from stoa_product.product_variant where deleted_at is null) as variants,
       (select count(*)::int from stoa_pricing.price where deleted_at is null) as prices,
       (select count(*)::int from stoa_events.event) as events`,
  )
  return row
}

test('products are created with all that their rows say, once that is confirmed', async () => {
  const { product_category } = (await demo.admin('POST', '/admin/product-categories', { name: 'From afar' }))
    .body
  const { collection } = (await demo.admin('POST', '/admin/collections', { title: 'Trade' })).body
  const { sales_channels } = (await demo.admin('GET', '/admin/sales-channels?fields=id,name')).body
  const { regions } = (await demo.admin('GET', '/admin/regions?fields=id,name,currency_code')).body
  const europe = regions.find(({ currency_code }: any) => currency_code === 'eur')
  const csv = [
    `Product Handle,Product Title,Product Description,Product Status,Product Weight,Product Discountable,Product Metadata,Product Collection Id,Product Tag 1,Product Category 1,Product Sales Channel 1,Product Image 1 Url,Product Image 2 Url,Variant Title,variant sku,Variant Manage Inventory,Variant Price EUR,Variant Price USD,Variant Price ${europe.name} [EUR],Variant Option 1 Name,Variant Option 1 Value`,
    `amphora,Amphora,"Two handles,\n""one"" neck",published,1200,false,"{""origin"": ""Chios""}",${collection.id},${tag},from-afar,${sales_channels[0].name},https://img.example/a.jpg,https://img.example/b.jpg,Small,AMPH-S,,19.90,21,18.5,Size,S`,
    'amphora,Amphora,,,,,,,,,,,,,AMPH-L,false,,25,,Size,L',
  ].join('\r\n')
  const before = await totals()
  const { status, body } = await prepare(csv)
  expect([status, body.summary]).toEqual([202, { toCreate: 1, toUpdate: 0 }])
  expect(await totals()).toEqual(before)

  expect((await confirm(body.transaction_id)).status).toBe(202)
  const made = await product('amphora')
  expect(made).toMatchObject({
    title: 'Amphora',
    description: 'Two handles,\n"one" neck',
    status: 'published',
    weight: 1200,
    discountable: false,
    metadata: { origin: 'Chios' },
    collection_id: collection.id,
    tags: [{ id: tag }],
    categories: [{ id: product_category.id }],
    sales_channels: [{ id: sales_channels[0].id }],
    images: [{ url: 'https://img.example/a.jpg' }, { url: 'https://img.example/b.jpg' }],
    thumbnail: 'https://img.example/a.jpg',
    options: [{ title: 'Size', values: [{ value: 'S' }, { value: 'L' }] }],
  })
  const [small, large] = made.variants.toSorted((a: any, b: any) => b.sku.localeCompare(a.sku))
  expect(small).toMatchObject({
    title: 'Small',
    sku: 'AMPH-S',
    manage_inventory: true,
    options: [{ value: 'S' }],
  })
  expect(large).toMatchObject({
    title: 'L',
    sku: 'AMPH-L',
    manage_inventory: false,
    options: [{ value: 'L' }],
  })
  const prices = small.prices.map(({ currency_code, amount, price_rules }: any) => [
    currency_code,
    amount,
    price_rules.map(({ attribute, value }: any) => `${attribute} ${value}`),
  ])
  expect(prices).toEqual(
    expect.arrayContaining([
      ['eur', 19.9, []],
      ['usd', 21, []],
      ['eur', 18.5, [`region_id ${europe.id}`]],
    ]),
  )
  expect(large.prices).toMatchObject([{ currency_code: 'usd', amount: 25 }])
  const names = await database().query<{ name: string }>(
    'select name from stoa_events.event order by position desc limit 4',
  )
  expect(names.map(({ name }) => name).sort()).toEqual([
    'product-variant.created',
    'product-variant.created',
    'product.created',
    'product.import_finished',
  ])
})

test('an empty cell leaves what there is, and what a row says changes it', async () => {
  await run(
    'Product Handle,Product Title,Product Subtitle,Product Tag 1,Variant SKU,Variant Price EUR,Variant Price USD,Variant Option 1 Name,Variant Option 1 Value\nkrater,Krater,For wine,Imported,KRAT-S,10,12,Size,S\nkrater,,,,KRAT-L,20,,Size,L',
  )
  const before = await product('krater')
  const large = before.variants.find(({ sku }: any) => sku === 'KRAT-L')
  const pricing = demo.host.modules.resolve(PricingService)
  const [{ price_set_id }] = (await database().query<{ price_set_id: string }>(
    'select price_set_id from stoa_link.product_variant_price_set where variant_id = $1',
    [large.id],
  )) as [{ price_set_id: string }]
  await pricing.upsertPrices([
    { price_set_id, currency_code: 'eur', amount: 15, min_quantity: 10 },
    { price_set_id, currency_code: 'eur', amount: 16, rules: { customer_group_id: 'cusgroup_1' } },
  ])
  const summary = await run(
    `Product Id,Product Handle,Product Title,Product Subtitle,Variant Id,Variant SKU,Variant Price EUR,Variant Option 1 Name,Variant Option 1 Value\n${before.id},,Krater of clay,,${large.id},KRAT-XL,22,Size,XL\n${before.id},,,,,KRAT-M,15,Size,M`,
  )
  expect(summary).toEqual({ toCreate: 0, toUpdate: 1 })
  const after = await product('krater')
  expect(after).toMatchObject({ id: before.id, title: 'Krater of clay', subtitle: 'For wine' })
  expect(after.tags).toMatchObject([{ value: 'Imported' }])
  expect(after.variants.map(({ sku }: any) => sku).sort()).toEqual(['KRAT-M', 'KRAT-S', 'KRAT-XL'])
  const changed = after.variants.find(({ sku }: any) => sku === 'KRAT-XL')
  expect(changed).toMatchObject({ id: large.id, options: [{ value: 'XL' }] })
  expect(changed.prices.map(({ amount }: any) => amount).sort()).toEqual([15, 16, 22])
  const plain = large.prices.find(({ amount }: any) => amount === 20)
  expect(changed.prices.find(({ amount }: any) => amount === 22).id).toBe(plain.id)
  const small = after.variants.find(({ sku }: any) => sku === 'KRAT-S')
  expect(small.prices.map(({ amount }: any) => amount).sort()).toEqual([10, 12])
})

test('variants are found by their SKU or their options, and a file that says nothing new changes nothing', async () => {
  const csv =
    'Product Handle,Product Title,Variant SKU,Variant Title,Variant Price EUR,Variant Option 1 Name,Variant Option 1 Value\nkylix,Kylix,KYL-R,Red,5,Colour,Red\nkylix,Kylix,KYL-B,Black,6,Colour,Black'
  expect(await run(csv)).toEqual({ toCreate: 1, toUpdate: 0 })
  const before = await product('kylix')
  expect(await run(csv)).toEqual({ toCreate: 0, toUpdate: 1 })
  const strip = ({ updated_at, ...rest }: any) => rest
  const plain = ({ variants, ...rest }: any) => ({ ...strip(rest), variants: variants.map((v: any) => v.id) })
  expect(plain(await product('kylix'))).toEqual(plain(before))
  await run(
    'Product Handle,Variant Title,Variant Option 1 Name,Variant Option 1 Value\nkylix,Blackest,Colour,Black',
  )
  const after = await product('kylix')
  expect(after.variants.map(({ title, sku }: any) => [title, sku]).sort()).toEqual([
    ['Blackest', 'KYL-B'],
    ['Red', 'KYL-R'],
  ])
})

test.each([
  ['Product Handle,Product Title,Variant Prize EUR\na,b,1', ['Invalid column name(s) "Variant Prize EUR"']],
  ['Product Handle,Product Title,Variant Price XXX\na,b,1', ['Invalid column name(s)']],
  ['Product Handle,Product Title,product title\na,b,1', ['product title is there twice']],
  ['Product Handle,Product Title\n', ['no rows']],
  ['', ['no rows']],
  ['Product Handle,Product Title\na,"b', ['Line 2']],
  ['Product Handle,Product Title\na,b,c', ['Line 2', '3 cells']],
  ['Product Handle,Product Title\nhydria,Hydria\n,', []],
  [
    'Product Handle,Product Title,Product Status,Product Weight,Variant Price EUR\nok,Ok,published,1,2\nx,X,gone,heavy,"1,50"\ny,Y,,-1,abc',
    [
      'Line 3, Product Status: "gone"',
      'Line 3, Product Weight: "heavy"',
      'Line 3, Variant Price EUR: "1,50"',
      'Line 4, Product Weight: "-1"',
      'Line 4, Variant Price EUR: "abc"',
    ],
  ],
  ['Product Handle,Product Subtitle\nnew,thing', ['Line 2, Product Title: a new product needs one']],
  ['Product Subtitle\nthing', ['Line 2: a row needs a Product Id']],
  [
    'Product Handle,Product Title\npelike,Pelike\npelike,Pelike of Athens',
    ['Line 3, Product Title: "Pelike of Athens" is not what line 2 says'],
  ],
  [
    'Product Handle,Product Title,Product Collection Id,Product Tag 1,Product Category 1\na,A,pcol_none,no tag,nowhere',
    [
      'Line 2, Product Collection Id: there is no collection "pcol_none"',
      'Line 2, Product Tag 1: there is no tag "no tag"',
      'Line 2, Product Category 1: there is no category "nowhere"',
    ],
  ],
  ['Product Handle,Product Title,Variant Price Atlantis [EUR]\na,A,1', ['there is no region "Atlantis"']],
  [
    'Product Handle,Product Title,Variant SKU\na,A,TWIN\nb,B,TWIN',
    ['Line 3, Variant SKU: line 2 has TWIN already'],
  ],
  [
    'Product Handle,Product Title,Variant SKU\na,A,KYL-R',
    ['Line 2, Variant SKU: KYL-R is the SKU of another'],
  ],
  [
    'Product Handle,Product Title,Variant SKU,Variant Option 1 Name,Variant Option 1 Value\na,A,A1,Size,S\na,A,A2,,\na,A,A3,Size,S\na,A,A4,,L',
    ['Line 5, Variant Option 1 Value: the value "L" has no option name'],
  ],
  [
    'Product Handle,Product Title,Variant SKU,Variant Option 1 Name,Variant Option 1 Value\na,A,A1,Size,S\na,A,A2,,\na,A,A3,Size,S',
    ['Line 3: the variant has no value for "Size"', 'Line 4: the variant has the same options as line 2'],
  ],
  [
    'Product Handle,Variant SKU,Variant Option 1 Name,Variant Option 1 Value,Variant Option 2 Name,Variant Option 2 Value\nkylix,KYL-R,Colour,Red,Size,S',
    ['Line 2: variant', 'has no "Size"'],
  ],
  ['Product Handle,Product Title,Product Metadata\na,A,[1]', ['Line 2, Product Metadata']],
  ['Product Handle,Product Title,Product Metadata\na,A,"{""x"": ""\\u0000""}"', ['Line 2, Product Metadata']],
])('%.80j', async (csv, messages) => {
  const before = await totals()
  const { status, body } = await prepare(csv)
  if (messages.length === 0) expect([status, body]).toEqual([202, expect.anything()])
  else expect([status, body.type]).toEqual([400, 'invalid_data'])
  for (const message of messages) expect(body.message).toContain(message)
  expect(await totals()).toEqual(before)
})

test('a file that is refused is not kept', async () => {
  const files = demo.host.modules.resolve(FileService)
  const kept: string[] = []
  const createFile = files.createFile.bind(files)
  files.createFile = async (...args) => {
    const file = await createFile(...args)
    kept.push(file.id)
    return file
  }
  try {
    expect((await prepare('nonsense\n1')).status).toBe(400)
    const { body } = await prepare('Product Title\nAryballos')
    expect(kept).toHaveLength(2)
    expect(await files.hasFile(kept[0] as string)).toBe(false)
    expect(await files.hasFile(kept[1] as string)).toBe(true)
    await confirm(body.transaction_id)
    expect(await files.hasFile(kept[1] as string)).toBe(false)
  } finally {
    files.createFile = createFile
  }
})

test('what was fine when it was prepared may not be so any more: then nothing is imported, and it can be tried again', async () => {
  const { body } = await prepare(
    'Product Handle,Product Title,Variant SKU\nlekythos,Lekythos,LEK\nskyphos,Skyphos,SKY',
  )
  const taker = await demo.admin('POST', '/admin/products', {
    title: 'Taker',
    variants: [{ title: 'x', sku: 'SKY', prices: [] }],
  })
  const before = await totals()
  const refused = await confirm(body.transaction_id)
  expect(refused).toMatchObject({ status: 400, body: { message: expect.stringContaining('Line 3') } })
  expect(await totals()).toEqual(before)
  await demo.admin('DELETE', `/admin/products/${taker.body.product.id}`)
  expect((await confirm(body.transaction_id)).status).toBe(202)
  expect(await product('lekythos')).toMatchObject({ title: 'Lekythos' })
})

test('an import that fails in the middle leaves nothing behind', async () => {
  const { body } = await prepare(
    'Product Handle,Product Title,Variant SKU,Variant Price EUR\nolpe,Olpe,OLPE,1',
  )
  const before = await totals()
  const pricing = demo.host.modules.resolve(PricingService)
  const createPriceSets = pricing.createPriceSets
  pricing.createPriceSets = () => Promise.reject(new Error('the lights went out'))
  const answer = await confirm(body.transaction_id)
  pricing.createPriceSets = createPriceSets
  expect(answer.status).toBe(500)
  expect(await totals()).toEqual(before)
  expect((await confirm(body.transaction_id)).status).toBe(202)
})

test('two who confirm at once import once', async () => {
  const { body } = await prepare('Product Handle,Product Title\npsykter,Psykter')
  const files = demo.host.modules.resolve(FileService)
  const barrier = createBarrier('both have read the file', 2)
  const downloadFile = files.downloadFile.bind(files)
  files.downloadFile = async (id) => {
    const bytes = await downloadFile(id)
    await barrier.arrive()
    return bytes
  }
  const answers = await Promise.all([confirm(body.transaction_id), confirm(body.transaction_id, 'imports')])
  files.downloadFile = downloadFile
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409])
  expect((await demo.admin('GET', '/admin/products?q=psykter')).body.count).toBe(1)
  expect(await confirm(body.transaction_id)).toMatchObject({ status: 409, body: { type: 'conflict' } })
  expect(await confirm('trx_none')).toMatchObject({ status: 404, body: { type: 'not_found' } })
})

test('a file that was uploaded before is imported by its key', async () => {
  const form = new FormData()
  form.append('files', new Blob(['Product Title\nAlabastron'], { type: 'text/csv' }), 'p.csv')
  const sent = new Response(form)
  const { files } = (
    await demo.host.app.inject({
      method: 'POST',
      url: '/admin/uploads',
      headers: { ...demo.bearer, 'content-type': sent.headers.get('content-type') as string },
      payload: Buffer.from(await sent.arrayBuffer()),
    })
  ).json()
  const given = { originalname: 'p.csv', extension: 'csv', size: 24, mime_type: 'text/csv' }
  const { status, body } = await demo.admin('POST', '/admin/products/imports', {
    ...given,
    file_key: files[0].id,
  })
  expect([status, body.summary]).toEqual([202, { toCreate: 1, toUpdate: 0 }])
  expect((await confirm(body.transaction_id, 'imports')).status).toBe(202)
  expect(await product('alabastron')).toMatchObject({ title: 'Alabastron', status: 'draft' })
  for (const file_key of ['../../etc/passwd', 'nothing.csv', '']) {
    expect(await demo.admin('POST', '/admin/products/imports', { ...given, file_key })).toMatchObject({
      status: 404,
    })
  }
})

test('a thousand products cost no more statements than three hundred for each three hundred', async () => {
  const csv = (from: number, count: number, price: number) =>
    [
      'Product Handle,Product Title,Product Tag 1,Variant SKU,Variant Price EUR,Variant Option 1 Name,Variant Option 1 Value',
      ...Array.from({ length: count }, (_, at) =>
        ['S', 'L'].map(
          (size) =>
            `p-${from + at},P ${from + at} ${price},Imported,P-${from + at}-${size},${price},Size,${size}${price}`,
        ),
      ).flat(),
    ].join('\n')
  const cost = async (text: string) => {
    const { body } = await prepare(text)
    let statements = 0
    const stop = database().onStatement(() => statements++)
    expect((await confirm(body.transaction_id)).status).toBe(202)
    stop()
    return statements
  }
  await cost(csv(0, 10, 1))
  expect(await cost(csv(1000, 1000, 1))).toBeLessThan(100)
  expect(await cost(csv(1000, 1000, 2))).toBeLessThan(150)
})
