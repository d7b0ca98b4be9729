import { createId } from '@stoa/kernel'
import { PricingService } from '@stoa/pricing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import {
  BERLIN,
  type DraftShop,
  draftIn,
  draftOf,
  openDraftShop,
  PARIS,
  previewIn,
  promotion,
  under,
} from './drafted.ts'
import { actionIn, pricedVariant } from './edited.ts'
import { eventsOf } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { addOption, lineOf, order, stockOf } from './warehouse.ts'

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

/** A draft with these values whose edit is begun. */
async function edited(body: object = {}) {
  const made = draftIn(await draftOf(drafts, body))
  const draft = under(shop, made.id)
  const preview = await draft.edit('')
  return { id: made.id as string, made, draft, preview }
}

test('the edit of a draft is begun, and shows the draft as it is', async () => {
  const { id, draft, preview } = await edited()
  expect(preview).toMatchObject({
    id,
    version: 1,
    email: 'ada@example.com',
    total: 22,
    raw_total: { value: '22', precision: 20 },
    items: [{ quantity: 2, total: 22, detail: { version: 1 } }],
    order_change: { change_type: 'edit', status: 'pending', created_by: 'user_1', version: 2, actions: [] },
    summary: { current_order_total: 22 },
  })
  expect(await draft.post('/edit')).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
})

test('variants and whatever else has a price come into a draft; nothing is reserved for it', async () => {
  const { mug, warehouse } = drafts
  const { id, draft, preview } = await edited()
  const plate = await pricedVariant(warehouse, 20)
  const added = await draft.edit('/items', {
    items: [
      // More than there are: a draft promises nothing.
      { variant_id: plate.id, quantity: 25, allow_backorder: false },
      { title: 'Wrapping', quantity: 2, unit_price: 1.5, metadata: { paper: 'red' } },
    ],
  })
  expect(added.items.slice(1)).toMatchObject([
    { variant_id: plate.id, quantity: 25, unit_price: 20, actions: [{ action: 'ITEM_ADD' }] },
    {
      variant_id: null,
      title: 'Wrapping',
      quantity: 2,
      unit_price: 1.5,
      is_custom_price: true,
      metadata: { paper: 'red' },
      tax_lines: [{ rate: 10 }],
      total: 3.3,
    },
  ])
  expect(added.total).toBe(575.3)
  const asked = await draft.edit('/request')
  expect(asked.order_change).toMatchObject({ status: 'requested', requested_by: 'user_1' })
  const done = await draft.edit('/confirm')
  expect(done).toMatchObject({ version: 2, total: 575.3, order_change: null })
  expect(await draft.read()).toMatchObject({
    status: 'draft',
    version: 2,
    total: 575.3,
    summary: { current_order_total: 575.3, pending_difference: 575.3 },
    payment_collections: [],
  })
  for (const item of [mug, plate].map(({ items }) => items[0] as string)) {
    expect(await stockOf(warehouse, item)).toEqual({ berlin: [10, 0], munich: [10, 0] })
  }
  expect(await eventsOf(shop, id)).toEqual([])
  const change = preview.order_change.id
  expect(await eventsOf(shop, change)).toEqual(['order-edit.requested', 'order-edit.confirmed'])
})

test('lines get another quantity, price and metadata, and are left out', async () => {
  const { draft, made } = await edited()
  const [line] = made.items
  const path = `/items/item/${line.id}`
  const changed = await draft.edit(path, { quantity: 3, unit_price: 8, metadata: { engraved: 'B' } })
  expect(changed).toMatchObject({
    total: 26.4,
    items: [
      { quantity: 3, unit_price: 8, metadata: { engraved: 'B' }, detail: { metadata: { engraved: 'B' } } },
    ],
  })
  const items = [{ title: 'Card', quantity: 1, unit_price: 2 }]
  const action = actionIn(await draft.edit('/items', { items }), 'ITEM_ADD')
  expect(await draft.edit(`/items/${action.id}`, { quantity: 4, unit_price: 1 })).toMatchObject({
    total: 30.8,
  })
  expect(await draft.post(`/edit/items/${action.id}`, { unit_price: 1 })).toMatchObject({ status: 400 })
  expect(await draft.unedit(`/items/${action.id}`)).toMatchObject({ total: 26.4, items: [{ id: line.id }] })
  await draft.edit('/confirm')
  expect(await draft.read()).toMatchObject({
    total: 26.4,
    items: [
      { id: line.id, unit_price: 8, metadata: { engraved: 'B' }, detail: { metadata: { engraved: 'B' } } },
    ],
  })
  await draft.edit('')
  expect(await draft.edit(path, { quantity: 0 })).toMatchObject({ total: 0, items: [{ quantity: 0 }] })
  await draft.edit('/confirm')
  expect(await draft.read()).toMatchObject({ version: 3, total: 0, items: [] })
})

