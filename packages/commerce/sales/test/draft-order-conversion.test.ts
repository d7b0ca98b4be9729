import { OrderService } from '@stoa/order'
import { behindLock, type LockedRow, watchLocks } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import {
  customer,
  type DraftShop,
  draftIn,
  draftOf,
  openDraftShop,
  promotion,
  under,
  usesOfPromotion,
} from './drafted.ts'
import { pricedVariant } from './edited.ts'
import { eventsOf } from './sell.ts'
import { type Answer, ok, openShop, type Shop } from './shop.ts'
import { brokenLevels, stockOf } from './warehouse.ts'

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

const convert = (id: string) => shop.admin('POST', `/draft-orders/${id}/convert-to-order`)
const read = async (id: string) => ok(await shop.admin('GET', `/orders/${id}`)).order
const reserved = async (item: string) => {
  const { berlin, munich } = await stockOf(drafts.warehouse, item)
  return (berlin[1] as number) + (munich[1] as number)
}

/** A draft of so many of a variant of its own, of which there are twenty. */
async function draftOfOwn(quantity: number, body: object = {}) {
  const variant = await pricedVariant(drafts.warehouse, 10)
  const items = [{ variant_id: variant.id, quantity }]
  const { id } = draftIn(await draftOf(drafts, { items, ...body }))
  return { id: id as string, item: variant.items[0] as string }
}

test('a draft becomes an order: reserved, to be paid, counted and told of', async () => {
  const tenth = await promotion(shop, 'TENTH', { limit: 5 })
  const { id, item } = await draftOfOwn(2, { promo_codes: ['TENTH'] })
  const draft = under(shop, id)
  await draft.edit('')
  await draft.edit('/items', { items: [{ title: 'Wrapping', quantity: 1, unit_price: 10 }] })
  await draft.edit('/confirm')
  expect(await usesOfPromotion(shop, tenth)).toBe(0)

  const { order } = ok(await convert(id))
  expect(order).toMatchObject({ id, status: 'pending', version: 2, total: 29.7, email: 'ada@example.com' })
  expect(await read(id)).toMatchObject({
    payment_status: 'not_paid',
    summary: { original_order_total: 29.7, current_order_total: 29.7, pending_difference: 29.7 },
    payment_collections: [{ amount: 29.7, currency_code: 'eur', status: 'not_paid' }],
  })
  const more = ok(await shop.admin('GET', `/orders/${id}?fields=is_draft_order,promotions.code`)).order
  expect(more).toMatchObject({ is_draft_order: false, promotions: [{ code: 'TENTH' }] })
  expect(await reserved(item)).toBe(2)
  expect(await brokenLevels(drafts.warehouse)).toEqual([])
  expect(await usesOfPromotion(shop, tenth)).toBe(1)
  expect(await eventsOf(shop, id)).toEqual(['order.placed'])

  // From here on it is an order like any other.
  const [line] = order.items.filter(({ variant_id }: any) => variant_id)
  const parcel = { items: [{ id: line.id, quantity: 2 }], shipping_option_id: drafts.warehouse.option }
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, parcel))
  const [{ id: collection }] = (await read(id)).payment_collections
  const paid = await shop.admin('POST', `/payment-collections/${collection}/mark-as-paid`, { order_id: id })
  expect(paid.status).toBe(200)
  expect(await read(id)).toMatchObject({ payment_status: 'captured', summary: { pending_difference: 0 } })
})

test('an order that was a draft gives back what was counted for it when it is cancelled', async () => {
  const code = 'BACK'
  const back = await promotion(shop, code, {
    campaign: {
      name: 'Back',
      campaign_identifier: 'back',
      budget: { type: 'usage', limit: 5 },
    },
  })
  const counted = async () => {
    const [budget] = await shop.database.query<{ used: string }>(
      `select trim_scale(b.used)::text as used from stoa_promotion.campaign_budget b
       join stoa_promotion.promotion p on p.campaign_id = b.campaign_id where p.id = $1`,
      [back],
    )
    return budget?.used
  }
  const { id, item } = await draftOfOwn(2, { promo_codes: [code] })
  expect(await counted()).toBe('0')
  ok(await convert(id))
  expect([await counted(), await usesOfPromotion(shop, back)]).toEqual(['1', 1])
  ok(await shop.admin('POST', `/orders/${id}/cancel`))
  expect([await counted(), await usesOfPromotion(shop, back), await reserved(item)]).toEqual(['0', 0, 0])
})

