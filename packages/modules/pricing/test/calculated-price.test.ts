import { type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type NewPrice, type PricingContext, PricingService, pricingModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: PricingService
let query: Query
beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([pricingModule, queryModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(PricingService)
  query = modules.resolve(Query)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const setOf = async (...prices: NewPrice[]) => (await service.createPriceSets([{ prices }]))[0]?.id as string

async function priceOf(setId: string, context: Partial<PricingContext> = {}) {
  const [row] = await service.calculatePrices([setId], { currency_code: 'eur', ...context })
  return row?.calculated_price
}

const eur = (amount: number | string, more: Partial<NewPrice> = {}): NewPrice => ({
  currency_code: 'eur',
  amount,
  ...more,
})

async function listed(
  list: Record<string, unknown>,
  setId: string,
  amount: number,
  more: Partial<NewPrice> = {},
) {
  const [created] = await service.createPriceLists([
    {
      title: 'List',
      description: '',
      status: 'active',
      ...list,
      prices: [{ price_set_id: setId, currency_code: 'eur', amount, ...more }],
    } as never,
  ])
  return created?.id as string
}

test('the price has the shape of the wire, and its amounts are exact', async () => {
  const set = await setOf(eur('12345678901234567.10', { min_quantity: 1 }))
  const [price] = await service.listPrices({ price_set_id: set })
  const used = {
    id: price?.id,
    price_list_id: null,
    price_list_type: null,
    min_quantity: 1,
    max_quantity: null,
  }
  const raw = { value: '12345678901234567.1', precision: 20 }
  const calculated = await priceOf(set)
  expect(calculated).toEqual({
    id: set,
    is_calculated_price_price_list: false,
    is_calculated_price_tax_inclusive: false,
    calculated_amount: expect.any(Number),
    raw_calculated_amount: raw,
    is_original_price_price_list: false,
    is_original_price_tax_inclusive: false,
    original_amount: expect.any(Number),
    raw_original_amount: raw,
    currency_code: 'eur',
    calculated_price: used,
    original_price: used,
  })
})

test('there is no price in another currency', async () => {
  expect(await priceOf(await setOf(eur(10)), { currency_code: 'usd' })).toBeNull()
})

test('without a currency there is an error that says so', async () => {
  await expect(service.calculatePrices(['pset_1'], {} as never)).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('currency_code'),
  })
})

test('a price for the region goes before the usual one, though it is higher', async () => {
  const set = await setOf(
    eur(10),
    eur(12, { rules: { region_id: 'reg_de' } }),
    eur(8, { rules: { region_id: 'reg_fr' } }),
  )
  expect(await priceOf(set, { region_id: 'reg_de' })).toMatchObject({ calculated_amount: 12 })
  expect(await priceOf(set, { region_id: 'reg_it' })).toMatchObject({ calculated_amount: 10 })
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 10 })
})

test('of two that fit alike the lower one wins', async () => {
  expect(await priceOf(await setOf(eur(10), eur(9)))).toMatchObject({ calculated_amount: 9 })
})

test('all rules must hold', async () => {
  const rules = { region_id: 'reg_de', customer_group_id: 'vip' }
  const set = await setOf(eur(10), eur(5, { rules }))
  expect(await priceOf(set, { region_id: 'reg_de' })).toMatchObject({ calculated_amount: 10 })
  const vip = { region_id: 'reg_de', customer_group_ids: ['new', 'vip'] }
  expect(await priceOf(set, vip)).toMatchObject({ calculated_amount: 5 })
})

test('quantities pick their tier, also when each row asks for its own', async () => {
  const set = await setOf(eur(10, { max_quantity: 9 }), eur(8, { min_quantity: 10 }))
  const rows = await service.calculatePrices(
    [9, 10].map((quantity) => ({ price_set_id: set, quantity })),
    { currency_code: 'eur' },
  )
  expect(rows.map((row) => row.calculated_price?.calculated_amount)).toEqual([10, 8])
  expect(await priceOf(set, { quantity: 50 })).toMatchObject({ calculated_amount: 8 })
})

test('numbers compare as numbers', async () => {
  const over60 = { item_total: [{ operator: 'gte' as const, value: 60 }] }
  const set = await setOf(eur(5), eur(0, { rules: over60 }))
  expect(await priceOf(set, { item_total: 100 })).toMatchObject({ calculated_amount: 0 })
  expect(await priceOf(set, { item_total: 9 })).toMatchObject({ calculated_amount: 5 })
  expect(await priceOf(set, { item_total: 'many' })).toMatchObject({ calculated_amount: 5 })
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 5 })
})

