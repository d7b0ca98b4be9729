import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { Events } from '@stoa/events'
import { FileService } from '@stoa/file'
import { PricingService } from '@stoa/pricing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost

beforeAll(async () => {
  demo = await openDemoHost({ background: true })
})

afterAll(() => demo?.stop())

const database = () => demo.host.modules.database

interface Finished {
  id: string
  file_id: string
  url: string
  filename: string
}

/** What the event says that tells of a finished export. */
async function finished(event: string, transaction_id: string): Promise<Finished> {
  for (;;) {
    const [row] = await database().query<{ data: Finished }>(
      `select data from stoa_events.event where name = $1 and data ->> 'id' = $2`,
      [event, transaction_id],
    )
    if (row) return row.data
    await sleep(50)
  }
}

async function text(fileId: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await demo.host.modules.resolve(FileService).downloadFile(fileId)) {
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

async function run(url: string, event: string): Promise<{ file: Finished; csv: string }> {
  const { status, body } = await demo.admin('POST', url, {})
  expect([status, body]).toEqual([202, { transaction_id: expect.any(String) }])
  const file = await finished(event, body.transaction_id)
  return { file, csv: await text(file.file_id) }
}

const exported = (query = '') => run(`/admin/products/export${query}`, 'product.export_finished')

test('products are written into a file that is found by its URL, and the export is an execution of its workflow', async () => {
  const { file, csv } = await exported('?handle=none&q=nothing')
  expect(csv.split('\n')).toEqual([expect.stringMatching(/^Product Id,Product Handle,Product Title/), ''])
  expect(file).toMatchObject({ filename: 'product-exports.csv', url: expect.stringMatching(/\.csv$/) })
  expect((await demo.host.app.inject(new URL(file.url).pathname)).body).toBe(csv)
  const [execution] = await database().query<{ status: string }>(
    `select status from stoa_workflows.execution where workflow = 'export-products' and transaction_id = $1`,
    [file.id],
  )
  expect(execution).toMatchObject({ status: 'succeeded' })
})

/** What the admin's feed has that fits. */
const feed = async (fits: (data: any) => boolean) =>
  (await demo.admin('GET', '/admin/notifications?channel=feed&limit=100')).body.notifications.filter(
    ({ data }: any) => fits(data),
  )

test('the admin is told of an export in its feed, once, with the file', async () => {
  const { file } = await exported()
  const toldOf = (url: string) => () => feed((data) => data.file?.url === url)
  await expect.poll(toldOf(file.url), { timeout: 20_000 }).toHaveLength(1)
  const events = demo.host.modules.resolve(Events)
  await events.replay({ names: ['product.export_finished'], again: true })
  const other = `${file.url}?other`
  await events.emit('product.export_finished', { ...file, id: 'trx_other', url: other })
  await expect.poll(toldOf(other), { timeout: 20_000 }).toHaveLength(1)
  expect(await toldOf(file.url)()).toMatchObject([
    {
      to: '',
      template: 'admin-ui',
      trigger_type: 'product.export_finished',
      data: {
        title: 'Product export',
        description: 'product-exports.csv is ready to be downloaded.',
        file: { filename: 'product-exports.csv', url: file.url, mimeType: 'text/csv' },
      },
    },
  ])
})

test('the admin is told of an import in its feed', async () => {
  const { body } = await demo.upload(
    '/admin/products/import',
    'p.csv',
    'Product Handle,Product Title,Variant SKU\nfed,Fed,FED-1\nfed-too,Fed too,FED-2',
  )
  await demo.admin('POST', `/admin/products/import/${body.transaction_id}/confirm`, {})
  const told = () =>
    feed(
      ({ title, description }) =>
        title === 'Product import' &&
        description === 'Products that were created: 2. Products that were changed: 0.',
    )
  await expect.poll(told, { timeout: 20_000 }).toHaveLength(1)
})

test('filters that mean nothing are refused at once', async () => {
  const answer = await demo.admin('POST', '/admin/products/export?created_at[$gt]=yesterdayish', {})
  expect(answer).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
})

test('an export that is imported again changes nothing, also what a spreadsheet would run', async () => {
  const { regions } = (await demo.admin('GET', '/admin/regions?fields=id,name,currency_code')).body
  const europe = regions.find(({ currency_code }: any) => currency_code === 'eur')
  const { product_tag } = (await demo.admin('POST', '/admin/product-tags', { value: 'Round' })).body
  const { sales_channels } = (await demo.admin('GET', '/admin/sales-channels?fields=id')).body
  const { shipping_profiles } = (await demo.admin('GET', '/admin/shipping-profiles?fields=id')).body
  const { body } = await demo.admin('POST', '/admin/products', {
    title: '=HYPERLINK("https://evil.example","Mug")',
    subtitle: "'=quoted",
    description: 'Lines,\r\n"quotes"\n; and 1,5',
    material: '-clay',
    handle: 'round-trip',
    status: 'published',
    weight: 0.25,
    is_giftcard: false,
    discountable: false,
    metadata: { nested: { deep: ['a', 1] } },
    tags: [{ id: product_tag.id }],
    sales_channels: sales_channels.map(({ id }: any) => ({ id })),
    shipping_profile_id: shipping_profiles[0].id,
    images: [{ url: 'https://img.example/1.jpg' }, { url: 'https://img.example/2.jpg' }],
    options: [
      { title: 'Size', values: ['S', '+L'] },
      { title: '@Colour', values: ['Red'] },
    ],
    variants: [
      {
        title: 'Small',
        sku: 'RT-S',
        barcode: '00123',
        manage_inventory: false,
        options: { Size: 'S', '@Colour': 'Red' },
        prices: [
          { currency_code: 'eur', amount: 9.9 },
          { currency_code: 'eur', amount: 8.5, rules: { region_id: europe.id } },
        ],
      },
      {
        title: '+Large',
        sku: '+RT-L',
        allow_backorder: true,
        options: { Size: '+L', '@Colour': 'Red' },
        prices: [{ currency_code: 'usd', amount: 1234.5 }],
      },
    ],
  })
  const [, large] = body.product.variants
  const [{ price_set_id }] = (await database().query<{ price_set_id: string }>(
    'select price_set_id from stoa_link.product_variant_price_set where variant_id = $1',
    [large.id],
  )) as [{ price_set_id: string }]
  await demo.host.modules
    .resolve(PricingService)
    .upsertPrices([{ price_set_id, currency_code: 'usd', amount: 1000, min_quantity: 10 }])
  const read = async () => {
    const { product } = (
      await demo.admin(
        'GET',
        `/admin/products/${body.product.id}?fields=*variants,*variants.options,*variants.prices,*variants.prices.price_rules,*images,*tags,*categories,*sales_channels,*options.values,*shipping_profile,*type,*collection,+metadata`,
      )
    ).body
    return JSON.parse(JSON.stringify(product, (name, value) => (name === 'updated_at' ? undefined : value)))
  }
  const before = await read()
  const { csv } = await exported('?handle=round-trip')
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"",""Mug"")"`)
  for (const cell of csv.split(/[\n,]/)) expect(cell).not.toMatch(/^"?[=@+-]/)
  const { status, body: pending } = await demo.upload('/admin/products/import', 'p.csv', csv)
  expect([status, pending.summary]).toEqual([202, { toCreate: 0, toUpdate: 1 }])
  expect(
    (await demo.admin('POST', `/admin/products/import/${pending.transaction_id}/confirm`, {})).status,
  ).toBe(202)
  const after = await read()
  const sorted = (product: any) => ({
    ...product,
    variants: product.variants.map((variant: any) => ({
      ...variant,
      prices: variant.prices
        .map(({ price_rules, ...price }: any) => ({
          ...price,
          price_rules: price_rules.map(({ attribute, value }: any) => [attribute, value]),
        }))
        .toSorted((a: any, b: any) => a.id.localeCompare(b.id)),
    })),
  })
  expect(sorted(after)).toEqual(sorted(before))
})

test('the whole shop goes out page by page, and comes back as the same products', async () => {
  const many = Array.from({ length: 450 }, (_, at) => `many-${at},Many ${at},MANY-${at}`)
  const first = await demo.upload(
    '/admin/products/import',
    'p.csv',
    ['Product Handle,Product Title,Variant SKU', ...many].join('\n'),
  )
  await demo.admin('POST', `/admin/products/import/${first.body.transaction_id}/confirm`, {})
  const { csv } = await exported()
  const [row] = await database().query<{ products: number; variants: number }>(
    `select count(distinct p.id)::int as products, count(v.id)::int as variants from stoa_product.product p
     left join stoa_product.product_variant v on v.product_id = p.id and v.deleted_at is null where p.deleted_at is null`,
  )
  const { body } = await demo.upload('/admin/products/import', 'p.csv', csv)
  expect(body.summary).toEqual({ toCreate: 0, toUpdate: row?.products })
  expect((await demo.admin('POST', `/admin/products/import/${body.transaction_id}/confirm`, {})).status).toBe(
    202,
  )
  const again = await exported()
  expect(again.csv).toBe(csv)
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith('stoa-export-'))
  expect(left).toEqual([])
})