test('its buyer sees the order from then on', async () => {
  const buyer = await customer(shop, 'buyer@example.com')
  const { id } = await draftOfOwn(1, { customer_id: buyer })
  ok(await convert(id))
  expect(ok(await shop.store('GET', '/orders', undefined, buyer)).orders).toMatchObject([{ id }])
})

test('nothing is to be paid for what costs nothing', async () => {
  const { id } = draftIn(await draftOf(drafts, { items: [{ title: 'Sample', quantity: 1, unit_price: 0 }] }))
  ok(await convert(id))
  expect(await read(id)).toMatchObject({ total: 0, payment_collections: [] })
})

test('all of the stock is reserved, or none of it and the draft stays', async () => {
  const tenth = await promotion(shop, 'WHOLE')
  const plenty = await pricedVariant(drafts.warehouse, 10)
  const { id, item } = await draftOfOwn(1, { promo_codes: ['WHOLE'] })
  const draft = under(shop, id)
  await draft.edit('')
  await draft.edit('/items', { items: [{ variant_id: plenty.id, quantity: 25 }] })
  await draft.edit('/confirm')
  expect(await convert(id)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', code: 'insufficient_inventory' },
  })
  expect([await reserved(item), await reserved(plenty.items[0] as string)]).toEqual([0, 0])
  expect(await draft.read()).toMatchObject({ status: 'draft', payment_collections: [] })
  expect(await usesOfPromotion(shop, tenth)).toBe(0)
  expect(await eventsOf(shop, id)).toEqual([])
})

test('a line may be promised beyond the stock where the shopkeeper said so', async () => {
  const { id, item } = await draftOfOwn(1)
  const rare = await pricedVariant(drafts.warehouse, 10)
  const draft = under(shop, id)
  await draft.edit('')
  await draft.edit('/items', { items: [{ variant_id: rare.id, quantity: 30, allow_backorder: true }] })
  await draft.edit('/confirm')
  ok(await convert(id))
  expect([await reserved(item), await reserved(rare.items[0] as string)]).toEqual([1, 30])
})

test('of two conversions at once one comes through', async () => {
  const once = await promotion(shop, 'ONCE')
  const { id, item } = await draftOfOwn(2, { promo_codes: ['ONCE'] })
  const ends = await behindLock(
    shop.url,
    'select 1 from stoa_order."order" where id = $1 for update',
    [id],
    [() => convert(id), () => convert(id)],
  )
  const answers = ends.map((end) => (end as PromiseFulfilledResult<Answer>).value)
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  expect(await reserved(item)).toBe(2)
  expect(await usesOfPromotion(shop, once)).toBe(1)
  expect((await read(id)).payment_collections).toHaveLength(1)
  expect(await eventsOf(shop, id)).toEqual(['order.placed'])
})

test('of two drafts with a promotion that is used up by one, one is converted', async () => {
  const last = await promotion(shop, 'LAST', { limit: 1 })
  const both = [
    await draftOfOwn(1, { promo_codes: ['LAST'] }),
    await draftOfOwn(1, { promo_codes: ['LAST'] }),
  ]
  const ends = await behindLock(
    shop.url,
    'select 1 from stoa_promotion.promotion where id = $1 for update',
    [last],
    both.map(
      ({ id }) =>
        () =>
          convert(id),
    ),
  )
  const answers = ends.map((end) => (end as PromiseFulfilledResult<Answer>).value)
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  const refused = answers.findIndex(({ status }) => status === 400)
  expect(answers[refused]?.body).toMatchObject({ type: 'not_allowed', code: 'promotion_not_usable' })
  const { id, item } = both[refused] as (typeof both)[number]
  expect(await usesOfPromotion(shop, last)).toBe(1)
  expect(await reserved(item)).toBe(0)
  // Without it, it can be converted.
  const draft = under(shop, id)
  expect(await draft.read()).toMatchObject({ status: 'draft', payment_collections: [] })
  await draft.edit('')
  await draft.unedit('/promotions', { promo_codes: ['LAST'] })
  await draft.edit('/confirm')
  expect(ok(await convert(id)).order.total).toBe(11)
})

