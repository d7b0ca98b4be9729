import { BigNumber } from '@stoa/kernel'
import { behindLock } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NewPromotion } from '../src/index.ts'
import { newPromotion, startPromotions } from './modules.ts'

let started: Awaited<ReturnType<typeof startPromotions>>
const service = () => started.service

beforeAll(async () => {
  started = await startPromotions()
})

afterAll(() => started?.close())

async function create(more: Partial<NewPromotion> = {}, method: object = {}): Promise<string> {
  const [row] = await service().createPromotions([newPromotion(more, method)])
  return row?.id as string
}

const whole = (id: string) =>
  service().retrievePromotion(id, {
    relations: [
      'application_method',
      'application_method.target_rules',
      'application_method.buy_rules',
      'rules',
      'rules.values',
      'campaign',
      'campaign.budget',
    ],
  })

const isOne = { attribute: 'product.id', operator: 'eq' as const, values: ['prod_1'] }
const twoPlusOne = { buy_rules: [isOne], buy_rules_min_quantity: 2, apply_to_quantity: 1, max_quantity: 1 }

test('a promotion is stored with its method, rules, values and campaign, in one statement', async () => {
  const promotion = newPromotion(
    {
      type: 'buyget',
      rules: [{ attribute: 'region.id', operator: 'in', values: ['reg_1', 'reg_2'], description: 'Here' }],
      campaign: { name: 'Summer', campaign_identifier: 'summer', budget: { type: 'usage', limit: 5 } },
      metadata: { by: 'ada' },
    },
    { ...twoPlusOne, target_rules: [isOne] },
  )
  let id = ''
  const statements = await started.statementsOf(async () => {
    id = (await service().createPromotions([promotion]))[0]?.id as string
  })
  expect(statements).toHaveLength(1)
  const stored = await whole(id)
  expect(stored).toMatchObject({
    code: promotion.code,
    used: 0,
    metadata: { by: 'ada' },
    application_method: {
      value: BigNumber(10),
      buy_rules_min_quantity: 2,
      target_rules: [{ attribute: 'product.id' }],
    },
    rules: [{ attribute: 'region.id', description: 'Here' }],
    campaign: { name: 'Summer', budget: { type: 'usage', limit: BigNumber(5), used: BigNumber(0) } },
  })
  expect(stored.application_method?.buy_rules).toHaveLength(1)
  expect(stored.rules?.[0]?.values?.map(({ value }) => value)).toEqual(['reg_1', 'reg_2'])
})

test.each([
  ['a percentage above 100', {}, { value: 101 }, 'between 0 and 100'],
  ['a value of 0', {}, { value: 0 }, 'above 0'],
  ['an amount below 0', {}, { type: 'fixed', currency_code: 'eur', value: -1 }, 'above 0'],
  ['an amount without currency', {}, { type: 'fixed' }, 'currency_code is required'],
  ['an unknown currency', {}, { type: 'fixed', currency_code: 'zzz' }, 'zzz'],
  ['each without max_quantity', {}, { allocation: 'each' }, 'max_quantity is required'],
  ['once without max_quantity', {}, { allocation: 'once' }, 'max_quantity is required'],
  ['items without allocation', {}, { allocation: null }, 'allocation must be'],
  ['max_quantity of 0', {}, { max_quantity: 0 }, 'max_quantity must be a whole number'],
  ['max_quantity of 1.5', {}, { max_quantity: 1.5 }, 'max_quantity must be a whole number'],
  ['a limit of 0', { limit: 0 }, {}, 'limit must be a whole number'],
  ['an empty code', { code: ' ' }, {}, 'needs a code'],
  ['target rules of an order', {}, { target_type: 'order', target_rules: [isOne] }, 'target_rules'],
  ['buy rules of a standard one', {}, { buy_rules: [isOne] }, `Can't add buy rules`],
  [
    'buyget without buy rules',
    { type: 'buyget' },
    { ...twoPlusOne, buy_rules: [] },
    'Buyget promotions require',
  ],
  [
    'buyget without quantities',
    { type: 'buyget' },
    { ...twoPlusOne, apply_to_quantity: null },
    'Buyget promotions require',
  ],
  [
    'buyget without max_quantity',
    { type: 'buyget' },
    { ...twoPlusOne, max_quantity: null },
    'max_quantity is a required field',
  ],
  ['a rule without values', { rules: [{ ...isOne, values: [] }] }, {}, 'at least one value'],
  ['a rule without attribute', { rules: [{ ...isOne, attribute: '' }] }, {}, 'needs an attribute'],
] as [string, Partial<NewPromotion>, object, string][])('refuses %s', async (_, more, method, message) => {
  await expect(service().createPromotions([newPromotion(more, method)])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining(message),
  })
})

test('a code is taken once, and free again when its promotion is deleted with its method', async () => {
  const id = await create({ code: 'TAKEN' })
  await expect(create({ code: 'TAKEN' })).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('TAKEN'),
  })
  await service().softDeletePromotions(id)
  expect(await service().listApplicationMethods({ promotion_id: id })).toEqual([])
  await create({ code: 'TAKEN' })
})

