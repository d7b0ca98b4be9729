import { RegionService } from '@stoa/region'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop
let place: { location: string; set: string; zone: string }
let profile: string
let region: string

beforeAll(async () => {
  shop = await openShop()
  place = await shop.place('Berlin')
  profile = (await shop.get('/shipping-profiles?limit=1')).shipping_profiles[0].id
  region = (
    await shop.modules.resolve(RegionService).createRegions({ name: 'Nordics', currency_code: 'sek' })
  ).id
})

afterAll(() => shop?.close())

const standard = (more: object = {}) => ({
  name: 'Standard',
  service_zone_id: place.zone,
  shipping_profile_id: profile,
  provider_id: 'carrier_fixed',
  price_type: 'flat',
  type: { label: 'Standard', description: 'In three days', code: 'standard' },
  prices: [{ currency_code: 'eur', amount: 4.9 }],
  ...more,
})

const create = async (more: object = {}) => {
  const answer = await shop.post('/shipping-options', standard(more))
  expect(answer).toMatchObject({ status: 200 })
  return answer.shipping_option
}

const shopRules = [
  { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
  { attribute: 'is_return', operator: 'eq', value: 'false' },
]

test('an option is created with its type, rules and prices, and told of', async () => {
  const option = await create({
    prices: [
      { currency_code: 'EUR', amount: 4.9 },
      { region_id: region, amount: 49 },
      {
        currency_code: 'eur',
        amount: 0,
        rules: [{ attribute: 'item_total', operator: 'gte', value: 100 }],
      },
    ],
    rules: shopRules,
    data: { id: 'parcel' },
    metadata: { note: 'x' },
  })
  expect(option).toMatchObject({
    id: expect.stringMatching(/^so_/),
    name: 'Standard',
    price_type: 'flat',
    provider_id: 'carrier_fixed',
    service_zone_id: place.zone,
    shipping_profile_id: profile,
    data: { id: 'parcel' },
    metadata: { note: 'x' },
    type: { label: 'Standard', description: 'In three days', code: 'standard' },
    service_zone: { id: place.zone, fulfillment_set_id: place.set, fulfillment_set: { id: place.set } },
    shipping_profile: { id: profile },
    provider: { id: 'carrier_fixed', is_enabled: true },
  })
  expect(option.rules).toHaveLength(2)
  expect(option.rules).toEqual(expect.arrayContaining(shopRules.map((rule) => expect.objectContaining(rule))))
  const by = (currency: string, amount: number) =>
    option.prices.find((one: any) => one.currency_code === currency && one.amount === amount)
  expect(option.prices).toHaveLength(3)
  expect(by('eur', 4.9)).toMatchObject({
    price_rules: [],
    rules_count: 0,
    raw_amount: { value: '4.9' },
    price_list: null,
    min_quantity: null,
    max_quantity: null,
  })
  expect(by('sek', 49).price_rules).toMatchObject([{ attribute: 'region_id', operator: 'eq', value: region }])
  expect(by('eur', 0).price_rules).toMatchObject([{ attribute: 'item_total', operator: 'gte', value: '100' }])
  expect((await shop.get(`/shipping-options/${option.id}`)).shipping_option).toEqual(option)
  expect(await shop.told('shipping-option.created')).toContain(option.id)
})

test('an option takes a type there is', async () => {
  const { shipping_option_type: type } = await shop.post('/shipping-option-types', {
    label: 'Express',
    code: 'express',
  })
  const option = await create({ type: undefined, type_id: type.id })
  expect(option.type).toMatchObject({ id: type.id, code: 'express', description: null })
  expect(
    (await shop.get(`/shipping-options?shipping_option_type_id=${type.id}`)).shipping_options,
  ).toMatchObject([{ id: option.id }])
})

test.each<[string, object, number, string, string]>([
  ['no zone', { service_zone_id: undefined }, 400, 'invalid_data', 'service_zone_id'],
  ['an unknown zone', { service_zone_id: 'serzo_none' }, 404, 'not_found', 'serzo_none'],
  ['an unknown profile', { shipping_profile_id: 'sp_none' }, 404, 'not_found', 'sp_none'],
  ['an unknown type', { type: undefined, type_id: 'sotype_none' }, 404, 'not_found', 'sotype_none'],
  ['no type', { type: undefined }, 400, 'invalid_data', 'type_id'],
  ['two types', { type_id: 'sotype_1' }, 400, 'invalid_data', 'type_id'],
  ['a provider that is not there', { provider_id: 'none' }, 400, 'not_allowed', 'none'],
  ['data its provider refuses', { data: { fragile: true } }, 400, 'invalid_data', 'data'],
  ['a price its provider cannot compute', { price_type: 'calculated' }, 400, 'invalid_data', 'price_type'],
  ['another price type', { price_type: 'free' }, 400, 'invalid_data', 'price_type'],
  ['an unknown region', { prices: [{ region_id: 'reg_none', amount: 1 }] }, 404, 'not_found', 'reg_none'],
  ['a price without currency', { prices: [{ amount: 1 }] }, 400, 'invalid_data', 'prices.0.currency_code'],
  ['a price below zero', { prices: [{ currency_code: 'eur', amount: -1 }] }, 400, 'invalid_data', 'amount'],
  ['an amount as text', { prices: [{ currency_code: 'eur', amount: '1' }] }, 400, 'invalid_data', 'amount'],
  ['a list for eq', { rules: [{ attribute: 'x', operator: 'eq', value: ['a'] }] }, 400, 'invalid_data', 'eq'],
  ['a text for in', { rules: [{ attribute: 'x', operator: 'in', value: 'a' }] }, 400, 'invalid_data', 'in'],
  [
    'an unknown operator',
    { rules: [{ attribute: 'x', operator: 'is', value: 'a' }] },
    400,
    'invalid_data',
    'rules',
  ],
  ['an unknown field', { color: 'red' }, 400, 'invalid_data', 'color'],
  [
    'two prices of one currency',
    {
      prices: [
        { currency_code: 'eur', amount: 1 },
        { currency_code: 'EUR', amount: 2 },
      ],
    },
    400,
    'invalid_data',
    'prices.1',
  ],
  [
    'a price for a currency and a region',
    { prices: [{ currency_code: 'eur', region_id: 'reg_1', amount: 1 }] },
    400,
    'invalid_data',
    'prices.0',
  ],
  [
    'a price that asks the same twice',
    {
      prices: [
        {
          currency_code: 'eur',
          amount: 1,
          rules: [1, 2].map((value) => ({ attribute: 'item_total', operator: 'gte', value })),
        },
      ],
    },
    400,
    'invalid_data',
    'prices.0.rules',
  ],
])('an option with %s is refused, and nothing is written', async (_, more, status, type, message) => {
  const name = `Refused ${message} ${status}`
  expect(await shop.post('/shipping-options', standard({ name, ...more }))).toMatchObject({
    status,
    type,
    message: expect.stringContaining(message),
  })
  expect((await shop.get(`/shipping-options?q=${encodeURIComponent(name)}`)).count).toBe(0)
})

test('a provider must be enabled for the location of the zone', async () => {
  const far = await shop.place('Far away')
  await shop.post(`/stock-locations/${far.location}/fulfillment-providers`, { remove: ['carrier_fixed'] })
  expect(await shop.post('/shipping-options', standard({ service_zone_id: far.zone }))).toMatchObject({
    status: 400,
    type: 'not_allowed',
  })
  const option = await create()
  expect(await shop.post(`/shipping-options/${option.id}`, { provider_id: 'none' })).toMatchObject({
    status: 400,
    type: 'not_allowed',
  })
})

test('where the provider computes the price there is none to keep', async () => {
  const option = await create({ price_type: 'calculated', provider_id: 'carrier_clever', prices: [] })
  expect(option).toMatchObject({ price_type: 'calculated', prices: [] })
  const flat = await create()
  expect(await shop.post(`/shipping-options/${flat.id}`, { price_type: 'calculated' })).toMatchObject({
    status: 400,
  })
  const change = { price_type: 'calculated', provider_id: 'carrier_clever' }
  const { shipping_option } = await shop.post(`/shipping-options/${flat.id}`, change)
  expect(shipping_option).toMatchObject({ price_type: 'calculated', prices: [] })
  const back = { price_type: 'flat', prices: [{ currency_code: 'usd', amount: 7 }] }
  expect((await shop.post(`/shipping-options/${flat.id}`, back)).shipping_option).toMatchObject({
    price_type: 'flat',
    prices: [{ currency_code: 'usd', amount: 7 }],
  })
})

test('a change replaces the prices and keeps those it names', async () => {
  const option = await create({
    prices: [
      { currency_code: 'eur', amount: 5 },
      { currency_code: 'usd', amount: 6 },
      { region_id: region, amount: 50 },
      {
        currency_code: 'gbp',
        amount: 4,
        rules: [{ attribute: 'item_total', operator: 'lt', value: 20 }],
      },
    ],
  })
  const idOf = (currency: string) => option.prices.find((one: any) => one.currency_code === currency).id
  const { status, shipping_option } = await shop.post(`/shipping-options/${option.id}`, {
    name: 'Changed',
    prices: [
      { id: idOf('eur'), amount: 5.5 },
      { id: idOf('sek'), amount: 55 },
      { id: idOf('gbp'), amount: 3, rules: [{ attribute: 'item_total', operator: 'gte', value: 30 }] },
      { currency_code: 'dkk', amount: 9 },
    ],
  })
  expect(status).toBe(200)
  expect(shipping_option.name).toBe('Changed')
  const prices = Object.fromEntries(shipping_option.prices.map((one: any) => [one.currency_code, one]))
  expect(Object.keys(prices).sort()).toEqual(['dkk', 'eur', 'gbp', 'sek'])
  expect(prices.eur).toMatchObject({ id: idOf('eur'), amount: 5.5, price_rules: [] })
  expect(prices.sek).toMatchObject({ amount: 55, price_rules: [{ attribute: 'region_id', value: region }] })
  expect(prices.gbp).toMatchObject({
    id: idOf('gbp'),
    amount: 3,
    rules_count: 1,
    price_rules: [{ attribute: 'item_total', operator: 'gte', value: '30' }],
  })
  const again = await shop.post(`/shipping-options/${option.id}`, {
    prices: [{ currency_code: 'eur', amount: 8 }],
  })
  expect(again.shipping_option.prices).toMatchObject([{ id: idOf('eur'), amount: 8 }])
  expect(await shop.told('shipping-option.updated')).toEqual(expect.arrayContaining([option.id]))
})

test('a price whose currency changes leaves its old place to another', async () => {
  const option = await create()
  const [{ id }] = option.prices
  const { shipping_option } = await shop.post(`/shipping-options/${option.id}`, {
    prices: [
      { id, currency_code: 'usd', amount: 6 },
      { currency_code: 'eur', amount: 5 },
    ],
  })
  const prices = Object.fromEntries(shipping_option.prices.map((one: any) => [one.currency_code, one]))
  expect(prices.usd).toMatchObject({ id, amount: 6 })
  expect(prices.eur.id).not.toBe(id)
})

test("another option's price cannot be changed, nor one price twice", async () => {
  const [mine, theirs] = [await create(), await create()]
  const change = (prices: object[]) => shop.post(`/shipping-options/${mine.id}`, { name: 'Stolen', prices })
  expect(await change([{ id: theirs.prices[0].id, amount: 1 }])).toMatchObject({
    status: 404,
    type: 'not_found',
  })
  const twice = [1, 2].map((amount) => ({ id: mine.prices[0].id, amount }))
  expect(await change(twice)).toMatchObject({ status: 400, type: 'invalid_data' })
  expect((await shop.get(`/shipping-options/${mine.id}`)).shipping_option).toEqual(mine)
  expect((await shop.get(`/shipping-options/${theirs.id}`)).shipping_option).toEqual(theirs)
})

test('rules in a change replace those there were and keep those they name', async () => {
  const option = await create({ rules: shopRules })
  const enabled = option.rules.find((one: any) => one.attribute === 'enabled_in_store')
  const { shipping_option } = await shop.post(`/shipping-options/${option.id}`, {
    rules: [
      { id: enabled.id, attribute: 'enabled_in_store', operator: 'eq', value: 'false' },
      { attribute: 'customer_group_id', operator: 'in', value: ['cusgroup_1'] },
    ],
  })
  expect(shipping_option.rules).toHaveLength(2)
  expect(shipping_option.rules).toMatchObject([
    { id: enabled.id, value: 'false' },
    { attribute: 'customer_group_id', operator: 'in', value: ['cusgroup_1'] },
  ])
  const stolen = { rules: [{ ...shopRules[0], id: (await create({ rules: shopRules })).rules[0].id }] }
  expect(await shop.post(`/shipping-options/${option.id}`, stolen)).toMatchObject({ status: 404 })
  expect((await shop.post(`/shipping-options/${option.id}`, { rules: [] })).shipping_option.rules).toEqual([])
})

test('a type in a change is a new one unless it says the same', async () => {
  const option = await create()
  const path = `/shipping-options/${option.id}`
  const { shipping_option: same } = await shop.post(path, {
    type: { label: 'Standard', description: 'In three days', code: 'standard' },
  })
  expect(same.type.id).toBe(option.type.id)
  const { shipping_option: other } = await shop.post(path, { type: { label: 'Slow', code: 'slow' } })
  expect(other.type).toMatchObject({ label: 'Slow', code: 'slow', description: null })
  expect(other.type.id).not.toBe(option.type.id)
  const { shipping_option: back } = await shop.post(path, { type_id: option.type.id })
  expect(back.type).toEqual(option.type)
  expect(await shop.post(path, { type_id: 'sotype_none' })).toMatchObject({ status: 404 })
})

test('options that are not there are not found', async () => {
  expect(await shop.get('/shipping-options/so_none')).toMatchObject({ status: 404, type: 'not_found' })
  expect(await shop.post('/shipping-options/so_none', { name: 'X' })).toMatchObject({ status: 404 })
  expect(await shop.post('/shipping-options/so_none/rules/batch', { create: [shopRules[0]] })).toMatchObject({
    status: 404,
    type: 'not_found',
  })
})

test('rules are added, changed and removed together', async () => {
  const option = await create({ rules: shopRules })
  const [first, second] = option.rules
  const path = `/shipping-options/${option.id}/rules/batch`
  const answer = await shop.post(path, {
    create: [{ attribute: 'item_total', operator: 'gte', value: '50' }],
    update: [{ ...shopRules[0], id: first.id, value: 'false' }],
    delete: [second.id],
  })
  expect(answer).toEqual({
    status: 200,
    created: [
      { id: expect.stringMatching(/^sorul_/), attribute: 'item_total', operator: 'gte', value: '50' },
    ],
    updated: [{ id: first.id, attribute: 'enabled_in_store', operator: 'eq', value: 'false' }],
    deleted: { ids: [second.id], object: 'shipping_option_rule', deleted: true },
  })
  const { shipping_option } = await shop.get(`/shipping-options/${option.id}`)
  expect(shipping_option.rules.map(({ id }: any) => id)).toEqual([first.id, answer.created[0].id])
})

test("a batch leaves other options' rules alone", async () => {
  const [mine, theirs] = [await create({ rules: shopRules }), await create({ rules: shopRules })]
  const path = `/shipping-options/${mine.id}/rules/batch`
  const update = [{ ...shopRules[0], id: theirs.rules[0].id }]
  expect(await shop.post(path, { create: [shopRules[0]], update })).toMatchObject({ status: 404 })
  await shop.post(path, { delete: [theirs.rules[0].id] })
  expect((await shop.get(`/shipping-options/${theirs.id}`)).shipping_option.rules).toHaveLength(2)
  expect((await shop.get(`/shipping-options/${mine.id}`)).shipping_option.rules).toHaveLength(2)
})

test('options are found by where they ship from, whether they bring back, and for whom they are', async () => {
  const { location, zone } = await shop.place('Lisbon', 'pt')
  const ofLisbon = async (query: string) =>
    (
      await shop.get(`/shipping-options?stock_location_id=${location}&order=name&${query}`)
    ).shipping_options.map(({ name }: any) => name)
  const rule = (attribute: string, value: string) => ({ attribute, operator: 'eq', value })
  await create({ name: 'Back', service_zone_id: zone, rules: [rule('is_return', 'true')] })
  await create({ name: 'Hidden', service_zone_id: zone, rules: [rule('enabled_in_store', 'false')] })
  await create({ name: 'Open', service_zone_id: zone, rules: shopRules })
  expect(await ofLisbon('')).toEqual(['Back', 'Hidden', 'Open'])
  expect(await ofLisbon('is_return=true')).toEqual(['Back'])
  expect(await ofLisbon('is_return=false')).toEqual(['Hidden', 'Open'])
  expect(await ofLisbon('admin_only=true')).toEqual(['Hidden'])
  expect(await ofLisbon('admin_only=false&is_return=false')).toEqual(['Open'])
  expect((await shop.get(`/shipping-options?service_zone_id=${zone}&q=hid`)).count).toBe(1)
})

test('an option that goes takes its prices along', async () => {
  const option = await create()
  expect(await shop.remove(`/shipping-options/${option.id}`)).toEqual({
    status: 200,
    id: option.id,
    object: 'shipping_option',
    deleted: true,
  })
  expect(await shop.get(`/shipping-options/${option.id}`)).toMatchObject({ status: 404 })
  const living = await shop.modules.database.query(
    'select from stoa_pricing.price where price_set_id = $1 and deleted_at is null',
    [option.prices[0].price_set_id],
  )
  expect(living).toEqual([])
  expect(await shop.remove(`/shipping-options/${option.id}`)).toMatchObject({ status: 200 })
  expect((await shop.told('shipping-option.deleted')).filter((id) => id === option.id)).toHaveLength(1)
})

test('many prices and rules cost as many statements as few', async () => {
  const statements = async (work: () => Promise<unknown>) => {
    let count = 0
    const stop = shop.modules.database.onStatement(() => count++)
    await work()
    stop()
    return count
  }
  const prices = (count: number, amount: number) =>
    [...'abcdefghijklmnop'].slice(0, count).map((letter) => ({ currency_code: `xx${letter}`, amount }))
  const rules = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ attribute: `a${index}`, operator: 'eq', value: 'b' }))
  await create({ prices: prices(1, 1), rules: rules(1) })
  const few = await statements(() => create({ prices: prices(2, 1), rules: rules(2) }))
  const many = await statements(() => create({ prices: prices(16, 1), rules: rules(16) }))
  expect(many).toBe(few)
  const change = async (count: number) => {
    const { id } = await create({ prices: prices(count, 1), rules: rules(count) })
    return statements(() =>
      shop.post(`/shipping-options/${id}`, { prices: prices(count, 2), rules: rules(count) }),
    )
  }
  expect(await change(16)).toBe(await change(2))
})
