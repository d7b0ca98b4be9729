import { afterAll, beforeAll, expect, test } from 'vitest'
import { campaignBody, productRule, promotionBody, ruleValue } from './promotion-bodies.ts'
import { type Answer, type CatalogShop, openShop } from './shop.ts'

let shop: CatalogShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const create = async (...args: Parameters<typeof promotionBody>) => {
  const answer = await shop.post('/promotions', promotionBody(...args))
  expect(answer).toMatchObject({ status: 200 })
  return answer.promotion
}

const codes = ({ promotions }: Answer) => promotions?.map(({ code }: { code: string }) => code)
const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
const stamps = { created_at: date, updated_at: date, deleted_at: null }
const raw = (value: string) => ({ value, precision: 20 })

test('a promotion is answered in the shape of the wire', async () => {
  const promotion = await create(
    {
      code: 'WIRE',
      rules: [{ attribute: 'region.id', operator: 'eq', values: 'reg_1', description: 'Here' }],
      campaign: campaignBody({
        description: 'All of July',
        starts_at: '2026-07-01T00:00:00.000Z',
        ends_at: Date.UTC(2026, 6, 31),
        budget: { type: 'spend', currency_code: 'EUR', limit: 100.5 },
      }),
      additional_data: { ignored: true },
    },
    {
      value: 12.5,
      currency_code: 'EUR',
      allocation: 'each',
      max_quantity: 2,
      description: 'ignored',
      target_rules: [productRule('prod_1', 'prod_2')],
    },
  )
  expect(promotion).toEqual({
    id: expect.stringMatching(/^promo_/),
    code: 'WIRE',
    is_automatic: false,
    is_tax_inclusive: false,
    type: 'standard',
    limit: null,
    used: 0,
    status: 'draft',
    metadata: null,
    campaign_id: promotion.campaign.id,
    ...stamps,
    application_method: {
      id: expect.stringMatching(/^proappmet_/),
      value: 12.5,
      raw_value: raw('12.5'),
      currency_code: 'eur',
      max_quantity: 2,
      apply_to_quantity: null,
      buy_rules_min_quantity: null,
      type: 'percentage',
      target_type: 'items',
      allocation: 'each',
      promotion_id: promotion.id,
      ...stamps,
      buy_rules: [],
      target_rules: [
        {
          id: expect.stringMatching(/^prorul_/),
          description: null,
          attribute: 'items.product.id',
          operator: 'in',
          ...stamps,
          values: [ruleValue('prod_1'), ruleValue('prod_2')],
        },
      ],
    },
    campaign: {
      id: expect.stringMatching(/^procamp_/),
      name: expect.any(String),
      description: 'All of July',
      campaign_identifier: expect.any(String),
      starts_at: expect.stringMatching(/^2026-07-01T00:00:00/),
      ends_at: expect.stringMatching(/^2026-07-31T00:00:00/),
      ...stamps,
      budget: {
        id: expect.stringMatching(/^probudg_/),
        type: 'spend',
        currency_code: 'eur',
        limit: 100.5,
        raw_limit: raw('100.5'),
        used: 0,
        raw_used: raw('0'),
        attribute: null,
        campaign_id: promotion.campaign.id,
        ...stamps,
      },
    },
    rules: [
      {
        id: expect.stringMatching(/^prorul_/),
        attribute: 'region.id',
        operator: 'eq',
        values: [ruleValue('reg_1')],
      },
    ],
  })
  expect((await shop.get('/promotions/WIRE')).promotion).toEqual(promotion)
  expect((await shop.get(`/promotions/${promotion.id}`)).promotion).toEqual(promotion)
  expect((await shop.get('/promotions?code=WIRE')).promotions).toEqual([promotion])
  expect(await shop.statementsOf(() => shop.get(`/promotions/${promotion.id}`))).toHaveLength(1)
})

test('promotions are found by what the wire filters by', async () => {
  const [summer] = await Promise.all([
    create({ code: 'FIND-SUMMER', campaign: campaignBody() }, { currency_code: 'eur' }),
    create({ code: 'FIND-WINTER' }, { currency_code: 'usd' }),
    create({ code: 'FIND-NONE' }),
  ])
  const found = async (query: string) => codes(await shop.get(`/promotions?order=code&${query}`))
  expect(await found('q=find-w')).toEqual(['FIND-WINTER'])
  expect(await found('code[]=FIND-NONE&code[]=FIND-WINTER')).toEqual(['FIND-NONE', 'FIND-WINTER'])
  expect(await found('code[$like]=FIND-%25MM%25')).toEqual(['FIND-SUMMER'])
  expect(await found(`id=${summer.id}`)).toEqual(['FIND-SUMMER'])
  expect(await found(`campaign_id=${summer.campaign_id}`)).toEqual(['FIND-SUMMER'])
  const currency = 'application_method[currency_code]'
  expect(await found(`q=find&${currency}=usd`)).toEqual(['FIND-WINTER'])
  expect(await found(`q=find&${currency}[]=usd&${currency}[]=eur`)).toEqual(['FIND-SUMMER', 'FIND-WINTER'])
  expect(await found('$or[0][code]=FIND-NONE&$or[1][application_method][currency_code]=usd')).toEqual([
    'FIND-NONE',
    'FIND-WINTER',
  ])
  expect(await found('q=find&$and[0][campaign_id]=no&$and[1][q]=summer')).toEqual([])
  expect(await found('q=find&created_at[$gt]=2999-01-01')).toEqual([])
  expect(await shop.get('/promotions?q=find&limit=2&offset=2')).toMatchObject({
    count: 3,
    limit: 2,
    offset: 2,
  })
  expect(await shop.get('/promotions')).toMatchObject({ limit: 50, offset: 0 })
  expect(await shop.get('/promotions?application_method[value]=1')).toMatchObject({ status: 400 })
  expect((await shop.get('/promotions?q=find&fields=code&limit=1')).promotions).toEqual([
    { id: expect.any(String), code: expect.any(String) },
  ])
})