test('what was exported here is imported into another shop as new products', async () => {
  await demo.admin('POST', '/admin/products', {
    title: 'Traveller',
    handle: 'traveller',
    variants: [{ title: 'Only', sku: 'TRAVEL', prices: [{ currency_code: 'eur', amount: 3 }] }],
  })
  const { csv } = await exported('?handle=traveller')
  const { products } = (await demo.admin('GET', '/admin/products?handle=traveller')).body
  await demo.admin('DELETE', `/admin/products/${products[0].id}`)
  const { body } = await demo.upload('/admin/products/import', 'p.csv', csv)
  expect(body.summary).toEqual({ toCreate: 1, toUpdate: 0 })
  await demo.admin('POST', `/admin/products/import/${body.transaction_id}/confirm`, {})
  const { products: back } = (await demo.admin('GET', '/admin/products?handle=traveller')).body
  expect(back).toMatchObject([{ title: 'Traveller', variants: [{ sku: 'TRAVEL', prices: [{ amount: 3 }] }] }])
  expect(back[0].id).not.toBe(products[0].id)
})

test('inventory items are written with how much of them lies where', async () => {
  const { stock_locations } = (await demo.admin('GET', '/admin/stock-locations?fields=id,name')).body
  const [place] = stock_locations
  const { inventory_item: item } = (
    await demo.admin('POST', '/admin/inventory-items', {
      sku: 'EXPORTED',
      title: '=Chest',
      weight: 2.5,
      location_levels: [{ location_id: place.id, stocked_quantity: 7, incoming_quantity: 2 }],
    })
  ).body
  await demo.admin('POST', '/admin/inventory-items', { sku: 'EXPORTED-NOWHERE' })
  const { csv, file } = await run(
    '/admin/inventory-items/export?sku[]=EXPORTED&sku[]=EXPORTED-NOWHERE',
    'inventory-item.export_finished',
  )
  expect(file.filename).toBe('inventory-item-exports.csv')
  const [header, ...rows] = csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','))
  const cells = rows.map((row) =>
    Object.fromEntries((header as string[]).map((name, index) => [name, row[index]])),
  )
  expect(cells).toMatchObject([
    {
      'Inventory Item Id': item.id,
      'Inventory Item SKU': 'EXPORTED',
      'Inventory Item Title': "'=Chest",
      'Inventory Item Weight': '2.5',
      'Inventory Item Requires Shipping': 'true',
      'Location Id': place.id,
      'Location Name': place.name,
      'Stocked Quantity': '7',
      'Reserved Quantity': '0',
      'Incoming Quantity': '2',
      'Available Quantity': '7',
    },
    { 'Inventory Item SKU': 'EXPORTED-NOWHERE', 'Location Id': '', 'Stocked Quantity': '' },
  ])
  expect((await demo.admin('POST', '/admin/inventory-items/export?weight[$gt]=heavy', {})).status).toBe(400)
})
