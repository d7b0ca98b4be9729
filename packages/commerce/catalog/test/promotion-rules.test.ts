import { RegionService } from '@stoa/region'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { productRule, promotionBody, ruleValue } from './promotion-bodies.ts'
import { type CatalogShop, openShop } from './shop.ts'

let shop: CatalogShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const create = async (...args: Parameters<typeof promotionBody>) =>
  (await shop.post('/promotions', promotionBody(...args))).promotion

const buyGet = () =>
  create(
    { type: 'buyget' },
    {
      buy_rules: [productRule('prod_1')],
      buy_rules_min_quantity: 2,
      apply_to_quantity: 1,
      max_quantity: 3,
    },
  )

test('rules are created, changed and deleted at once', async () => {
  const { id, rules } = await create({ rules: [productRule('prod_1'), productRule('prod_2')] })
  const answer = await shop.post(`/promotions/${id}/rules/batch`, {
    create: [{ attribute: 'region.id', operator: 'ne', values: 'reg_1', description: 'Not there' }],
    update: [{ id: rules[0].id, operator: 'eq', values: ['prod_3', 'prod_4'] }],
    delete: [rules[1].id],
  })
  expect(answer).toEqual({
    status: 200,
    created: [
      {
        id: expect.stringMatching(/^prorul_/),
        description: 'Not there',
        attribute: 'region.id',
        operator: 'ne',
        values: [ruleValue('reg_1')],
      },
    ],
    updated: [
      {
        id: rules[0].id,
        description: null,
        attribute: 'items.product.id',
        operator: 'eq',
        values: [ruleValue('prod_3'), ruleValue('prod_4')],
      },
    ],
    deleted: { ids: [rules[1].id], object: 'promotion-rule', deleted: true },
  })
  const { promotion } = await shop.get(`/promotions/${id}`)
  expect(promotion.rules.map((rule: { id: string }) => rule.id).sort()).toEqual(
    [rules[0].id, answer.created[0].id].sort(),
  )
})

test('target and buy rules have routes of their own', async () => {
  const { id } = await buyGet()
  for (const kind of ['target', 'buy']) {
    const answer = await shop.post(`/promotions/${id}/${kind}-rules/batch`, {
      create: [productRule('prod_9')],
    })
    expect(answer).toMatchObject({
      status: 200,
      created: [{ values: [{ value: 'prod_9' }] }],
      updated: [],
      deleted: { ids: [] },
    })
  }
  const { application_method: method } = (await shop.get(`/promotions/${id}`)).promotion
  expect([method.target_rules.length, method.buy_rules.length]).toEqual([1, 2])
})

test.each([
  ['rules', { create: [{ operator: 'eq', values: 'x' }] }, 'attribute'],
  ['rules', { create: [{ ...productRule('x'), colour: 'red' }] }, 'colour'],
  ['rules', { create: [productRule()] }, 'at least one value'],
  ['rules', { delete: ['does-not-exist'] }, 'Promotion rules with id - does-not-exist not found'],
  ['rules', { update: [{ id: 'does-not-exist', values: 'x' }] }, 'does-not-exist'],
  ['buy-rules', { create: [productRule('x')] }, "Can't add buy rules to a standard promotion"],
])('refuses to change %s: %j', async (kind, body, message) => {
  const { id } = await create()
  expect(await shop.post(`/promotions/${id}/${kind}/batch`, body)).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining(message),
  })
})

test('of two changes of one rule, the later counts', async () => {
  const { id, rules } = await create({ rules: [productRule('prod_1')] })
  const [rule] = rules
  const answer = await shop.post(`/promotions/${id}/rules/batch?fields=values.value`, {
    update: ['prod_2', 'prod_3'].map((values) => ({ id: rule.id, values })),
  })
  expect(answer.updated).toEqual([{ id: rule.id, values: [ruleValue('prod_3')] }])
  expect(await shop.post(`/promotions/${id}/rules/batch?fields=colour`, {})).toMatchObject({ status: 400 })
})

test.each(['rules', 'target-rules', 'buy-rules'])('%s of a promotion that is not there', async (kind) => {
  const notFound = { status: 404, type: 'not_found', message: 'Promotion with id: none was not found' }
  expect(await shop.post(`/promotions/none/${kind}/batch`, { create: [] })).toEqual(notFound)
  expect(await shop.get(`/promotions/none/${kind}`)).toEqual(notFound)
})

test('rules are shown with the names of what they mean, in one statement', async () => {
  const region = await shop.modules
    .resolve(RegionService)
    .createRegions({ name: 'Asia', currency_code: 'jpy' })
  const { id } = await create(
    {
      rules: [
        { attribute: 'region.id', operator: 'in', values: [region.id, 'reg_gone'] },
        { attribute: 'item_total', operator: 'gte', values: '100' },
      ],
    },
    { type: 'fixed', currency_code: 'jpy' },
  )
  expect((await shop.get(`/promotions/${id}/rules`)).rules).toEqual([
    {
      attribute: 'currency_code',
      attribute_label: 'Currency Code',
      field_type: 'select',
      hydrate: false,
      operator: 'eq',
      operator_label: 'Equals',
      values: [{ label: 'jpy', value: 'jpy' }],
      disguised: true,
      required: true,
    },
    {
      id: expect.stringMatching(/^prorul_/),
      description: null,
      attribute: 'region.id',
      attribute_label: 'Region',
      field_type: 'multiselect',
      hydrate: true,
      operator: 'in',
      operator_label: 'In',
      values: [
        { id: expect.any(String), value: region.id, label: 'Asia' },
        { id: expect.any(String), value: 'reg_gone', label: 'reg_gone' },
      ],
      disguised: false,
      required: false,
    },
    expect.objectContaining({
      attribute: 'item_total',
      attribute_label: 'item_total',
      operator_label: 'Greater than or equal',
      values: [expect.objectContaining({ value: '100', label: '100' })],
    }),
  ])
  expect(await shop.statementsOf(() => shop.get(`/promotions/${id}/rules`))).toHaveLength(1)
})

test('quantities of a buyget promotion stand among its rules', async () => {
  const { id } = await buyGet()
  expect((await shop.get(`/promotions/${id}/buy-rules`)).rules).toMatchObject([
    { attribute: 'buy_rules_min_quantity', field_type: 'number', values: [{ value: '2' }], disguised: true },
    { attribute: 'items.product.id' },
  ])
  expect((await shop.get(`/promotions/${id}/target-rules`)).rules).toMatchObject([
    { attribute: 'apply_to_quantity', values: [{ value: '1' }] },
  ])
  expect(await shop.get(`/promotions/${id}/colours`)).toMatchObject({ status: 400, type: 'invalid_data' })
})

test('a form for a promotion to be is told what it must ask for', async () => {
  const rules = async (query: string) => (await shop.get(`/promotions/null/${query}`)).rules
  expect(await rules('rules?promotion_type=standard&application_method_type=fixed')).toMatchObject([
    { attribute: 'currency_code', required: true, values: [] },
  ])
  expect(await rules('rules?application_method_type=percentage')).toEqual([])
  expect(await rules('buy-rules?promotion_type=buyget')).toMatchObject([
    { attribute: 'buy_rules_min_quantity' },
  ])
})