test('a sale applies where it is lower, and shows what it was', async () => {
  const set = await setOf(eur(10))
  const list = await listed({ type: 'sale' }, set, 7)
  expect(await priceOf(set)).toMatchObject({
    calculated_amount: 7,
    original_amount: 10,
    is_calculated_price_price_list: true,
    is_original_price_price_list: false,
    calculated_price: { price_list_id: list, price_list_type: 'sale' },
    original_price: { price_list_id: null },
  })
  const dear = await setOf(eur(10))
  await listed({ type: 'sale' }, dear, 11)
  expect(await priceOf(dear)).toMatchObject({ calculated_amount: 10, is_calculated_price_price_list: false })
})

test('an override takes the place of the usual price though it is higher, and beats a sale', async () => {
  const set = await setOf(eur(10))
  await listed({ type: 'sale' }, set, 7)
  const list = await listed({ type: 'override' }, set, 12)
  const used = { price_list_id: list, price_list_type: 'override' }
  expect(await priceOf(set)).toMatchObject({
    calculated_amount: 12,
    is_calculated_price_price_list: true,
    original_amount: 12,
    is_original_price_price_list: true,
    calculated_price: used,
    original_price: used,
  })
})

test('of several sales the lowest applies, whatever their rules', async () => {
  const set = await setOf(eur(10))
  await listed({ rules: { 'customer.groups.id': ['vip'] } }, set, 8)
  await listed({}, set, 7)
  expect(await priceOf(set, { customer_group_ids: ['vip'] })).toMatchObject({ calculated_amount: 7 })
  await listed({ rules: { 'customer.groups.id': ['vip'] } }, set, 6)
  expect(await priceOf(set, { customer_group_ids: ['vip'] })).toMatchObject({ calculated_amount: 6 })
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 7 })
})

test('of several overrides the one made for the buyer applies, though it is higher; then the lower one', async () => {
  const set = await setOf(eur(10))
  await listed({ type: 'override' }, set, 8)
  await listed({ type: 'override', rules: { 'customer.groups.id': ['vip'] } }, set, 9)
  expect(await priceOf(set, { customer_group_ids: ['vip'] })).toMatchObject({ calculated_amount: 9 })
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 8 })
  await listed({ type: 'override' }, set, 7)
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 7 })
})

test('within a list the price for the region goes before its usual one', async () => {
  const set = await setOf(eur(10))
  const list = await listed({}, set, 7)
  const german = { ...eur(9, { rules: { region_id: 'reg_de' } }), price_set_id: set }
  await service.changePriceListPrices(list, { create: [german] })
  expect(await priceOf(set, { region_id: 'reg_de' })).toMatchObject({ calculated_amount: 9 })
  expect(await priceOf(set, { region_id: 'reg_fr' })).toMatchObject({ calculated_amount: 7 })
})

test("a list's tiers apply by quantity", async () => {
  const set = await setOf(eur(10))
  const list = await listed({}, set, 8, { min_quantity: 5, max_quantity: 9 })
  await service.changePriceListPrices(list, {
    create: [{ ...eur(6, { min_quantity: 10 }), price_set_id: set }],
  })
  for (const [quantity, amount] of [
    [4, 10],
    [5, 8],
    [9, 8],
    [10, 6],
  ] as const) {
    expect(await priceOf(set, { quantity })).toMatchObject({ calculated_amount: amount })
  }
})

test('a sale alone gives a price with nothing to compare it to, an override alone one that is its own', async () => {
  const set = await setOf()
  await listed({ type: 'sale' }, set, 7)
  expect(await priceOf(set)).toMatchObject({
    calculated_amount: 7,
    original_amount: null,
    raw_original_amount: null,
    is_original_price_price_list: false,
    original_price: { id: null, price_list_id: null },
  })
  await listed({ type: 'override' }, set, 8)
  expect(await priceOf(set)).toMatchObject({ original_amount: 8, is_original_price_price_list: true })
})

test('an active list whose time begins or ends within the hour applies from then, or until then', async () => {
  const hours = (count: number) => new Date(Date.now() + count * 3_600_000)
  const set = await setOf(eur(10))
  const list = await listed({ starts_at: hours(-1), ends_at: hours(1) }, set, 7)
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 7 })
  await service.updatePriceLists([{ id: list, ends_at: hours(-0.5) }])
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 10 })
  await service.updatePriceLists([{ id: list, ends_at: null, starts_at: hours(0.5) }])
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 10 })
  await service.updatePriceLists([{ id: list, starts_at: null }])
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 7 })
})

test("a list's price without limits does not borrow those of the usual one", async () => {
  const set = await setOf(eur(10, { min_quantity: 1, max_quantity: 5 }))
  await listed({ type: 'sale' }, set, 7)
  expect(await priceOf(set)).toMatchObject({
    calculated_price: { min_quantity: null, max_quantity: null },
    original_price: { min_quantity: 1, max_quantity: 5 },
  })
})