test('changes only what is named, and checks the whole', async () => {
  const id = await create({ limit: 3 }, { allocation: 'each', max_quantity: 2 })
  await service().updatePromotions([{ id, status: 'inactive', application_method: { value: 20 } }])
  expect(await whole(id)).toMatchObject({
    status: 'inactive',
    limit: 3,
    application_method: { value: BigNumber(20), allocation: 'each', max_quantity: 2 },
  })
  const change = (more: object) => service().updatePromotions([{ id, ...more }])
  await expect(change({ application_method: { max_quantity: null } })).rejects.toMatchObject({
    type: 'invalid_data',
  })
  await expect(change({ application_method: { type: 'fixed' } })).rejects.toThrow('currency_code is required')
  await expect(change({ type: 'buyget' })).rejects.toThrow('Buyget')
  await expect(change({ id: 'promo_none' })).rejects.toMatchObject({ type: 'not_found' })
  await change({ limit: null })
  expect(await whole(id)).toMatchObject({
    limit: null,
    application_method: { value: BigNumber(20), max_quantity: 2 },
  })
})

test('a change leaves what was used, however many use it meanwhile', async () => {
  const id = await create({ limit: 3 })
  await service().countUses([{ promotion_id: id, amount: 1 }])
  await service().updatePromotions([{ id, limit: 5 }])
  expect(await whole(id)).toMatchObject({ limit: 5, used: 1 })
})

test('rules are added, changed and taken away', async () => {
  const id = await create({ rules: [isOne, { ...isOne, attribute: 'region.id' }] })
  const [first, second] = (await whole(id)).rules as { id: string }[]
  const statements = await started.statementsOf(async () => {
    const changed = await service().changePromotionRules(id, 'rules', {
      create: [{ attribute: 'currency_code', operator: 'ne', values: 'usd' }],
      update: [{ id: first?.id as string, operator: 'in', values: ['prod_2', 'prod_3'] }],
      delete: [second?.id as string],
    })
    expect(changed).toMatchObject({
      created: [expect.any(String)],
      updated: [first?.id],
      deleted: [second?.id],
    })
  })
  expect(statements.length).toBeLessThanOrEqual(6)
  const rules = (await whole(id)).rules?.map(({ attribute, operator, values }) => ({
    attribute,
    operator,
    values: values?.map(({ value }) => value),
  }))
  expect(rules).toEqual(
    expect.arrayContaining([
      { attribute: 'product.id', operator: 'in', values: ['prod_2', 'prod_3'] },
      { attribute: 'currency_code', operator: 'ne', values: ['usd'] },
    ]),
  )
  expect(rules).toHaveLength(2)
})

test('refuses rules that are not the promotion’s, or that it cannot have', async () => {
  const [id, other] = [await create({ rules: [isOne] }), await create({ rules: [isOne] })]
  const [foreign] = (await whole(other)).rules as { id: string }[]
  const change = (...args: Parameters<typeof started.service.changePromotionRules>) =>
    service().changePromotionRules(...args)
  await expect(change(id, 'rules', { delete: [foreign?.id as string] })).rejects.toThrow(
    `Promotion rules with id - ${foreign?.id} not found`,
  )
  await expect(change(id, 'buy_rules', { create: [isOne] })).rejects.toThrow(
    `Can't add buy rules to a standard promotion`,
  )
  await expect(change('promo_none', 'rules', {})).rejects.toMatchObject({ type: 'not_found' })
})

test('refuses to take away all buy rules of a buyget promotion, but not to put others in their place', async () => {
  const id = await create({ type: 'buyget' }, { ...twoPlusOne, buy_rules: [isOne, isOne] })
  const ids = async () =>
    ((await whole(id)).application_method?.buy_rules ?? []).map((rule: { id: string }) => rule.id)
  const [first, second] = (await ids()) as [string, string]
  const change = (changes: object) => service().changePromotionRules(id, 'buy_rules', changes)
  await change({ delete: [first, first] })
  await expect(change({ delete: [second] })).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('require at least one of application_method.buy_rules'),
  })
  expect(await ids()).toEqual([second])
  await change({ create: [isOne], delete: [second] })
  expect(await ids()).toEqual([expect.not.stringContaining(second)])
  await change({ update: [{ id: (await ids())[0], operator: 'ne' }] })
})

