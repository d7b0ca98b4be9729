import { BigNumber } from '@stoa/kernel'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { computeDiscounts } from '../src/index.ts'
import { newPromotion, startPromotions } from './modules.ts'

let started: Awaited<ReturnType<typeof startPromotions>>
const service = () => started.service

beforeAll(async () => {
  started = await startPromotions()
})

afterAll(() => started?.close())

beforeEach(async () => {
  await started.modules.database.query('truncate stoa_promotion.promotion, stoa_promotion.campaign cascade')
})

const created = async (...promotions: Parameters<typeof newPromotion>[]) =>
  (await service().createPromotions(promotions.map((args) => newPromotion(...args)))).map(({ id }) => id)

const found = async (...args: Parameters<(typeof started)['service']['findActive']>) =>
  (await service().findActive(...args)).map(({ code }) => code)

test('gives automatic promotions and those with the codes, while they are active, in one statement', async () => {
  await created(
    [{ code: 'AUTO', is_automatic: true }],
    [{ code: 'AUTO-DRAFT', is_automatic: true, status: 'draft' }],
    [{ code: 'ASKED' }],
    [{ code: 'ASKED-TOO' }],
    [{ code: 'OFF', status: 'inactive' }],
  )
  const statements = await started.statementsOf(async () => {
    expect(await found(['ASKED', 'OFF', 'nothing of the kind'])).toEqual(['AUTO', 'ASKED'])
  })
  expect(statements).toHaveLength(1)
  expect(await found()).toEqual(['AUTO'])
  expect(await found(['asked'])).toEqual(['AUTO'])
})

test('gives all that decides what it takes off, with exact amounts', async () => {
  await created([
    {
      code: 'ALL',
      limit: 7,
      rules: [{ attribute: 'region.id', operator: 'in', values: ['reg_1', 'reg_2'] }],
      campaign: {
        name: 'Summer',
        campaign_identifier: 'summer',
        starts_at: '2026-06-01T00:00:00Z',
        budget: { type: 'spend', currency_code: 'EUR', limit: '123456789012345678.05' },
      },
    },
    {
      type: 'fixed',
      value: '1234567890123456.78',
      currency_code: 'EUR',
      target_rules: [{ attribute: 'product.id', operator: 'eq', values: 'prod_1' }],
    },
  ])
  const [promotion] = await service().findActive(['ALL'])
  expect(promotion).toMatchObject({
    code: 'ALL',
    type: 'standard',
    is_automatic: false,
    limit: BigNumber(7),
    used: BigNumber(0),
    rules: [{ attribute: 'region.id', operator: 'in', values: ['reg_1', 'reg_2'] }],
    application_method: {
      value: BigNumber('1234567890123456.78'),
      currency_code: 'eur',
      target_rules: [{ attribute: 'product.id', operator: 'eq', values: ['prod_1'] }],
      buy_rules: [],
    },
    campaign: { budget: { type: 'spend', currency_code: 'eur', limit: BigNumber('123456789012345678.05') } },
  })
  const cart = {
    currency_code: 'eur',
    region: { id: 'reg_2' },
    items: [{ id: 'i', quantity: 1, unit_price: 5, product_id: 'prod_1' }],
  }
  const { discounts } = computeDiscounts([promotion as never], cart, new Date('2026-07-01'))
  expect(discounts).toMatchObject([{ item_id: 'i', amount: BigNumber(5), code: 'ALL' }])
  expect(computeDiscounts([promotion as never], cart, new Date('2026-05-31')).discounts).toEqual([])
})

test('says of a budget that counts by buyer what this buyer has had', async () => {
  const [id] = await created([
    {
      code: 'MINE',
      campaign: {
        name: 'Once',
        campaign_identifier: 'once',
        budget: { type: 'use_by_attribute', attribute: 'customer_email', limit: 2 },
      },
    },
  ])
  await service().countUses([{ promotion_id: id as string, amount: 1 }], {
    customer_email: 'Ada@example.com',
  })
  const used = async (buyer?: object) =>
    (await service().findActive(['MINE'], buyer))[0]?.campaign?.budget?.used.toNumber()
  expect(await used({ customer_email: 'ada@EXAMPLE.com' })).toBe(1)
  expect(await used({ customer_email: 'bob@example.com' })).toBe(0)
  expect(await used()).toBe(0)
})

test('does not give what was deleted, nor rules that were, nor promotions of a deleted campaign', async () => {
  const rules = [
    { attribute: 'a', operator: 'eq' as const, values: ['1', '2'] },
    { attribute: 'b', operator: 'eq' as const, values: ['1'] },
  ]
  const campaign = { name: 'Gone', campaign_identifier: 'gone' }
  const [kept, gone, ended] = await created(
    [{ code: 'KEPT', rules }],
    [{ code: 'GONE' }],
    [{ code: 'ENDED', campaign }],
  )
  const codes = ['KEPT', 'GONE', 'ENDED']
  expect(await found(codes)).toEqual(codes)
  await service().softDeletePromotions(gone as string)
  const { campaign_id } = await service().retrievePromotion(ended as string)
  await service().softDeleteCampaigns(campaign_id as string)
  const [rule] = await service().listPromotionRules({ attribute: 'a', promotions: { id: kept as string } })
  await service().changePromotionRules(kept as string, 'rules', { delete: [rule?.id as string] })
  expect(await found(codes)).toEqual(['KEPT'])
  expect((await service().findActive(codes))[0]?.rules).toMatchObject([{ attribute: 'b' }])
  await service().restorePromotions(gone as string)
  await service().restoreCampaigns(campaign_id as string)
  expect(await found(codes)).toEqual(codes)
})

test('looks at automatic promotions and codes through their indexes, not at all there are', async () => {
  await started.modules.database.query(
    `insert into stoa_promotion.promotion (id, code, type, status)
     select 'promo_' || n, 'MANY-' || n, 'standard', 'active' from generate_series(1, 5000) n`,
  )
  await started.modules.database.query('analyze stoa_promotion.promotion')
  const plan = await started.modules.database.query<{ 'QUERY PLAN': string }>(
    `explain select id from stoa_promotion.promotion where is_automatic and status = 'active' and deleted_at is null
     union select id from stoa_promotion.promotion where code = any('{A,B}') and deleted_at is null`,
  )
  const text = plan.map((line) => line['QUERY PLAN']).join('\n')
  expect(text).not.toContain('Seq Scan')
  expect(await found(['MANY-7'])).toEqual([])
})
