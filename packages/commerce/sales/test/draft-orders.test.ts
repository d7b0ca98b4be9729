import { variantPriceSet } from '@stoa/catalog'
import { CustomerService } from '@stoa/customer'
import { createId } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { ProductService } from '@stoa/product'
import { createLinks } from '@stoa/query'
import { StoreService } from '@stoa/store'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import {
  BERLIN,
  customer,
  type DraftShop,
  draftIn,
  draftOf,
  openDraftShop,
  PARIS,
  promotion,
  under,
} from './drafted.ts'
import { pricedVariant } from './edited.ts'
import { eventsOf } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { stockOf, stockVariant } from './warehouse.ts'

let shop: Shop
let drafts: DraftShop

beforeAll(async () => {
  shop = await openShop()
  drafts = await openDraftShop(shop)
})
beforeEach(() => {
  installCarrier(shop)
})
afterAll(() => shop?.stop())

test('a draft is put together whole: priced, taxed, and nothing of it sold', async () => {
  const { mug, warehouse, region } = drafts
  const draft = draftIn(
    await draftOf(drafts, {
      billing_address: PARIS,
      items: [
        { variant_id: mug.id, quantity: 2, metadata: { engraved: 'A' } },
        { variant_id: mug.id, quantity: 1, unit_price: '7.5' },
        { title: 'Wrapping', quantity: 1, unit_price: { value: '3', precision: 20 }, variant_sku: 'WRAP' },
      ],
      shipping_methods: [{ name: 'Bike', shipping_option_id: warehouse.option, amount: 4, data: { a: 1 } }],
      no_notification_order: true,
      metadata: { by: 'phone' },
      locale: 'de-DE',
    }),
  )
  expect(draft).toMatchObject({
    id: expect.stringMatching(/^order_/),
    status: 'draft',
    version: 1,
    email: 'ada@example.com',
    region_id: region,
    metadata: { by: 'phone' },
    shipping_address: { city: 'Berlin', country_code: 'de' },
    billing_address: { city: 'Paris' },
    // (20 + 7.5 + 3 + 4) and a tenth of tax on each
    total: 37.95,
    summary: { current_order_total: 37.95, original_order_total: 37.95, pending_difference: 37.95 },
    shipping_methods: [
      { name: 'Bike', amount: 4, total: 4.4, is_custom_amount: true, detail: { version: 1 } },
    ],
  })
  expect(draft.items).toMatchObject([
    {
      variant_id: mug.id,
      quantity: 2,
      unit_price: 10,
      is_custom_price: false,
      metadata: { engraved: 'A' },
      tax_lines: [{ rate: 10, code: 'vat' }],
      variant: { id: mug.id, product: { id: mug.product_id } },
      detail: { quantity: 2, fulfilled_quantity: 0 },
    },
    { variant_id: mug.id, quantity: 1, unit_price: 7.5, is_custom_price: true },
    { variant_id: null, title: 'Wrapping', unit_price: 3, variant_sku: 'WRAP', total: 3.3 },
  ])
  expect(await under(shop, draft.id).read()).toMatchObject({
    total: 37.95,
    payment_status: 'not_paid',
    fulfillment_status: 'not_fulfilled',
    payment_collections: [],
    fulfillments: [],
  })
  expect(await stockOf(warehouse, mug.items[0] as string)).toEqual({ berlin: [10, 0], munich: [10, 0] })
  expect(await eventsOf(shop, draft.id)).toEqual([])
})