test('a promotion is changed, and what is not named stays', async () => {
  const { id, application_method, rules } = await create({ limit: 5, rules: [productRule('prod_1')] })
  const changed = await shop.post(`/promotions/${id}`, {
    status: 'active',
    metadata: { a: 1 },
    application_method: { value: 20 },
    additional_data: null,
  })
  expect(changed.promotion).toMatchObject({
    id,
    status: 'active',
    limit: 5,
    metadata: { a: 1 },
    rules,
    application_method: { id: application_method.id, value: 20, allocation: 'across' },
  })
  const { campaign } = await shop.post('/campaigns', campaignBody())
  expect((await shop.post(`/promotions/${id}`, { campaign_id: campaign.id })).promotion).toMatchObject({
    campaign: { id: campaign.id },
  })
  expect((await shop.post(`/promotions/${id}`, { campaign_id: null, limit: null })).promotion).toMatchObject({
    campaign: null,
    campaign_id: null,
    limit: null,
  })
})

test('a deleted promotion is gone, and its code is free', async () => {
  const { id } = await create({ code: 'AGAIN' })
  expect(await shop.remove(`/promotions/${id}`)).toEqual({
    status: 200,
    id,
    object: 'promotion',
    deleted: true,
  })
  expect(await shop.get(`/promotions/${id}`)).toMatchObject({
    status: 404,
    type: 'not_found',
    message: `Promotion with id or code: ${id} was not found`,
  })
  expect(await shop.get('/promotions/AGAIN')).toMatchObject({ status: 404 })
  await create({ code: 'AGAIN' })
})

test.each([
  ['nothing', {}, `'code'`],
  ['an unknown field', promotionBody({ colour: 'red' }), 'colour'],
  ['an unknown field of the method', promotionBody({}, { colour: 'red' }), 'colour'],
  ['an unknown type', promotionBody({ type: 'gift' }), 'type'],
  ['a value that is text', promotionBody({}, { value: '10' }), 'value'],
  ['a limit of 0', promotionBody({ limit: 0 }), 'limit'],
  ['a code that is taken', promotionBody({ code: 'TAKEN' }), 'TAKEN'],
  ['buyget without rules', promotionBody({ type: 'buyget' }), 'Buyget promotions require'],
  [
    'buyget without max_quantity',
    promotionBody(
      { type: 'buyget' },
      { buy_rules: [productRule('p')], apply_to_quantity: 1, buy_rules_min_quantity: 1 },
    ),
    'application_method.max_quantity',
  ],
  ['a rule without attribute', promotionBody({ rules: [{ operator: 'eq', values: 'x' }] }), 'attribute'],
  ['an empty code', promotionBody({ code: '' }), 'code'],
  ['a date that is none', promotionBody({ campaign: campaignBody({ starts_at: 'soon' }) }), 'starts_at'],
  ['an unknown currency', promotionBody({}, { type: 'fixed', currency_code: 'xyz' }), 'xyz'],
  ['a whole number too large', promotionBody({}, { max_quantity: 1e12 }), 'max_quantity'],
] as [string, { code?: string }, string][])('refuses %s, and writes nothing', async (_, body, message) => {
  if (body.code === 'TAKEN') await create({ code: 'TAKEN' })
  const before = (await shop.get('/promotions?limit=0')).count
  expect(await shop.post('/promotions', body)).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining(message),
  })
  expect((await shop.get('/promotions?limit=0')).count).toBe(before)
})

test('what is not there is not found', async () => {
  const notFound = { status: 404, type: 'not_found' }
  expect(await shop.post('/promotions/does-not-exist', {})).toMatchObject(notFound)
  expect(await shop.post('/promotions', promotionBody({ campaign_id: 'procamp_no' }))).toMatchObject(notFound)
})

test('costs the same statements for many rules as for one', async () => {
  const rules = Array.from({ length: 20 }, (_, index) => productRule(`prod_${index}`, 'prod_x'))
  const few = await shop.statementsOf(() => create({ rules: rules.slice(0, 1) }))
  const many = await shop.statementsOf(() => create({ rules }, { target_rules: rules }))
  expect([few.length, many.length]).toEqual([2, 2])
})