test('promotions come and go with an edit, and follow each of its steps', async () => {
  const tenth = await promotion(shop, 'TENTH')
  const { id, draft, made } = await edited()
  const [line] = made.items
  const codes = async () =>
    draftIn(await shop.admin('GET', `/draft-orders/${id}?fields=promotions.code`)).promotions.map(
      ({ code }: any) => code,
    )
  const given = await draft.edit('/promotions', { promo_codes: ['TENTH'] })
  expect(given).toMatchObject({
    total: 19.8,
    discount_subtotal: 2,
    items: [{ adjustments: [{ code: 'TENTH', promotion_id: tenth, amount: 2 }] }],
    summary: { current_order_total: 19.8 },
  })
  expect(given.order_change.actions).toMatchObject([
    {
      action: 'PROMOTION_ADD',
      reference: 'promotion',
      reference_id: tenth,
      details: { added_code: 'TENTH' },
    },
    { action: 'ITEM_ADJUSTMENTS_REPLACE', details: { reference_id: line.id } },
  ])
  // Nothing of it counts yet.
  expect(await draft.read()).toMatchObject({ total: 22, items: [{ adjustments: [] }] })
  expect(await codes()).toEqual([])

  const items = [{ title: 'Card', quantity: 1, unit_price: 10 }]
  const more = await draft.edit('/items', { items })
  expect(more).toMatchObject({ total: 29.7, items: [{}, { adjustments: [{ code: 'TENTH', amount: 1 }] }] })
  expect(await draft.unedit(`/items/${actionIn(more, 'ITEM_ADD').id}`)).toMatchObject({ total: 19.8 })
  expect(await draft.edit(`/items/item/${line.id}`, { quantity: 4 })).toMatchObject({ total: 39.6 })
  expect(await draft.edit('/confirm')).toMatchObject({ total: 39.6, version: 2 })
  expect(await draft.read()).toMatchObject({
    total: 39.6,
    items: [{ quantity: 4, adjustments: [{ code: 'TENTH', amount: 4 }] }],
  })
  expect(await codes()).toEqual(['TENTH'])

  await draft.edit('')
  const promo_codes = ['TENTH']
  expect(await draft.unedit('/promotions', { promo_codes })).toMatchObject({
    total: 44,
    items: [{ adjustments: [] }],
    order_change: { actions: [{ action: 'PROMOTION_REMOVE' }, { action: 'ITEM_ADJUSTMENTS_REPLACE' }] },
  })
  expect(await draft.remove('/edit/promotions', { promo_codes })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('TENTH') },
  })
  // Given again it is as if it had never been taken out.
  expect(await draft.edit('/promotions', { promo_codes })).toMatchObject({
    total: 39.6,
    order_change: { actions: [] },
  })
  await draft.unedit('/promotions', { promo_codes })
  await draft.edit('/confirm')
  expect(await draft.read()).toMatchObject({ total: 44, items: [{ adjustments: [] }] })
  expect(await codes()).toEqual([])
  // What was is still to be seen.
  const before = ok(await shop.admin('GET', `/orders/${id}?version=2`)).order
  expect(before).toMatchObject({ items: [{ adjustments: [{ code: 'TENTH', amount: 4 }] }] })
})

test('promotions on shipping and automatic ones are found, a code that does not exist is not', async () => {
  const application_method = {
    type: 'percentage',
    value: 100,
    target_type: 'shipping_methods',
    allocation: 'across',
  }
  await promotion(shop, 'FREESHIP', { application_method })
  const { draft } = await edited()
  await draft.edit('/promotions', { promo_codes: ['FREESHIP'] })
  const body = { shipping_option_id: drafts.warehouse.option }
  const shipped = await draft.edit('/shipping-methods', body)
  expect(shipped).toMatchObject({
    total: 22,
    shipping_methods: [{ amount: 5, total: 0, adjustments: [{ code: 'FREESHIP', amount: 5 }] }],
  })
  const action = actionIn(shipped, 'SHIPPING_ADD')
  const custom = await draft.edit(`/shipping-methods/${action.id}`, { ...body, custom_amount: 3 })
  expect(custom).toMatchObject({ total: 22, shipping_methods: [{ amount: 3, adjustments: [{ amount: 3 }] }] })
  expect(await draft.post('/edit/promotions', { promo_codes: ['FREESHIP', 'NONE'] })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('NONE') },
  })
  const items = [{ title: 'Rare', quantity: 1, unit_price: 100 }]
  await promotion(shop, 'ALL_OVER_100', {
    is_automatic: true,
    application_method: { type: 'fixed', value: 12, currency_code: 'eur', target_type: 'order' },
    rules: [{ attribute: 'item_total', operator: 'gte', values: ['100'] }],
  })
  const automatic = await draft.edit('/items', { items })
  expect(automatic.total).toBeLessThan(132)
  expect(automatic.items.flatMap(({ adjustments }: any) => adjustments)).toMatchObject([
    { code: 'ALL_OVER_100' },
    { code: 'ALL_OVER_100' },
  ])
  const { total } = automatic
  await draft.edit('/confirm')
  expect(await draft.read()).toMatchObject({
    total,
    shipping_methods: [{ amount: 3, adjustments: [{ code: 'FREESHIP', amount: 3 }] }],
  })
  ok(await draft.post('/convert-to-order'))
})