test('a draft is for the customer that is named, or else the guest with the e-mail address', async () => {
  const grace = await customer(shop, 'grace@example.com')
  const of = async (id: string) =>
    draftIn(await shop.admin('GET', `/draft-orders/${id}?fields=customer_id,email`))
  const named = draftIn(await draftOf(drafts, { customer_id: grace, email: null }))
  expect(await of(named.id)).toMatchObject({ customer_id: grace, email: 'grace@example.com' })
  const first = draftIn(await draftOf(drafts, { email: 'Guest@Example.com' }))
  const second = draftIn(await draftOf(drafts, { email: 'guest@example.com' }))
  const guest = await of(first.id)
  expect(guest.email).toBe('guest@example.com')
  expect(await of(second.id)).toMatchObject({ customer_id: guest.customer_id })
  expect(await shop.modules.resolve(CustomerService).retrieveCustomer(guest.customer_id)).toMatchObject({
    email: 'guest@example.com',
    has_account: false,
  })
  const nobody = draftIn(await draftOf(drafts, { email: undefined }))
  expect(await of(nobody.id)).toMatchObject({ customer_id: null, email: null })
})

test('an address may be one of the customer, and of nobody else', async () => {
  const customers = shop.modules.resolve(CustomerService)
  const [own, other] = [await customer(shop, 'own@example.com'), await customer(shop, 'other@example.com')]
  const address = await customers.createCustomerAddresses({ customer: own, ...PARIS } as never)
  const draft = draftIn(await draftOf(drafts, { customer_id: own, shipping_address: address.id }))
  expect(draft).toMatchObject({ shipping_address: { city: 'Paris' }, total: 24 })
  for (const values of [{ customer_id: other }, { email: null }]) {
    expect(await draftOf(drafts, { ...values, shipping_address: address.id })).toMatchObject({ status: 404 })
  }
})

test('a variant is found by its sku or barcode', async () => {
  const plate = await pricedVariant(drafts.warehouse, 20)
  const products = shop.modules.resolve(ProductService)
  await products.updateProductVariants({ id: plate.id, sku: 'PLATE', barcode: '4006381333931' } as never)
  const items = [
    { sku: 'PLATE', quantity: 1 },
    { barcode: '4006381333931', quantity: 1, title: 'A fine plate' },
  ]
  const draft = draftIn(await draftOf(drafts, { items }))
  expect(draft.items).toMatchObject([
    { variant_id: plate.id, variant_sku: 'PLATE', unit_price: 20 },
    { variant_id: plate.id, title: 'A fine plate' },
  ])
  expect(await draftOf(drafts, { items: [{ sku: 'NONE', quantity: 1 }] })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('NONE') },
  })
})

test('promotions take off a draft what they take off a cart', async () => {
  const id = await promotion(shop, 'TENTH')
  const ship = { type: 'percentage', value: 100, target_type: 'shipping_methods', allocation: 'across' }
  await promotion(shop, 'FREESHIP', { application_method: ship })
  const shipping_methods = [{ name: 'Bike', shipping_option_id: drafts.warehouse.option, amount: 4 }]
  const draft = draftIn(await draftOf(drafts, { promo_codes: ['TENTH', 'FREESHIP'], shipping_methods }))
  expect(draft).toMatchObject({
    total: 19.8,
    summary: { current_order_total: 19.8 },
    items: [{ adjustments: [{ code: 'TENTH', promotion_id: id, amount: 2 }] }],
    shipping_methods: [{ total: 0, adjustments: [{ code: 'FREESHIP', amount: 4 }] }],
  })
  const { promotions } = draftIn(await shop.admin('GET', `/draft-orders/${draft.id}?fields=promotions.code`))
  expect(promotions.map(({ code }: any) => code).sort()).toEqual(['FREESHIP', 'TENTH'])
  expect(await draftOf(drafts, { promo_codes: ['NONE'] })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('NONE') },
  })
})

test('several promotions take something off one way to ship', async () => {
  const half = { type: 'percentage', value: 50, target_type: 'shipping_methods', allocation: 'across' }
  for (const code of ['HALF', 'HALF_AGAIN']) await promotion(shop, code, { application_method: half })
  const shipping_methods = [{ name: 'Bike', shipping_option_id: drafts.warehouse.option, amount: 4 }]
  const draft = draftIn(await draftOf(drafts, { promo_codes: ['HALF', 'HALF_AGAIN'], shipping_methods }))
  expect(draft.shipping_methods).toMatchObject([{ amount: 4, discount_subtotal: 3, total: 1.1 }])
  expect(draft.shipping_methods[0].adjustments).toHaveLength(2)
})

