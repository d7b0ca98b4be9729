import { PromotionService } from '@stoa/promotion'
import { behindLock, type LockedRow, watchLocks } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import {
  type DraftShop,
  draftIn,
  draftOf,
  openDraftShop,
  promotion,
  under,
  usesOfPromotion,
} from './drafted.ts'
import { actionIn, previewOf, pricedVariant } from './edited.ts'
import { ok, openShop, type Shop } from './shop.ts'
import type { StockedVariant } from './warehouse.ts'

let shop: Shop
let drafts: DraftShop
let plate: StockedVariant

beforeAll(async () => {
  shop = await openShop()
  drafts = await openDraftShop(shop)
})
beforeEach(async () => {
  installCarrier(shop)
  plate = await pricedVariant(drafts.warehouse, 20)
})
afterAll(() => shop?.stop())

let count = 0

/** A tenth off all items, out of a budget of so many euros. */
async function tenth(limit = 100, method: object = {}, values: object = {}) {
  count += 1
  const code = `TENTH${count}`
  const id = await promotion(shop, code, {
    campaign: {
      name: code,
      campaign_identifier: code,
      budget: { type: 'spend', currency_code: 'eur', limit },
    },
    application_method: {
      type: 'percentage',
      value: 10,
      currency_code: 'eur',
      target_type: 'items',
      allocation: 'across',
      ...method,
    },
    ...values,
  })
  return { id, code }
}

async function spentOf(id: string): Promise<number> {
  const { campaign } = await shop.modules
    .resolve(PromotionService)
    .retrievePromotion(id, { relations: ['campaign', 'campaign.budget'] })
  return Number(campaign?.budget?.used)
}

/** An order of two mugs at 10, off which these codes take something. */
async function sold(...promo_codes: string[]): Promise<{ id: string; line: string }> {
  const mug = await pricedVariant(drafts.warehouse, 10)
  const items = [{ variant_id: mug.id, quantity: 2 }]
  const { id, items: lines } = draftIn(await draftOf(drafts, { items, promo_codes }))
  ok(await under(shop, id).post('/convert-to-order'))
  return { id, line: lines[0].id }
}

const edit = (id: string, path: string, body: object = {}) =>
  shop.admin('POST', `/order-edits/${id}${path}`, body)

const carry = (change: string, carry_over_promotions: boolean | null = true) =>
  shop.admin('POST', `/order-changes/${change}`, { carry_over_promotions })

/** Begins the edit of an order that adds plates. */
async function withPlates(id: string, quantity = 1, lines = 1): Promise<string> {
  const { order_change } = ok(await shop.admin('POST', '/order-edits', { order_id: id }))
  const items = Array.from({ length: lines }, () => ({ variant_id: plate.id, quantity }))
  ok(await edit(id, '/items', { items }))
  return order_change.id
}

const preview = async (id: string) => ok(await shop.admin('GET', `/orders/${id}/preview`)).order
const read = async (id: string) => ok(await shop.admin('GET', `/orders/${id}`)).order
const off = ({ items }: any) =>
  items.map(({ adjustments }: any) => adjustments.map(({ amount, code }: any) => [code, amount]))

test('what comes with an edit gets the discounts of the order where it says so, and its budget follows', async () => {
  const { id: promoted, code } = await tenth(100, {}, { limit: 1 })
  const { id, line } = await sold(code)
  expect([await usesOfPromotion(shop, promoted), await spentOf(promoted)]).toEqual([1, 2])
  const change = await withPlates(id)
  expect(off(await preview(id))).toEqual([[[code, 2]], []])
  expect(ok(await carry(change)).order_change).toMatchObject({ carry_over_promotions: true })
  const carried = await preview(id)
  // The mugs at 18 and the plate at 18, each with 10 %.
  expect(carried).toMatchObject({ total: 39.6, discount_subtotal: 4 })
  expect(off(carried)).toEqual([[[code, 2]], [[code, 2]]])
  const { id: action } = actionIn(carried, 'ITEM_ADD')
  const two = previewOf(await edit(id, `/items/${action}`, { quantity: 2 }))
  expect(off(two)).toEqual([[[code, 2]], [[code, 4]]])
  // What is there already stays discounted as it was, and shrinks.
  const one = previewOf(await edit(id, `/items/item/${line}`, { quantity: 1 }))
  expect(off(one)).toEqual([[[code, 1]], [[code, 4]]])
  ok(await carry(change, false))
  expect(off(await preview(id))).toEqual([[[code, 1]], []])
  ok(await carry(change))
  expect(await spentOf(promoted)).toBe(2)
  ok(await edit(id, '/confirm'))
  const now = await read(id)
  expect(off(now)).toEqual([[[code, 1]], [[code, 4]]])
  expect(now).toMatchObject({ version: 2, total: 49.5, payment_collections: [{ amount: 49.5 }] })
  expect([await usesOfPromotion(shop, promoted), await spentOf(promoted)]).toEqual([1, 5])
  ok(await shop.admin('POST', `/orders/${id}/cancel`))
  expect([await usesOfPromotion(shop, promoted), await spentOf(promoted)]).toEqual([0, 0])
})