test('a draft that is edited, or has nothing in it, is not converted', async () => {
  const { id } = await draftOfOwn(1)
  const draft = under(shop, id)
  await draft.edit('')
  expect(await convert(id)).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  ok(await draft.remove('/edit'))
  ok(await convert(id))
  const { id: empty } = draftIn(await draftOf(drafts, { items: [] }))
  expect(await convert(empty)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(await convert('order_none')).toMatchObject({ status: 404 })
  expect(await shop.admin('POST', `/draft-orders/${empty}/convert-to-order?fields=nonsense`)).toMatchObject({
    status: 400,
  })
})

test('a draft is not sent, returned, paid, cancelled, given away or put away', async () => {
  const buyer = await customer(shop, 'later@example.com')
  for (const status of [undefined, 'completed']) {
    const { id, items } = draftIn(await draftOf(drafts, { status }))
    const lines = [{ id: items[0].id, quantity: 1 }]
    for (const [path, body] of [
      [`/orders/${id}/fulfillments`, { items: lines }],
      [`/orders/${id}/cancel`, undefined],
      [`/orders/${id}/archive`, undefined],
      [`/orders/${id}/complete`, undefined],
      [`/orders/${id}/transfer`, { customer_id: buyer }],
      ['/payment-collections', { order_id: id, amount: 1 }],
      [`/orders/${id}/credit-lines`, { amount: 1, reference: 'gift', reference_id: 'g' }],
      ['/returns', { order_id: id }],
    ] as const) {
      expect(await shop.admin('POST', path, body), path).toMatchObject({
        status: 400,
        body: { type: 'invalid_data', message: expect.stringContaining('draft') },
      })
    }
    const back = { order_id: id, items: lines, return_shipping: { option_id: drafts.warehouse.returnOption } }
    expect((await shop.store('POST', '/returns', back)).status).toBeGreaterThanOrEqual(400)
    expect((await shop.store('POST', '/returns', back)).status).toBeLessThan(500)
    expect(await under(shop, id).read()).toMatchObject({
      version: 1,
      payment_collections: [],
      fulfillments: [],
    })
  }
})

test('a draft that is an order in between is no draft to the module either', async () => {
  const { id } = await draftOfOwn(1)
  ok(await convert(id))
  const orders = shop.modules.resolve(OrderService)
  for (const call of [
    () => orders.deleteDraft(id),
    () => orders.convertDraft(id),
    () => orders.changeDraft(id, { locale: 'x' }, null),
  ]) {
    await expect(call()).rejects.toMatchObject({ type: 'invalid_data' })
  }
})

test('converting locks the order, the stock, the promotion', async () => {
  const watched = await watchLocks(shop.url, async () => {
    const promoted = await promotion(shop, `LOCK${Math.random()}`.replace('.', ''))
    const [{ code }] = (await shop.database.query<{ code: string }>(
      'select code from stoa_promotion.promotion where id = $1',
      [promoted],
    )) as [{ code: string }]
    const { id, item } = await draftOfOwn(2, { promo_codes: [code] })
    const [level] = await shop.database.query<{ id: string }>(
      'select id from stoa_inventory.inventory_level where inventory_item_id = $1 order by id',
      [item],
    )
    const rows: LockedRow[] = [
      { name: 'order', table: 'stoa_order."order"', id },
      { name: 'level', table: 'stoa_inventory.inventory_level', id: level?.id as string },
      { name: 'promotion', table: 'stoa_promotion.promotion', id: promoted },
    ]
    return { rows, call: async () => ok(await convert(id)) }
  })
  expect(watched).toEqual({ waitedFor: ['order', 'level', 'promotion'], breaches: [] })
})

test('changing a draft locks its customer, then the order', async () => {
  const watched = await watchLocks(shop.url, async () => {
    const { id } = await draftOfOwn(1, { email: 'locked@example.com' })
    const [guest] = await shop.database.query<{ id: string }>(
      'select customer_id as id from stoa_order."order" where id = $1',
      [id],
    )
    const rows: LockedRow[] = [
      { name: 'customer', table: 'stoa_customer.customer', id: guest?.id as string },
      { name: 'order', table: 'stoa_order."order"', id },
    ]
    const body = { email: 'locked@example.com', locale: 'x' }
    return { rows, call: async () => ok(await under(shop, id).post('', body)) }
  })
  expect(watched.breaches).toEqual([])
  expect(watched.waitedFor).toContain('order')
})

test('converting costs as many statements for six lines as for one', async () => {
  await promotion(shop, 'SIX')
  const costs: number[] = []
  for (const count of [1, 6]) {
    const items = []
    for (let n = 0; n < count; n += 1) {
      items.push({ variant_id: (await pricedVariant(drafts.warehouse, 10)).id, quantity: 1 })
    }
    const { id } = draftIn(await draftOf(drafts, { items, promo_codes: ['SIX'] }))
    costs.push(await costOf(shop, () => convert(id)))
  }
  expect(costs[1]).toBe(costs[0])
  expect(costs[0]).toBeLessThanOrEqual(14)
})