test('a shipping method that waits gets another option and price, and is left out again', async () => {
  const { warehouse } = drafts
  const fast = await addOption(warehouse, { is_return: 'false' }, 9, { name: 'Fast' })
  const { draft } = await edited()
  const shipping_option_id = warehouse.option
  const added = await draft.edit('/shipping-methods', { shipping_option_id, internal_note: 'Soon' })
  const action = actionIn(added, 'SHIPPING_ADD')
  expect(action).toMatchObject({ amount: 5, internal_note: 'Soon' })
  const path = `/shipping-methods/${action.id}`
  const other = await draft.edit(path, { shipping_option_id: fast })
  expect(other.shipping_methods).toMatchObject([
    { name: 'Fast', amount: 9, shipping_option_id: fast, total: 9.9, tax_lines: [{ rate: 10 }] },
  ])
  expect(actionIn(other, 'SHIPPING_ADD')).toMatchObject({ id: action.id, amount: 9, internal_note: 'Soon' })
  const named = await draft.edit(path, { shipping_option_id: fast, custom_amount: 2 })
  expect(named.shipping_methods).toMatchObject([{ amount: 2, is_custom_amount: true, total: 2.2 }])
  const kept = await draft.edit(path, { shipping_option_id: fast, metadata: { a: 1 } })
  expect(kept.shipping_methods).toMatchObject([{ amount: 2, metadata: { a: 1 }, total: 2.2 }])
  const own = await draft.edit(path, { shipping_option_id: fast, custom_amount: null })
  expect(own.shipping_methods).toMatchObject([{ amount: 9, is_custom_amount: false }])
  expect((await draft.unedit(path)).shipping_methods).toEqual([])
  expect(await draft.remove(`/edit${path}`)).toMatchObject({ status: 404 })
  expect(await draft.post(`/edit${path}`, { shipping_option_id })).toMatchObject({ status: 404 })
  expect(await draft.post('/edit/shipping-methods', { shipping_option_id: 'so_none' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('There are:') },
  })
  const [left] = await shop.database.query<{ count: string }>(
    `select count(*) from stoa_order.order_shipping_method m where shipping_option_id = $1`,
    [fast],
  )
  expect(left).toEqual({ count: '0' })
})

test('a shipping method that is there gets another price or option, and is taken out', async () => {
  const { warehouse } = drafts
  const fast = await addOption(warehouse, { is_return: 'false' }, 9, { name: 'Fast' })
  const shipping_methods = [{ name: 'Bike', shipping_option_id: warehouse.option, amount: 4 }]
  const { draft, made } = await edited({ shipping_methods })
  const [method] = made.shipping_methods
  const path = `/shipping-methods/method/${method.id}`
  const cheaper = await draft.edit(path, { custom_amount: 1 })
  expect(cheaper.shipping_methods).toMatchObject([
    { name: 'Bike', amount: 1, total: 1.1, tax_lines: [{ rate: 10, code: 'vat' }] },
  ])
  const other = await draft.edit(path, { shipping_option_id: fast, internal_note: 'Hurry' })
  expect(other).toMatchObject({
    total: 31.9,
    shipping_methods: [{ name: 'Fast', amount: 9, actions: [{ internal_note: 'Hurry' }] }],
  })
  expect(other.order_change.actions.map(({ action }: any) => action)).toEqual([
    'SHIPPING_REMOVE',
    'SHIPPING_ADD',
  ])
  // What stood in its place is left out: it is where it was.
  const back = await draft.unedit(`/shipping-methods/${actionIn(other, 'SHIPPING_ADD').id}`)
  expect(back).toMatchObject({
    shipping_methods: [{ id: method.id, amount: 4 }],
    order_change: { actions: [] },
  })
  const gone = await draft.unedit(path)
  expect(gone).toMatchObject({
    total: 22,
    shipping_methods: [],
    order_change: { actions: [{ action: 'SHIPPING_REMOVE', reference_id: method.id }] },
  })
  const [{ id: out }] = gone.order_change.actions
  expect((await draft.unedit(`/shipping-methods/${out}`)).shipping_methods).toHaveLength(1)
  await draft.edit(path, { custom_amount: 3 })
  await draft.edit('/confirm')
  expect(await draft.read()).toMatchObject({ total: 25.3, shipping_methods: [{ name: 'Bike', amount: 3 }] })
  await draft.edit('')
  expect(await draft.remove(`/edit${path}`)).toMatchObject({ status: 404 })
  for (const [body, status] of [
    [{ custom_amount: -1 }, 400],
    [{ custom_amount: 1 }, 404],
  ] as const) {
    const none = `/edit/shipping-methods/method/${createId('ordsm')}`
    expect(await draft.post(none, body)).toMatchObject({ status })
  }
})