test('a line that is left out again takes its discount along', async () => {
  const { code } = await tenth()
  const { id } = await sold(code)
  ok(await carry(await withPlates(id)))
  const { id: action } = actionIn(await preview(id), 'ITEM_ADD')
  const without = previewOf(await shop.admin('DELETE', `/order-edits/${id}/items/${action}`))
  expect(off(without)).toEqual([[[code, 2]]])
})

test.each(['exchange', 'claim'])(
  'an %s carries promotions to what it sends, and gives back what they took when it is called off',
  async (kind) => {
    const { id: promoted, code } = await tenth()
    const { id, line } = await sold(code)
    const lines = [{ id: line, quantity: 1 }]
    const parcel = {
      items: lines,
      location_id: drafts.warehouse.berlin,
      shipping_option_id: drafts.warehouse.option,
    }
    ok(await shop.admin('POST', `/orders/${id}/fulfillments`, parcel))
    const opened = ok(
      await shop.admin('POST', `/${kind}s`, {
        order_id: id,
        ...(kind === 'claim' ? { type: 'replace' } : {}),
      }),
    )
    const { id: own } = opened[kind]
    const post = (path: string, body: object = {}) => shop.admin('POST', `/${kind}s/${own}${path}`, body)
    ok(await carry(opened.order.order_change.id))
    ok(await post('/inbound/items', { location_id: drafts.warehouse.berlin, items: lines }))
    const sent = ok(await post('/outbound/items', { items: [{ variant_id: plate.id, quantity: 1 }] }))
    expect(off(sent.order_preview)).toEqual([[[code, 2]], [[code, 2]]])
    // The mug at 9.9 comes back, the plate at 19.8 is sent for it.
    expect(sent.order_preview.summary.current_order_total).toBe(29.7)
    ok(await post('/request'))
    expect(off(await read(id))).toEqual([[[code, 2]], [[code, 2]]])
    expect([await usesOfPromotion(shop, promoted), await spentOf(promoted)]).toEqual([1, 4])
    ok(await post('/cancel'))
    expect(off(await read(id))).toEqual([[[code, 2]]])
    expect([await usesOfPromotion(shop, promoted), await spentOf(promoted)]).toEqual([1, 2])
  },
)

test('carried over are promotions of the order that look at each line by itself', async () => {
  const each = await tenth(100, { type: 'fixed', value: 1, allocation: 'each', max_quantity: 2 })
  const across = await tenth(100, { type: 'fixed', value: 1 })
  const usage = 'ONCE'
  await promotion(shop, usage, {
    campaign: { name: usage, campaign_identifier: usage, budget: { type: 'usage', limit: 1 } },
  })
  await promotion(shop, 'NEVERCARRIED')
  const { id } = await sold(each.code, across.code, usage)
  ok(await carry(await withPlates(id, 3)))
  const [, codes] = off(await preview(id))
  // A euro off two of three plates, and a tenth of the other 58.
  expect(codes.toSorted()).toEqual(
    [
      [usage, 5.8],
      [each.code, 2],
    ].toSorted(),
  )
  ok(await edit(id, '/confirm'))
  expect(await spentOf(each.id)).toBe(4)
  expect(await spentOf(across.id)).toBe(1)
})

