import { afterAll, beforeAll, expect, test } from 'vitest'
import { campaignBody, promotionBody } from './promotion-bodies.ts'
import { type CatalogShop, openShop } from './shop.ts'

let shop: CatalogShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const create = async (more?: object) => {
  const answer = await shop.post('/campaigns', campaignBody(more))
  expect(answer).toMatchObject({ status: 200 })
  return answer.campaign
}

const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT/)
const stamps = { created_at: date, updated_at: date, deleted_at: null }

test('a campaign is answered in the shape of the wire', async () => {
  const campaign = await create({
    name: 'Summer',
    campaign_identifier: 'summer-26',
    description: 'All of it',
    starts_at: '2026-06-01T00:00:00Z',
    budget: { type: 'usage', limit: 100 },
    additional_data: {},
  })
  expect(campaign).toEqual({
    id: expect.stringMatching(/^procamp_/),
    name: 'Summer',
    campaign_identifier: 'summer-26',
    description: 'All of it',
    starts_at: expect.stringMatching(/^2026-06-01T00:00:00/),
    ends_at: null,
    ...stamps,
    budget: {
      id: expect.stringMatching(/^probudg_/),
      type: 'usage',
      currency_code: null,
      attribute: null,
      limit: 100,
      raw_limit: { value: '100', precision: 20 },
      used: 0,
      raw_used: { value: '0', precision: 20 },
      campaign_id: campaign.id,
      ...stamps,
    },
  })
  expect((await shop.get(`/campaigns/${campaign.id}`)).campaign).toEqual(campaign)
  expect(await shop.get('/campaigns?campaign_identifier=summer-26')).toEqual({
    status: 200,
    campaigns: [campaign],
    count: 1,
    offset: 0,
    limit: 50,
  })
})

test('campaigns are found by what the wire filters by', async () => {
  await create({ name: 'Find euros', budget: { type: 'spend', currency_code: 'eur' } })
  await create({
    name: 'Find dollars',
    description: 'green ones',
    budget: { type: 'spend', currency_code: 'usd' },
  })
  await create({ name: 'Find nothing', budget: null })
  const found = async (query: string) =>
    (await shop.get(`/campaigns?order=name&${query}`)).campaigns?.map(({ name }: { name: string }) => name)
  expect(await found('q=find')).toEqual(['Find dollars', 'Find euros', 'Find nothing'])
  expect(await found('q=green')).toEqual(['Find dollars'])
  expect(await found('q=find&budget[currency_code]=eur')).toEqual(['Find euros'])
  expect(await found('$or[0][budget][currency_code]=usd&$or[1][q]=nothing')).toEqual([
    'Find dollars',
    'Find nothing',
  ])
  expect(await found('$and[0][q]=find&$and[1][budget][currency_code]=usd')).toEqual(['Find dollars'])
  expect(await shop.get('/campaigns?budget[type]=spend')).toMatchObject({ status: 400 })
})

test('a campaign is changed, with the limit of its budget, and deleted', async () => {
  const { id, campaign_identifier } = await create({ budget: { type: 'usage', limit: 5 } })
  const change = (body: object) => shop.post(`/campaigns/${id}`, body)
  expect((await change({ name: 'New', ends_at: '2030-01-01', budget: { limit: 7 } })).campaign).toMatchObject(
    {
      name: 'New',
      campaign_identifier,
      ends_at: expect.stringMatching(/^2030-01-01T00:00:00/),
      budget: { type: 'usage', limit: 7 },
    },
  )
  expect((await change({ ends_at: null })).campaign.ends_at).toBeNull()
  expect((await change({ budget: { limit: null } })).campaign.budget.limit).toBeNull()
  expect(await shop.remove(`/campaigns/${id}`)).toEqual({
    status: 200,
    id,
    object: 'campaign',
    deleted: true,
  })
  for (const answer of [await shop.get(`/campaigns/${id}`), await change({ name: 'X' })]) {
    expect(answer).toMatchObject({
      status: 404,
      type: 'not_found',
      message: `Campaign with id: ${id} was not found`,
    })
  }
})

test('promotions are put into a campaign and taken out', async () => {
  const { id } = await create({ budget: { type: 'spend', currency_code: 'eur', limit: 5 } })
  const promotion = async (currency_code: string) =>
    (await shop.post('/promotions', promotionBody({}, { currency_code }))).promotion.id
  const [first, second, dollars] = [await promotion('eur'), await promotion('eur'), await promotion('usd')]
  const members = async () =>
    (await shop.get(`/promotions?campaign_id=${id}`)).promotions.map((row: { id: string }) => row.id).sort()
  const change = (body: object, query = '') => shop.post(`/campaigns/${id}/promotions${query}`, body)
  const added = await change({ add: [first, second] }, '?fields=id,promotions.id')
  expect(added.campaign.promotions).toHaveLength(2)
  expect(await members()).toEqual([first, second].sort())
  expect(await change({ remove: [first] })).toMatchObject({
    status: 200,
    campaign: { id, budget: { limit: 5 } },
  })
  expect(await members()).toEqual([second])
  expect(await change({ add: [dollars], remove: [second] })).toMatchObject({
    status: 400,
    type: 'invalid_data',
  })
  expect(await change({ add: ['promo_none'] })).toMatchObject({ status: 404, type: 'not_found' })
  expect(await members()).toEqual([second])
  expect(await shop.post('/campaigns/does-not-exist/promotions', { add: [first] })).toMatchObject({
    status: 404,
  })
})

test.each([
  ['nothing', {}, `'name'`],
  ['an unknown field', campaignBody({ colour: 'red' }), 'colour'],
  ['an unknown field of the budget', campaignBody({ budget: { type: 'usage', colour: 'red' } }), 'colour'],
  ['money without currency', campaignBody({ budget: { type: 'spend', limit: 5 } }), 'currency_code'],
  [
    'an end before the start',
    campaignBody({ starts_at: '2026-02-01', ends_at: '2026-01-01' }),
    'before it starts',
  ],
  ['a date that is none', campaignBody({ ends_at: 'never' }), 'ends_at'],
  ['a date beyond all years', campaignBody({ ends_at: 8_640_000_000_000_000 }), 'ends_at'],
  ['an identifier that is taken', campaignBody({ campaign_identifier: 'taken' }), 'taken'],
] as [string, { campaign_identifier?: string }, string][])(
  'refuses %s, and writes nothing',
  async (_, body, message) => {
    if (body.campaign_identifier === 'taken') await create({ campaign_identifier: 'taken' })
    const before = (await shop.get('/campaigns?limit=0')).count
    expect(await shop.post('/campaigns', body)).toMatchObject({
      status: 400,
      type: 'invalid_data',
      message: expect.stringContaining(message),
    })
    expect((await shop.get('/campaigns?limit=0')).count).toBe(before)
  },
)

test('the limit of a budget that is not there cannot change', async () => {
  const { id } = await create()
  expect(await shop.post(`/campaigns/${id}`, { budget: { limit: 5 } })).toMatchObject({ status: 400 })
  expect((await shop.post(`/campaigns/${id}`, { budget: {} })).status).toBe(200)
})