test('an edit that is given up leaves nothing behind', async () => {
  await promotion(shop, 'LEFT')
  const { id, draft, preview } = await edited()
  await draft.edit('/items', { items: [{ title: 'Never', quantity: 1, unit_price: 5 }] })
  await draft.edit('/shipping-methods', { shipping_option_id: drafts.warehouse.option })
  await draft.edit('/promotions', { promo_codes: ['LEFT'] })
  expect(ok(await draft.remove('/edit'))).toEqual({ id, object: 'draft-order-edit', deleted: true })
  expect(await draft.read()).toMatchObject({ version: 1, total: 22, shipping_methods: [] })
  expect(await eventsOf(shop, preview.order_change.id)).toEqual(['order-edit.canceled'])
  const [left] = await shop.database.query<{ lines: string; actions: string }>(
    `select (select count(*) from stoa_order.order_line_item where title = 'Never') as lines,
       (select count(*) from stoa_order.order_change_action where order_id = $1) as actions`,
    [id],
  )
  expect(left).toEqual({ lines: '0', actions: '0' })
  for (const answer of [
    await draft.post('/edit/confirm'),
    await draft.post('/edit/request'),
    await draft.remove('/edit'),
    await draft.post('/edit/items', { items: [{ title: 'x', quantity: 1, unit_price: 1 }] }),
  ]) {
    expect(answer).toMatchObject({ status: 404 })
  }
  await draft.edit('')
})

test('prices that were agreed on stay, as the catalogue goes on', async () => {
  const plate = await pricedVariant(drafts.warehouse, 20)
  const { draft } = await edited({ items: [{ variant_id: plate.id, quantity: 1 }] })
  const [price] = await shop.modules.resolve(PricingService).listPrices({ amount: 20 as never })
  expect(price).toBeDefined()
  await shop.database.query('update stoa_pricing.price set amount = 30 where amount = 20')
  const items = [{ variant_id: plate.id, quantity: 1 }]
  const both = await draft.edit('/items', { items })
  expect(both.items.map(({ unit_price }: any) => unit_price)).toEqual([20, 30])
})

test('a draft is changed as a draft, also while it waits to be converted', async () => {
  for (const status of [undefined, 'completed']) {
    const { id } = draftIn(await draftOf(drafts, { status }))
    for (const body of [{ email: 'eve@example.com' }, { shipping_address: PARIS }, { metadata: { a: 1 } }]) {
      expect(await shop.admin('POST', `/orders/${id}`, body)).toMatchObject({
        status: 400,
        body: { type: 'invalid_data', message: expect.stringContaining(`POST /admin/draft-orders/${id}`) },
      })
    }
    expect(await under(shop, id).read()).toMatchObject({
      email: 'ada@example.com',
      shipping_address: BERLIN,
      metadata: null,
    })
  }
})

