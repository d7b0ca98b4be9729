import { type BigNumber, StoaError } from '@stoa/kernel'
import { behindLock, createBarrier } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CountedUse, NewCampaignBudget, NewPromotion } from '../src/index.ts'
import { newPromotion, startPromotions } from './modules.ts'

let started: Awaited<ReturnType<typeof startPromotions>>
const service = () => started.service

beforeAll(async () => {
  started = await startPromotions()
})

afterAll(() => started?.close())

async function create(more: Partial<NewPromotion> = {}): Promise<string> {
  const [row] = await service().createPromotions([newPromotion(more, { currency_code: 'eur' })])
  return row?.id as string
}

let count = 0
const campaign = (budget: NewCampaignBudget) => {
  count += 1
  return { name: 'Campaign', campaign_identifier: `campaign-${count}`, budget }
}

async function inSameCampaign(id: string): Promise<string> {
  const { campaign_id } = await service().retrievePromotion(id)
  return create({ campaign_id })
}

const use = (promotion_id: string, amount: number | string = 1) => ({ promotion_id, amount })

async function usedOf(id: string) {
  const promotion = await service().retrievePromotion(id, {
    relations: ['campaign', 'campaign.budget', 'campaign.budget.usages'],
  })
  const budget = promotion.campaign?.budget
  return {
    used: promotion.used,
    ...(budget
      ? {
          budget: (budget.used as BigNumber).toFixed(),
          usages: Object.fromEntries(
            (budget.usages ?? []).map(({ attribute_value, used }) => [
              attribute_value,
              (used as BigNumber).toFixed(),
            ]),
          ),
        }
      : {}),
  }
}

/** Fifty calls that come to the promotion one right after the other, each begun before any other was done. */
async function fiftyAtOnce(id: string, call: (index: number) => Promise<unknown>) {
  const lock = 'select 1 from stoa_promotion.promotion where id = $1 for update'
  const calls = Array.from({ length: 50 }, (_, index) => () => call(index))
  const ends = await behindLock(started.database.url, lock, [id], calls)
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as StoaError] : []))
  for (const error of refused) {
    expect(StoaError.is(error) && error.type).toBe('not_allowed')
    expect(error.message).toContain((await service().retrievePromotion(id)).code)
  }
  return ends.length - refused.length
}

test('fifty at once use a promotion with a limit of ten: ten do', async () => {
  const id = await create({ limit: 10 })
  expect(await fiftyAtOnce(id, () => service().countUses([use(id)]))).toBe(10)
  expect(await usedOf(id)).toEqual({ used: 10 })
})

test.each([
  ['usage', { type: 'usage', limit: 10 }, '10', {}],
  ['spend', { type: 'spend', currency_code: 'eur', limit: '25.49' }, '25', {}],
  [
    'use_by_attribute',
    { type: 'use_by_attribute', attribute: 'customer_id', limit: 10 },
    '10',
    { cus_1: '10' },
  ],
  [
    'spend_by_attribute',
    { type: 'spend_by_attribute', attribute: 'customer_id', currency_code: 'eur', limit: '25.49' },
    '25',
    { cus_1: '25' },
  ],
] as [string, NewCampaignBudget, string, object][])(
  'fifty at once use a budget of the type %s that is enough for ten: ten do',
  async (_, budget, used, usages) => {
    const id = await create({ campaign: campaign(budget) })
    const done = await fiftyAtOnce(id, () => service().countUses([use(id, '2.5')], { customer_id: 'cus_1' }))
    expect(done).toBe(10)
    expect(await usedOf(id)).toEqual({ used: 10, budget: used, usages })
  },
)