test('of two orders whose promotion has enough left for one, one is confirmed and the other stays as it was', async () => {
  const { id: promoted, code } = await tenth(6)
  const orders = [await sold(code), await sold(code)]
  for (const { id } of orders) ok(await carry(await withPlates(id)))
  const lock = 'select 1 from stoa_promotion.promotion where id = $1 for update'
  const calls = orders.map(
    ({ id }) =>
      () =>
        edit(id, '/confirm'),
  )
  const ends = await behindLock(shop.url, lock, [promoted], calls)
  const answers = ends.map((end) => (end.status === 'fulfilled' ? end.value : undefined))
  expect(answers.map((answer) => answer?.status).toSorted()).toEqual([200, 400])
  const refused = answers.findIndex((answer) => answer?.status === 400)
  expect(answers[refused]?.body).toMatchObject({ code: 'promotion_not_usable' })
  expect(await spentOf(promoted)).toBe(6)
  const { id } = orders[refused] as { id: string }
  expect(await read(id)).toMatchObject({ version: 1, total: 19.8 })
  // Without the discount it can be confirmed.
  ok(await carry((await preview(id)).order_change.id, false))
  ok(await edit(id, '/confirm'))
  expect(await spentOf(promoted)).toBe(6)
})

test('a promotion that has ended meanwhile takes nothing off, and is not spent after it was shown', async () => {
  const { id: promoted, code } = await tenth()
  const { id } = await sold(code)
  const change = await withPlates(id)
  ok(await carry(change))
  await shop.modules.resolve(PromotionService).updatePromotions([{ id: promoted, status: 'inactive' }])
  expect(await edit(id, '/confirm')).toMatchObject({ status: 400, body: { code: 'promotion_not_usable' } })
  ok(await carry(change))
  expect(off(await preview(id))).toEqual([[[code, 2]], []])
  ok(await edit(id, '/confirm'))
  expect(await spentOf(promoted)).toBe(2)
})

test('the edit of a draft carries nothing: its promotions follow each step', async () => {
  const { id } = draftIn(await draftOf(drafts))
  const draft = under(shop, id)
  const { order_change } = await draft.edit('')
  expect(await carry(order_change.id)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('draft') },
  })
  ok(await carry(order_change.id, false))
  expect(
    await shop.admin('POST', '/order-changes/ordch_none', { carry_over_promotions: true }),
  ).toMatchObject({ status: 404 })
})

test('confirming locks the order, the stock, the promotion and its budget', async () => {
  const watched = await watchLocks(shop.url, async () => {
    const { id: promoted, code } = await tenth()
    const { id } = await sold(code)
    ok(await carry(await withPlates(id)))
    const one = async (sql: string, of: string) =>
      ((await shop.database.query<{ id: string }>(sql, [of]))[0] as { id: string }).id
    const rows: LockedRow[] = [
      {
        name: 'collection',
        table: 'stoa_payment.payment_collection',
        id: await one(
          'select payment_collection_id as id from stoa_link.order_payment_collection where order_id = $1',
          id,
        ),
      },
      { name: 'order', table: 'stoa_order."order"', id },
      {
        name: 'level',
        table: 'stoa_inventory.inventory_level',
        id: await one(
          'select id from stoa_inventory.inventory_level where inventory_item_id = $1 order by id',
          plate.items[0] as string,
        ),
      },
      { name: 'promotion', table: 'stoa_promotion.promotion', id: promoted },
      {
        name: 'budget',
        table: 'stoa_promotion.campaign_budget',
        id: await one(
          'select b.id from stoa_promotion.campaign_budget b join stoa_promotion.promotion p using (campaign_id) where p.id = $1',
          promoted,
        ),
      },
    ]
    return { rows, call: async () => ok(await edit(id, '/confirm')) }
  })
  expect(watched).toEqual({
    waitedFor: ['collection', 'order', 'level', 'promotion', 'budget'],
    breaches: [],
  })
})

test('carrying promotions over costs as many statements for five lines as for one', async () => {
  const { code } = await tenth()
  const costs: number[][] = []
  for (const lines of [1, 5]) {
    const { id } = await sold(code)
    const change = await withPlates(id, 1, lines)
    const said = await costOf(shop, () => carry(change))
    const { id: action } = actionIn(await preview(id), 'ITEM_ADD')
    const step = await costOf(shop, () => edit(id, `/items/${action}`, { quantity: 2 }))
    const confirmed = await costOf(shop, () => edit(id, '/confirm'))
    costs.push([said, step, confirmed])
  }
  expect(costs[1]).toEqual(costs[0])
  const [said, step, confirmed] = costs[0] as [number, number, number]
  expect(said).toBeLessThanOrEqual(16)
  expect(step).toBeLessThanOrEqual(18)
  expect(confirmed).toBeLessThanOrEqual(24)
})