test('a part of a unit is discounted by what it costs', async () => {
  await promotion(shop, 'PART')
  const buy = {
    type: 'percentage',
    value: 100,
    target_type: 'items',
    allocation: 'each',
    max_quantity: 1,
    buy_rules_min_quantity: 1,
    apply_to_quantity: 1,
    buy_rules: [{ attribute: 'items.product.id', operator: 'eq', values: [drafts.mug.product_id] }],
    target_rules: [{ attribute: 'items.product.id', operator: 'eq', values: [drafts.mug.product_id] }],
  }
  await promotion(shop, 'ONE_FOR_ONE', { type: 'buyget', application_method: buy })
  const items = [{ variant_id: drafts.mug.id, quantity: 1.5 }]
  expect(draftIn(await draftOf(drafts, { items, promo_codes: ['PART'] }))).toMatchObject({ total: 14.85 })
  expect(draftIn(await draftOf(drafts, { items, promo_codes: ['ONE_FOR_ONE'] })).total).toBeLessThanOrEqual(
    16.5,
  )
})

test('amounts beyond all reason are refused', async () => {
  for (const [unit_price, quantity] of [
    [1e300, 1],
    [1, 1e300],
  ] as const) {
    const answer = await draftOf(drafts, { items: [{ title: 'All', unit_price, quantity }] })
    expect(answer).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  }
  const { id } = draftIn(await draftOf(drafts))
  const draft = under(shop, id)
  await draft.edit('')
  const items = [{ title: 'All', unit_price: 1e300, quantity: 1e300 }]
  expect(await draft.post('/edit/items', { items })).toMatchObject({ status: 400 })
})

test('a draft is sold in the channel of the store unless another is named, or none', async () => {
  const channelOf = async (body: object) => {
    const { id } = draftIn(await draftOf(drafts, body))
    return draftIn(await shop.admin('GET', `/draft-orders/${id}?fields=sales_channel_id`)).sales_channel_id
  }
  const { channel } = drafts.warehouse
  expect(await channelOf({ sales_channel_id: undefined })).toBeNull()
  const stores = shop.modules.resolve(StoreService)
  const store = await stores.createStores({ name: 'Shop', default_sales_channel_id: channel } as never)
  expect(await channelOf({ sales_channel_id: undefined })).toBe(channel)
  expect(await channelOf({ sales_channel_id: null })).toBeNull()
  await stores.deleteStores(store.id)
})

test('a draft may be complete from the beginning, and is a draft until it is converted', async () => {
  const draft = draftIn(await draftOf(drafts, { status: 'completed' }))
  expect(draft.status).toBe('completed')
  expect(await shop.admin('POST', `/orders/${draft.id}/archive`)).toMatchObject({ status: 400 })
  expect(ok(await under(shop, draft.id).post('/convert-to-order')).order.status).toBe('pending')
})

test('bad drafts are refused, each with what is wrong, and nothing of them stays', async () => {
  const { mug } = drafts
  const count = async () => (await shop.database.query('select from stoa_order."order"')).length
  const before = await count()
  for (const [body, status, message] of [
    [{ region_id: undefined }, 400, 'region_id'],
    [{ region_id: 'reg_none' }, 404, 'reg_none'],
    [{ currency_code: 'usd' }, 400, 'eur'],
    [{ customer_id: 'cus_none' }, 404, 'cus_none'],
    [{ sales_channel_id: 'sc_none' }, 404, 'sc_none'],
    [{ shipping_address: { country_code: 'us' } }, 400, 'us'],
    [{ shipping_address: { town: 'Bonn' } }, 400, 'shipping_address'],
    [{ status: 'pending' }, 400, 'status'],
    [{ email: 'nobody' }, 400, 'email'],
    [{ unknown: 1 }, 400, 'unknown'],
    [{ items: [{ variant_id: mug.id, quantity: 0 }] }, 400, 'quantity'],
    [{ items: [{ variant_id: mug.id, quantity: '1' }] }, 400, 'quantity'],
    [{ items: [{ variant_id: 'variant_none', quantity: 1 }] }, 400, 'variant_none'],
    [{ items: [{ quantity: 1, unit_price: 1 }] }, 400, 'title'],
    [{ items: [{ title: 'Wrapping', quantity: 1 }] }, 400, 'unit_price'],
    [{ items: [{ variant_id: mug.id, quantity: 1, unit_price: 'ten' }] }, 400, 'unit_price'],
    [{ items: [{ variant_id: mug.id, quantity: 1, unit_price: -1 }] }, 400, 'unit_price'],
    [{ shipping_methods: [{ name: 'x', shipping_option_id: 'so_none', amount: 1 }] }, 400, 'so_none'],
    [{ promo_codes: 'TENTH' }, 400, 'promo_codes'],
  ] as [object, number, string][]) {
    expect(await draftOf(drafts, body), JSON.stringify(body)).toMatchObject({
      status,
      body: { message: expect.stringContaining(message) },
    })
  }
  expect(await count()).toBe(before)
})