test.each([
  ['a draft', { status: 'draft' }],
  ['not begun', { starts_at: new Date('2999-01-01') }],
  ['over', { ends_at: new Date('2000-01-01') }],
  ['for others', { rules: { 'customer.groups.id': ['vip'] } }],
])('a list that is %s does not apply', async (_, list) => {
  const set = await setOf(eur(10))
  await listed(list, set, 7)
  expect(await priceOf(set, { customer_group_ids: ['new'] })).toMatchObject({ calculated_amount: 10 })
})

test('a list is for those who have one of the values of each of its rules', async () => {
  const set = await setOf(eur(10))
  await listed({ rules: { 'customer.groups.id': ['vip', 'staff'], region_id: ['reg_de'] } }, set, 7)
  const staff = { customer_group_ids: ['staff'] }
  expect(await priceOf(set, { ...staff, region_id: 'reg_de' })).toMatchObject({ calculated_amount: 7 })
  expect(await priceOf(set, { ...staff, region_id: 'reg_fr' })).toMatchObject({ calculated_amount: 10 })
})

test("tax inclusiveness follows the region's preference, then the currency's", async () => {
  const set = await setOf({ currency_code: 'gbp', amount: 10 })
  await service.createPricePreferences([
    { attribute: 'currency_code', value: 'gbp', is_tax_inclusive: true },
    { attribute: 'region_id', value: 'reg_us', is_tax_inclusive: false },
  ])
  const gbp = { currency_code: 'gbp' }
  expect(await priceOf(set, gbp)).toMatchObject({ is_calculated_price_tax_inclusive: true })
  expect(await priceOf(set, { ...gbp, region_id: 'reg_us' })).toMatchObject({
    is_calculated_price_tax_inclusive: false,
    is_original_price_tax_inclusive: false,
  })
})

test('rules that are added or taken away later count at once', async () => {
  const set = await setOf(eur(10))
  const [price] = await service.listPrices({ price_set_id: set })
  const rule = await service.createPriceRules({
    price_id: price?.id as string,
    attribute: 'region_id',
    value: 'reg_de',
  })
  expect((await service.retrievePrice(price?.id as string)).rules_count).toBe(1)
  expect(await priceOf(set)).toBeNull()
  await service.softDeletePriceRules(rule.id)
  expect(await priceOf(set)).toMatchObject({ calculated_amount: 10 })
})

test('replacing prices keeps the id of one that stays, and leaves price lists alone', async () => {
  const set = await setOf(
    eur(10),
    { currency_code: 'usd', amount: 11 },
    eur(9, { rules: { region_id: 'reg_de' } }),
  )
  await listed({ type: 'sale' }, set, 7)
  const before = await service.listPrices({
    price_set_id: set,
    currency_code: 'eur',
    rules_count: 0,
    price_list_id: null,
  })
  await service.replacePrices([{ id: set, prices: [eur(20), eur(19, { rules: { region_id: 'reg_de' } })] }])
  const after = await service.listPrices({ price_set_id: set }, { relations: ['price_rules'] })
  expect(after.map(({ amount }) => amount.toNumber()).sort()).toEqual([19, 20, 7])
  expect(after.find(({ amount }) => amount.eq(20))?.id).toBe(before[0]?.id)
  expect(after.find(({ amount }) => amount.eq(19))).toMatchObject({
    rules_count: 1,
    price_rules: [{ value: 'reg_de' }],
  })
})

test('an amount that is no number is refused', async () => {
  await expect(setOf(eur('ten'))).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('ten'),
  })
})

test('a hundred prices are calculated in one statement, and a query selects one as a field', async () => {
  const sets = await service.createPriceSets(
    Array.from({ length: 100 }, (_, index) => ({ prices: [eur(index)] })),
  )
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  const rows = await service.calculatePrices(
    sets.map(({ id }) => id),
    { currency_code: 'eur' },
  )
  stop()
  expect(texts).toHaveLength(1)
  expect(rows.map((row) => row.calculated_price?.calculated_amount)).toEqual(sets.map((_, index) => index))
  const found = await query.retrieve('price_set', sets[3]?.id as string, {
    fields: ['id', 'calculated_price'],
    context: { currency_code: 'eur' },
  })
  expect(found).toMatchObject({ calculated_price: { calculated_amount: 3, id: sets[3]?.id } })
})

test('a preference that is said again is changed, and living ones do not double', async () => {
  const say = (is_tax_inclusive: boolean) =>
    service.setPricePreferences([{ attribute: 'region_id', value: 'reg_said', is_tax_inclusive }])
  await Promise.all([say(true), say(true)])
  await say(false)
  expect(await service.listPricePreferences({ value: 'reg_said' })).toMatchObject([
    { is_tax_inclusive: false },
  ])
})