test('two who take away one of two buy rules each leave one', async () => {
  const id = await create({ type: 'buyget' }, { ...twoPlusOne, buy_rules: [isOne, isOne] })
  const rules = ((await whole(id)).application_method?.buy_rules ?? []) as { id: string }[]
  const lock = 'select 1 from stoa_promotion.promotion where id = $1 for update'
  const calls = rules.map(
    (rule) => () => service().changePromotionRules(id, 'buy_rules', { delete: [rule.id] }),
  )
  const ends = await behindLock(started.database.url, lock, [id], calls)
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('of two who change its method at once, neither undoes what the other did', async () => {
  const id = await create({}, { max_quantity: 1 })
  const lock = 'select 1 from stoa_promotion.promotion where id = $1 for update'
  const calls = [{ value: 20 }, { max_quantity: 3 }].map(
    (application_method) => () => service().updatePromotions([{ id, application_method }]),
  )
  const ends = await behindLock(started.database.url, lock, [id], calls)
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  expect((await whole(id)).application_method).toMatchObject({ value: BigNumber(20), max_quantity: 3 })
})

test('a promotion that takes the whole order gets no target rules, not even at the same time', async () => {
  const id = await create()
  const lock = 'select 1 from stoa_promotion.promotion where id = $1 for update'
  const calls = [
    () => service().changePromotionRules(id, 'target_rules', { create: [isOne] }),
    () => service().updatePromotions([{ id, application_method: { target_type: 'order' } }]),
  ]
  const ends = await behindLock<unknown>(started.database.url, lock, [id], calls)
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  const { target_type, target_rules } = (await whole(id)).application_method ?? {}
  expect(target_type === 'order').toBe(target_rules?.length === 0)
})

test.each([
  ['money without currency', { type: 'spend', limit: 5 }, 'needs a currency_code'],
  ['uses with a currency', { type: 'usage', currency_code: 'eur' }, 'leave out the currency_code'],
  ['by buyer without attribute', { type: 'use_by_attribute', limit: 5 }, 'needs an attribute'],
  [
    'by buyer with an unknown attribute',
    { type: 'spend_by_attribute', currency_code: 'eur', attribute: 'shoe_size' },
    'customer_email',
  ],
  ['of all with an attribute', { type: 'usage', attribute: 'customer_id' }, 'leave out the attribute'],
  ['a limit below 0', { type: 'usage', limit: -1 }, 'from 0 on'],
] as [string, never, string][])('refuses a budget: %s', async (_, budget, message) => {
  const campaign = { name: 'Bad', campaign_identifier: 'bad', budget }
  await expect(service().createCampaigns([campaign])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining(message),
  })
  expect(await service().listCampaigns({ campaign_identifier: 'bad' })).toEqual([])
})

test('campaigns change with the limits of their budgets, and go with them', async () => {
  const [row] = await service().createCampaigns([
    { name: 'Old', campaign_identifier: 'c1', budget: { type: 'usage', limit: 5 }, starts_at: '2026-01-01' },
  ])
  const id = row?.id as string
  await service().updateCampaigns([{ id, name: 'New', ends_at: '2026-02-01', budget: { limit: 9 } }])
  expect(await service().retrieveCampaign(id, { relations: ['budget'] })).toMatchObject({
    name: 'New',
    campaign_identifier: 'c1',
    starts_at: new Date('2026-01-01'),
    budget: { limit: BigNumber(9) },
  })
  await expect(service().updateCampaigns([{ id, ends_at: '2025-01-01' }])).rejects.toThrow('before it starts')
  await expect(service().updateCampaigns([{ id, ends_at: 'soon' }])).rejects.toMatchObject({
    type: 'invalid_data',
  })
  await expect(
    service().createCampaigns([{ name: 'Same', campaign_identifier: 'c1' }]),
  ).rejects.toMatchObject({ type: 'invalid_data' })
  await service().softDeleteCampaigns(id)
  expect(await service().listCampaignBudgets({ campaign_id: id })).toEqual([])
})

test('a campaign whose budget counts money takes promotions in its currency only', async () => {
  const [row] = await service().createCampaigns([
    {
      name: 'Euros',
      campaign_identifier: 'euros',
      budget: { type: 'spend', currency_code: 'eur', limit: 5 },
    },
  ])
  const campaign_id = row?.id as string
  const euro = await create({}, { currency_code: 'eur' })
  const dollar = await create({}, { currency_code: 'usd' })
  await expect(create({ campaign_id }, { currency_code: 'usd' })).rejects.toThrow('eur')
  await expect(service().updatePromotions([{ id: dollar, campaign_id }])).rejects.toThrow('eur')
  await expect(service().assignPromotions(campaign_id, { add: [euro, dollar] })).rejects.toThrow('eur')
  expect((await whole(euro)).campaign_id).toBeNull()
  await service().assignPromotions(campaign_id, { add: [euro] })
  await expect(
    service().updatePromotions([{ id: euro, application_method: { currency_code: 'usd' } }]),
  ).rejects.toThrow('eur')
  await service().assignPromotions(campaign_id, { remove: [euro] })
  expect((await whole(euro)).campaign_id).toBeNull()
  await expect(service().assignPromotions(campaign_id, { add: ['promo_none'] })).rejects.toMatchObject({
    type: 'not_found',
  })
  await expect(service().assignPromotions('procamp_none', {})).rejects.toMatchObject({ type: 'not_found' })
  await expect(create({ campaign_id: 'procamp_none' })).rejects.toMatchObject({ type: 'not_found' })
})