test('drafts are listed and searched, and no order is among them', async () => {
  const { region, warehouse } = drafts
  const { id } = draftIn(await draftOf(drafts, { email: 'listed@example.com' }))
  const list = async (query: string) =>
    ok(await shop.admin('GET', `/draft-orders?${query}`)).draft_orders.map((draft: any) => draft.id)
  expect(await list('q=listed@example.com')).toEqual([id])
  expect(await list(`id=${id}&region_id=${region}&sales_channel_id[]=${warehouse.channel}`)).toEqual([id])
  expect(await list(`id=${id}&customer_id=cus_none`)).toEqual([])
  expect(await list(`id=${id}&created_at[$gt]=2100-01-01`)).toEqual([])
  expect(await list(`$or[0][id]=${id}&$or[1][id]=order_none`)).toEqual([id])
  const [{ items, ...row }] = ok(await shop.admin('GET', `/draft-orders?id=${id}`)).draft_orders
  expect(row).toMatchObject({ status: 'draft', total: 22, summary: { pending_difference: 22 } })
  expect(items).toHaveLength(1)
  expect(ok(await shop.admin('GET', '/draft-orders?limit=1'))).toMatchObject({ limit: 1, offset: 0 })

  const orders = ok(await shop.admin('GET', `/orders?id=${id}`))
  expect(orders).toMatchObject({ orders: [], count: 0 })
  ok(await under(shop, id).post('/convert-to-order'))
  expect(await list(`id=${id}`)).toEqual([])
  expect(await shop.admin('GET', `/draft-orders/${id}`)).toMatchObject({ status: 404 })
  expect(ok(await shop.admin('GET', `/orders?id=${id}`)).count).toBe(1)
})

test('a buyer sees no draft', async () => {
  const buyer = await customer(shop, 'buyer@example.com')
  const { id } = draftIn(await draftOf(drafts, { customer_id: buyer }))
  expect(ok(await shop.store('GET', '/orders', undefined, buyer)).orders).toEqual([])
  expect(await shop.store('GET', `/orders/${id}`, undefined, buyer)).toMatchObject({ status: 404 })
})

test('a draft goes elsewhere, and is taxed there, also what waits to come into it', async () => {
  const { id } = draftIn(await draftOf(drafts))
  const draft = under(shop, id)
  await draft.edit('')
  await draft.edit('/items', { items: [{ title: 'Wrapping', unit_price: 10, quantity: 1 }] })
  const moved = draftIn(await draft.post('', { shipping_address: { country_code: 'FR' }, locale: 'fr' }))
  expect(moved).toMatchObject({
    version: 1,
    total: 24,
    summary: { current_order_total: 24, pending_difference: 24 },
    shipping_address: { country_code: 'fr', city: 'Berlin' },
    items: [{ tax_lines: [{ rate: 20 }] }],
  })
  expect(await draft.edit('/confirm')).toMatchObject({ total: 36 })
  expect(await eventsOf(shop, id)).toEqual(['order.updated'])
  expect(await draft.post('', { shipping_address: { country_code: 'us' } })).toMatchObject({ status: 400 })
  expect(await draft.read()).toMatchObject({ total: 36, shipping_address: { country_code: 'fr' } })
  const { order_changes } = ok(await shop.admin('GET', `/orders/${id}/changes?change_type=update_order`))
  expect(order_changes.flatMap(({ actions }: any) => actions[0].details.type).sort()).toEqual([
    'locale',
    'shipping_address',
  ])
})