test('a budget that counts by buyer has its limit for each of them', async () => {
  const id = await create({
    campaign: campaign({ type: 'use_by_attribute', attribute: 'customer_id', limit: 3 }),
  })
  const done = await fiftyAtOnce(id, (index) =>
    service().countUses([use(id)], { customer_id: `cus_${index % 5}` }),
  )
  expect(done).toBe(15)
  expect(await usedOf(id)).toEqual({
    used: 15,
    budget: '15',
    usages: Object.fromEntries([0, 1, 2, 3, 4].map((index) => [`cus_${index}`, '3'])),
  })
  await expect(
    service().countUses(
      [use(id), use(await inSameCampaign(id)), use(await inSameCampaign(id)), use(await inSameCampaign(id))],
      {
        customer_id: 'cus_new',
      },
    ),
  ).rejects.toMatchObject({ type: 'not_allowed' })
})

test('two promotions of one campaign never overrun its budget together', async () => {
  const first = await create({ campaign: campaign({ type: 'usage', limit: 10 }) })
  const second = await inSameCampaign(first)
  const barrier = createBarrier('both promotions are asked for', 50)
  const ends = await Promise.allSettled(
    Array.from({ length: 50 }, async (_, index) => {
      await barrier.arrive()
      await service().countUses([use(index % 2 ? first : second)])
    }),
  )
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  const [one, two] = [await usedOf(first), await usedOf(second)]
  expect(one.budget).toBe('10')
  expect(one.used + two.used).toBe(10)
})

test('carts with the same promotions in another order do not wait for each other in a ring', async () => {
  const ids = [
    await create({ campaign: campaign({ type: 'usage' }) }),
    await create({ campaign: campaign({ type: 'usage' }) }),
    await create(),
  ]
  const calls = Array.from({ length: 40 }, (_, index) => {
    const order = index % 2 ? ids : ids.toReversed()
    return () => service().countUses(order.map((id) => use(id)))
  })
  const lock = 'select 1 from stoa_promotion.promotion where id = $1 for update'
  const ends = await behindLock(started.database.url, lock, [ids.toSorted()[0]], calls)
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(40)
  for (const id of ids) expect((await usedOf(id)).used).toBe(40)
})

test('all of a cart’s promotions are counted, or none', async () => {
  const [free, scarce] = [await create(), await create({ limit: 1 })]
  await service().countUses([use(scarce)])
  await expect(service().countUses([use(free), use(scarce)])).rejects.toMatchObject({ type: 'not_allowed' })
  expect(await usedOf(free)).toEqual({ used: 0 })
})

test('goes back with the transaction it joined', async () => {
  const id = await create({
    campaign: campaign({ type: 'use_by_attribute', attribute: 'customer_id', limit: 3 }),
  })
  const failure = started.modules.transaction(async () => {
    await service().countUses([use(id)], { customer_id: 'cus_1' })
    throw new Error('later')
  })
  await expect(failure).rejects.toThrow('later')
  expect(await usedOf(id)).toEqual({ used: 0, budget: '0', usages: {} })
})

test('what is given back is exactly what was counted, also when the promotion has moved on', async () => {
  const id = await create({
    campaign: campaign({
      type: 'spend_by_attribute',
      attribute: 'customer_email',
      currency_code: 'eur',
      limit: 10,
    }),
  })
  const ada = { customer_email: 'Ada@example.com' }
  const uses: CountedUse[] = []
  uses.push(...(await service().countUses([use(id, '3.33')], ada)))
  uses.push(...(await service().countUses([use(id, '4.44')], ada)))
  await expect(service().countUses([use(id, '2.24')], ada)).rejects.toMatchObject({ type: 'not_allowed' })
  await service().giveBackUses(uses.slice(0, 1))
  expect(await usedOf(id)).toEqual({ used: 1, budget: '4.44', usages: { 'ada@example.com': '4.44' } })
  const { campaign_id } = await service().retrievePromotion(id)
  await service().updatePromotions([{ id, campaign_id: null }])
  await service().giveBackUses(uses.slice(1))
  await service().updatePromotions([{ id, campaign_id }])
  expect(await usedOf(id)).toEqual({ used: 0, budget: '0', usages: { 'ada@example.com': '0' } })
})