test('a draft is edited as a draft, an order as an order', async () => {
  const made = draftIn(await draftOf(drafts))
  const wrong = await shop.admin('POST', '/order-edits', { order_id: made.id })
  expect(wrong).toMatchObject({
    status: 400,
    body: {
      type: 'invalid_data',
      message: expect.stringContaining(`POST /admin/draft-orders/${made.id}/edit`),
    },
  })
  const draft = under(shop, made.id)
  await draft.edit('')
  const items = [{ variant_id: drafts.mug.id, quantity: 1 }]
  expect(await shop.admin('POST', `/order-edits/${made.id}/items`, { items })).toMatchObject({ status: 400 })
  expect(await shop.admin('POST', `/order-edits/${made.id}/confirm`)).toMatchObject({ status: 400 })

  const sold = await order(drafts.warehouse, [lineOf(drafts.mug, 1)], { region_id: drafts.region })
  ok(await shop.admin('POST', '/order-edits', { order_id: sold }))
  expect(await under(shop, sold).post('/edit')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('/admin/order-edits') },
  })
  expect(await under(shop, sold).post('/edit/items', { items })).toMatchObject({ status: 400 })
  expect(await under(shop, createId('order')).post('/edit')).toMatchObject({ status: 404 })
})

test('bad steps are refused, and the edit is as it was', async () => {
  const { draft, made } = await edited()
  const [line] = made.items
  for (const [path, body, message] of [
    ['/items', { items: [] }, 'items'],
    ['/items', { items: [{ quantity: 1, unit_price: 1 }] }, 'title'],
    ['/items', { items: [{ title: 'x', quantity: 1 }] }, 'unit_price'],
    ['/items', { items: [{ title: 'x', quantity: -1, unit_price: 1 }] }, 'quantity'],
    ['/items', { items: [{ variant_id: 'variant_none', quantity: 1 }] }, 'variant_none'],
    [`/items/item/${line.id}`, {}, 'quantity'],
    [`/items/item/${line.id}`, { quantity: -1 }, 'quantity'],
    [`/items/item/${line.id}`, { quantity: 1, unit_price: -1 }, 'unit_price'],
    ['/items/item/ordli_none', { quantity: 1 }, 'ordli_none'],
    ['/promotions', {}, 'promo_codes'],
    ['/promotions', { promo_codes: [1] }, 'promo_codes'],
    ['/shipping-methods', {}, 'shipping_option_id'],
  ] as const) {
    expect(await draft.post(`/edit${path}`, body), `${path} ${JSON.stringify(body)}`).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(message) },
    })
  }
  expect(await draft.post(`/edit/items/${createId('ordchact')}`, { quantity: 1 })).toMatchObject({
    status: 404,
  })
  expect(await draft.post('/edit/confirm')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('changes nothing') },
  })
  expect(ok(await shop.admin('GET', `/orders/${made.id}/preview`)).order).toMatchObject({
    total: 22,
    order_change: { status: 'pending', actions: [] },
  })
})

test('confirming twice at once makes one version', async () => {
  const { draft, made } = await edited()
  await draft.edit(`/items/item/${made.items[0].id}`, { quantity: 5 })
  const both = await Promise.all([draft.post('/edit/confirm'), draft.post('/edit/confirm')])
  expect(both.map(({ status }) => status).sort()).toEqual([200, 404])
  expect(await draft.read()).toMatchObject({ version: 2, total: 55 })
})

test('a step costs as many statements for six lines as for one', async () => {
  await promotion(shop, 'COSTS')
  const costs: number[][] = []
  for (const count of [1, 6]) {
    const items = Array.from({ length: count }, () => ({ variant_id: drafts.mug.id, quantity: 1 }))
    const { id, draft, made } = await edited({ items })
    const cost = (path: string, body: object) => costOf(shop, () => draft.post(`/edit${path}`, body))
    const given = await cost('/promotions', { promo_codes: ['COSTS'] })
    const added = await cost('/items', { items })
    const changed = await cost(`/items/item/${made.items[0].id}`, { quantity: 3 })
    const shipped = await cost('/shipping-methods', { shipping_option_id: drafts.warehouse.option })
    const shown = await costOf(shop, () => shop.admin('GET', `/orders/${id}/preview`))
    costs.push([shown, given, added, changed, shipped, await cost('/confirm', {})])
  }
  expect(costs[0]).toEqual(costs[1])
  const [shown, ...steps] = costs[0] as number[]
  expect(shown).toBe(1)
  expect(Math.max(...steps)).toBeLessThanOrEqual(20)
})

test('what is answered is what is confirmed', async () => {
  await promotion(shop, 'SHOWN')
  const { draft } = await edited()
  await draft.edit('/promotions', { promo_codes: ['SHOWN'] })
  const shown = await draft.edit('/items', { items: [{ title: 'Card', quantity: 3, unit_price: 0.99 }] })
  const confirmed = previewIn(await draft.post('/edit/confirm'))
  const now = await draft.read()
  expect([confirmed.total, now.total, now.summary.current_order_total]).toEqual([
    shown.total,
    shown.total,
    shown.total,
  ])
})