test('a variant costs what it does for the customer', async () => {
  const ada = await customer(shop, 'trade@example.com')
  const customers = shop.modules.resolve(CustomerService)
  const group = await customers.createCustomerGroups({ name: 'Trade' })
  await customers.createCustomerGroupCustomers({ customer_id: ada, customer_group_id: group.id } as never)
  const plate = await stockVariant(drafts.warehouse)
  const [prices] = await shop.modules.resolve(PricingService).createPriceSets([
    {
      prices: [
        { currency_code: 'eur', amount: 20 },
        { currency_code: 'eur', amount: 15, rules: { customer_group_id: group.id } },
      ],
    } as never,
  ])
  await createLinks(shop.database, variantPriceSet, [{ variant_id: plate.id, price_set_id: prices?.id }])
  const items = [{ variant_id: plate.id, quantity: 1 }]
  expect(draftIn(await draftOf(drafts, { customer_id: ada, items })).items[0].unit_price).toBe(15)
  expect(draftIn(await draftOf(drafts, { items })).items[0].unit_price).toBe(20)
})

test('another customer has other promotions', async () => {
  const ada = await customer(shop, 'vip@example.com')
  const customers = shop.modules.resolve(CustomerService)
  const group = await customers.createCustomerGroups({ name: 'VIP' })
  await customers.createCustomerGroupCustomers({ customer_id: ada, customer_group_id: group.id } as never)
  await promotion(shop, 'VIP', {
    rules: [{ attribute: 'customer.groups.id', operator: 'eq', values: [group.id] }],
  })
  const { id } = draftIn(await draftOf(drafts, { customer_id: ada, promo_codes: ['VIP'] }))
  const draft = under(shop, id)
  expect(await draft.read()).toMatchObject({ total: 19.8 })
  const other = await customer(shop, 'plain@example.com')
  expect(draftIn(await draft.post('', { customer_id: other }))).toMatchObject({
    email: 'plain@example.com',
    total: 22,
    items: [{ adjustments: [] }],
    summary: { current_order_total: 22 },
  })
  expect(draftIn(await draft.post('', { customer_id: ada }))).toMatchObject({ total: 22 })
})

test('of a draft its e-mail address, channel, addresses, metadata and locale are set', async () => {
  const { id } = draftIn(await draftOf(drafts, { shipping_address: undefined }))
  const draft = under(shop, id)
  expect(await draft.read()).toMatchObject({ total: 20, shipping_address: null })
  const changed = draftIn(
    await draft.post('', {
      email: 'new@example.com',
      sales_channel_id: drafts.warehouse.channel,
      shipping_address: BERLIN,
      billing_address: PARIS,
      metadata: { a: 1 },
    }),
  )
  expect(changed).toMatchObject({
    email: 'new@example.com',
    shipping_address: BERLIN,
    billing_address: PARIS,
    metadata: { a: 1 },
    total: 22,
  })
  const { customer_id } = draftIn(await shop.admin('GET', `/draft-orders/${id}?fields=customer_id`))
  const guest = await shop.modules.resolve(CustomerService).retrieveCustomer(customer_id)
  expect(guest.email).toBe('new@example.com')
  expect(draftIn(await draft.post('', { metadata: null })).metadata).toBeNull()
  for (const [body, status] of [
    [{ email: 'x' }, 400],
    [{ customer_id: 'cus_none' }, 404],
    [{ sales_channel_id: 'sc_none' }, 404],
    [{ shipping_address: { town: 'x' } }, 400],
  ] as const) {
    expect(await draft.post('', body), JSON.stringify(body)).toMatchObject({ status })
  }
  expect(await under(shop, createId('order')).post('', { locale: 'x' })).toMatchObject({ status: 404 })
})