test('a budget follows what a counted use becomes worth, within its limit, and counts no other use', async () => {
  const id = await create({
    limit: 1,
    campaign: campaign({ type: 'spend', limit: 10, currency_code: 'eur' }),
  })
  const [counted] = (await service().countUses([use(id, 4)])) as [CountedUse]
  const change = (amount: string) => service().changeSpending([{ ...counted, amount }])
  await change('5.5')
  expect(await usedOf(id)).toMatchObject({ used: 1, budget: '9.5' })
  await expect(change('0.51')).rejects.toMatchObject({ type: 'not_allowed', code: 'promotion_not_usable' })
  await change('-7.5')
  await change('0')
  expect(await usedOf(id)).toMatchObject({ used: 1, budget: '2' })
  await service().updatePromotions([{ id, status: 'inactive' }])
  await expect(change('1')).rejects.toMatchObject({ code: 'promotion_not_usable' })
  await change('-1')
  expect(await usedOf(id)).toMatchObject({ used: 1, budget: '1' })
})

test('what a use becomes worth is counted by buyer, where its budget does', async () => {
  const id = await create({
    campaign: campaign({
      type: 'spend_by_attribute',
      attribute: 'customer_id',
      limit: 10,
      currency_code: 'eur',
    }),
  })
  const [counted] = (await service().countUses([use(id, 4)], { customer_id: 'cus_1' })) as [CountedUse]
  await service().countUses([use(id, 9)], { customer_id: 'cus_2' })
  await service().changeSpending([{ ...counted, amount: '6' }])
  expect(await usedOf(id)).toMatchObject({ usages: { cus_1: '10', cus_2: '9' } })
  await expect(service().changeSpending([{ ...counted, amount: '1' }])).rejects.toMatchObject({
    code: 'promotion_not_usable',
  })
})

test('fifty orders whose promotions take more at once never overrun the budget', async () => {
  const id = await create({ campaign: campaign({ type: 'spend', limit: 60, currency_code: 'eur' }) })
  const counted: CountedUse[] = []
  for (let index = 0; index < 50; index += 1) counted.push(...(await service().countUses([use(id)])))
  const more = (index: number) =>
    service().changeSpending([{ ...(counted[index] as CountedUse), amount: '1' }])
  expect(await fiftyAtOnce(id, more)).toBe(10)
  expect(await usedOf(id)).toMatchObject({ used: 50, budget: '60' })
})

test('a buyer who is not known cannot use what is counted by buyer', async () => {
  const id = await create({
    campaign: campaign({ type: 'use_by_attribute', attribute: 'customer_id', limit: 3 }),
  })
  await expect(service().countUses([use(id)], { customer_email: 'ada@example.com' })).rejects.toMatchObject({
    type: 'not_allowed',
    message: expect.stringContaining('customer_id'),
  })
})

test('what does not apply any more is refused', async () => {
  const [inactive, deleted] = [await create({ status: 'inactive' }), await create()]
  await service().softDeletePromotions(deleted)
  for (const id of [inactive, deleted, 'promo_none']) {
    await expect(service().countUses([use(id)])).rejects.toMatchObject({ type: 'not_allowed' })
  }
})

test('costs three statements with budgets and two without, however many promotions', async () => {
  const plain = [await create(), await create(), await create()]
  const budgeted = [
    await create({ campaign: campaign({ type: 'usage' }) }),
    await create({ campaign: campaign({ type: 'usage' }) }),
  ]
  let counted: CountedUse[] = []
  expect(await started.statementsOf(() => service().countUses(plain.map((id) => use(id))))).toHaveLength(2)
  const statements = await started.statementsOf(async () => {
    counted = await service().countUses([...plain, ...budgeted].map((id) => use(id)))
  })
  expect(statements).toHaveLength(3)
  expect(await started.statementsOf(() => service().giveBackUses(counted))).toHaveLength(3)
  expect(await started.statementsOf(() => service().countUses([]))).toHaveLength(0)
})