test('a draft is deleted, an order is not', async () => {
  const { id } = draftIn(await draftOf(drafts))
  expect(ok(await shop.admin('DELETE', `/draft-orders/${id}`))).toEqual({
    id,
    object: 'draft-order',
    deleted: true,
  })
  expect(await shop.admin('GET', `/draft-orders/${id}`)).toMatchObject({ status: 404 })
  expect(await shop.admin('DELETE', `/draft-orders/${id}`)).toMatchObject({ status: 404 })
  const { id: sold } = draftIn(await draftOf(drafts))
  ok(await under(shop, sold).post('/convert-to-order'))
  for (const answer of [
    await shop.admin('DELETE', `/draft-orders/${sold}`),
    await under(shop, sold).post('', { locale: 'x' }),
    await under(shop, sold).post('/edit'),
    await under(shop, sold).post('/convert-to-order'),
  ]) {
    expect(answer).toMatchObject({ status: 400, body: { message: expect.stringContaining('no draft') } })
  }
})

test('a draft that is edited is deleted with its edit and what was to come into it', async () => {
  const { mug, warehouse } = drafts
  await promotion(shop, 'GONE')
  const { id } = draftIn(await draftOf(drafts))
  const draft = under(shop, id)
  await draft.edit('')
  await draft.edit('/items', { items: [{ variant_id: mug.id, quantity: 1 }] })
  await draft.edit('/shipping-methods', { shipping_option_id: warehouse.option, custom_amount: 3 })
  await draft.edit('/promotions', { promo_codes: ['GONE'] })
  const { order_change } = ok(await shop.admin('GET', `/orders/${id}/preview`)).order
  const added = order_change.actions
    .filter(({ action }: any) => ['ITEM_ADD', 'SHIPPING_ADD'].includes(action))
    .map(({ action, reference_id, details }: any) =>
      action === 'ITEM_ADD' ? details.reference_id : reference_id,
    )
  const left = () =>
    shop.database.query<{ id: string }>(
      `select id from stoa_order.order_change where order_id = $1
       union all select id from stoa_order.order_change_action where order_change_id = $2
       union all select id from stoa_order.order_line_item where id = any($3)
       union all select id from stoa_order.order_shipping_method where id = any($3)`,
      [id, order_change.id, added],
    )
  expect(added.length).toBe(2)
  expect((await left()).length).toBeGreaterThan(5)
  ok(await shop.admin('DELETE', `/draft-orders/${id}`))
  expect(await left()).toEqual([])
})

test('drafts cost a few statements, however many lines they have', async () => {
  const { mug, warehouse } = drafts
  const costs: number[][] = []
  for (const count of [1, 6]) {
    const items = Array.from({ length: count }, () => ({ variant_id: mug.id, quantity: 1 }))
    const shipping_methods = [{ name: 'Bike', shipping_option_id: warehouse.option, amount: 4 }]
    let id = ''
    const made = await costOf(shop, async () => {
      const answer = await draftOf(drafts, { items, shipping_methods, promo_codes: ['TENTH'] })
      id = draftIn(answer).id
      return answer
    })
    const read = await costOf(shop, () => shop.admin('GET', `/draft-orders/${id}`))
    const listed = await costOf(shop, () => shop.admin('GET', `/draft-orders?id=${id}`))
    const body = { email: 'cost@example.com', shipping_address: { country_code: 'fr' } }
    const changed = await costOf(shop, () => under(shop, id).post('', body))
    costs.push([read, listed, made, changed])
  }
  expect(costs[1]).toEqual(costs[0])
  const [read, listed, made, changed] = costs[0] as [number, number, number, number]
  expect([read, listed]).toEqual([1, 1])
  expect(made).toBeLessThanOrEqual(14)
  expect(changed).toBeLessThanOrEqual(21)
})
