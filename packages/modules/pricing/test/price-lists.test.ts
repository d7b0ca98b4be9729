import { type Modules, startModules } from '@stoa/kernel'
import { queryModule } from '@stoa/query'
import { behindLock, createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type NewPriceList, PricingService, pricingModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: PricingService
beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([pricingModule, queryModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(PricingService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const sets = async (count: number) =>
  (await service.createPriceSets(Array.from({ length: count }, () => ({})))).map(({ id }) => id)

const price = (price_set_id: string, amount: number, more: object = {}) => ({
  price_set_id,
  currency_code: 'eur',
  amount,
  ...more,
})

async function listOf(list: Partial<NewPriceList> = {}) {
  const [created] = await service.createPriceLists([{ title: 'List', description: '', ...list }])
  return created?.id as string
}

const pricesOf = async (price_list_id: string) =>
  (await service.listPrices({ price_list_id }, { relations: ['price_rules'] })).map((row) => ({
    ...row,
    amount: row.amount.toNumber(),
  }))

const statements = async (work: () => Promise<unknown>) => {
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  await work()
  stop()
  return texts.filter((text) => !/^(begin|commit)/i.test(text)).length
}

test('what is not said of a new list has a default; what a change does not say stays', async () => {
  const id = await listOf({ rules: { region_id: ['reg_de'] } })
  const made = { status: 'draft', type: 'sale', starts_at: null, ends_at: null, rules_count: 1 }
  expect(await service.retrievePriceList(id)).toMatchObject(made)
  await service.updatePriceLists([{ id, title: 'New', status: 'active' }])
  expect(await service.retrievePriceList(id)).toMatchObject({ ...made, title: 'New', status: 'active' })
  await service.updatePriceLists([{ id, rules: { region_id: ['reg_fr'], 'customer.groups.id': ['vip'] } }])
  expect(await service.retrievePriceList(id)).toMatchObject({ rules_count: 2 })
  await service.updatePriceLists([{ id, rules: {} }])
  expect(await service.retrievePriceList(id)).toMatchObject({ rules_count: 0 })
})

test('a list ends after it starts, also where only one of the two changes', async () => {
  const [starts_at, ends_at] = ['2026-07-01', '2026-08-01']
  const refused = { type: 'invalid_data', message: expect.stringContaining('not after') }
  await expect(listOf({ starts_at: ends_at, ends_at: starts_at })).rejects.toMatchObject(refused)
  await expect(listOf({ starts_at, ends_at: starts_at })).rejects.toMatchObject(refused)
  const id = await listOf({ starts_at, ends_at })
  await expect(service.updatePriceLists([{ id, ends_at: '2026-06-01' }])).rejects.toMatchObject(refused)
  await expect(service.updatePriceLists([{ id, starts_at: '2026-09-01' }])).rejects.toMatchObject(refused)
  await service.updatePriceLists([{ id, starts_at: '2026-09-01', ends_at: null }])
  await expect(service.updatePriceLists([{ id: 'plist_none', title: 'X' }])).rejects.toMatchObject({
    type: 'not_found',
  })
})

test('prices are created, changed and deleted together, and what a change leaves out stays', async () => {
  const [first, second] = (await sets(2)) as [string, string]
  const rules = { region_id: 'reg_de' }
  const id = await listOf({
    prices: [price(first, 5, { rules, min_quantity: 2 }), price(second, 6)],
  })
  const [kept, gone] = await pricesOf(id)
  const changed = await service.changePriceListPrices(id, {
    create: [price(second, 8, { currency_code: 'usd' })],
    update: [{ id: kept?.id as string, amount: 4 }],
    delete: [gone?.id as string],
  })
  expect(changed).toEqual({
    created: [expect.any(String)],
    updated: [kept?.id],
    deleted: [gone?.id],
  })
  expect(await pricesOf(id)).toMatchObject([
    { id: kept?.id, amount: 4, price_set_id: first, rules_count: 1, price_rules: [{ value: 'reg_de' }] },
    { currency_code: 'usd', amount: 8, price_set_id: second, rules_count: 0 },
  ])
  await service.changePriceListPrices(id, {
    update: [{ id: kept?.id as string, price_set_id: second, rules: {}, min_quantity: null }],
  })
  expect(await pricesOf(id)).toMatchObject([
    { id: kept?.id, amount: 4, price_set_id: second, rules_count: 0, min_quantity: null },
    { amount: 8 },
  ])
})

test('a price for the same thing takes the place of the one there is, and is not given twice', async () => {
  const [set] = (await sets(1)) as [string]
  const id = await listOf({ prices: [price(set, 5), price(set, 4, { min_quantity: 10 })] })
  const [before] = await pricesOf(id)
  const { created } = await service.changePriceListPrices(id, { create: [price(set, 3)] })
  expect(created).toEqual([before?.id])
  expect((await pricesOf(id)).map(({ amount }) => amount).sort()).toEqual([3, 4])
  await expect(
    service.changePriceListPrices(id, { create: [price(set, 1), price(set, 2)] }),
  ).rejects.toMatchObject({ type: 'invalid_data', message: expect.stringContaining('two prices') })
  // What is deleted by the same call keeps no place.
  const again = await service.changePriceListPrices(id, { create: [price(set, 2)], delete: created })
  expect(again.created).not.toEqual(created)
})

test.each([
  ['a list that is not there', 'plist_none', {}, 'not_found'],
  ['a price that is not there', '', { delete: ['price_none'] }, 'not_found'],
  ['a change of a price that is not there', '', { update: [{ id: 'price_none' }] }, 'not_found'],
  ['a price of no set', '', { create: [price('pset_none', 1)] }, 'not_found'],
  [
    'a range that holds nothing',
    '',
    { create: [price('pset_none', 1, { min_quantity: 3, max_quantity: 2 })] },
    'invalid_data',
  ],
])('refuses %s', async (_, list, changes, type) => {
  const id = list || (await listOf())
  await expect(service.changePriceListPrices(id, changes)).rejects.toMatchObject({ type })
})

test("another list's price cannot be changed or deleted through this one", async () => {
  const [set] = (await sets(1)) as [string]
  const [mine, theirs] = [await listOf(), await listOf({ prices: [price(set, 5)] })]
  const [{ id } = { id: '' }] = await pricesOf(theirs)
  for (const changes of [{ update: [{ id, amount: 1 }] }, { delete: [id] }]) {
    await expect(service.changePriceListPrices(mine, changes)).rejects.toMatchObject({ type: 'not_found' })
  }
  expect(await pricesOf(theirs)).toMatchObject([{ amount: 5 }])
})

test('sets are taken out of a list, and stay in others', async () => {
  const [first, second] = (await sets(2)) as [string, string]
  const prices = [price(first, 5), price(first, 4, { min_quantity: 10 }), price(second, 6)]
  const [id, other] = [await listOf({ prices }), await listOf({ prices })]
  await service.removeFromPriceList(id, [first])
  expect(await pricesOf(id)).toMatchObject([{ price_set_id: second }])
  expect(await pricesOf(other)).toHaveLength(3)
})

test('a deleted list takes its prices and rules along, and brings them back', async () => {
  const [set] = (await sets(1)) as [string]
  const id = await listOf({ prices: [price(set, 5)], rules: { region_id: ['reg_de'] } })
  await service.softDeletePriceLists(id)
  expect(await pricesOf(id)).toEqual([])
  await expect(service.changePriceListPrices(id, {})).rejects.toMatchObject({ type: 'not_found' })
  await service.restorePriceLists(id)
  expect(await pricesOf(id)).toMatchObject([{ amount: 5 }])
  expect(await service.retrievePriceList(id)).toMatchObject({ rules_count: 1 })
})

test('a hundred prices cost as many statements as one', async () => {
  const all = await sets(100)
  const of = (list: readonly string[], amount: number) =>
    list.map((set) => price(set, amount, { rules: { region_id: 'reg_de' } }))
  const cost = async (list: readonly string[]) => {
    let id = ''
    const create = await statements(async () => {
      id = await listOf({ prices: of(list, 5), rules: { region_id: ['a'], 'customer.groups.id': ['b'] } })
    })
    const ids = (await pricesOf(id)).map((row) => row.id)
    const half = ids.slice(0, Math.ceil(ids.length / 2))
    const change = await statements(() =>
      service.changePriceListPrices(id, {
        create: list.map((set) => price(set, 3)),
        update: half.map((id) => ({ id, amount: 2 })),
        delete: ids.filter((id) => !half.includes(id)).concat(half.slice(0, 1)),
      }),
    )
    const remove = await statements(() => service.removeFromPriceList(id, list))
    const whole = await listOf({ prices: of(list, 5), rules: { region_id: ['a'] } })
    const drop = await statements(() => service.softDeletePriceLists(whole))
    return { create, change, remove, drop }
  }
  const one = await cost(all.slice(0, 1))
  expect(one).toEqual({ create: 3, change: 6, remove: 4, drop: 4 })
  expect(await cost(all)).toEqual(one)
})

test('two hosts that write the same list do so one after the other, and leave one price of each', async () => {
  const [set] = (await sets(1)) as [string]
  const id = await listOf()
  const otherHost = await startModules([pricingModule, queryModule], { database: database.url })
  const write = (pricing: PricingService, amount: number) => () =>
    pricing.changePriceListPrices(id, {
      create: [price(set, amount), price(set, amount - 1, { min_quantity: 5 })],
    })
  const ends = await behindLock(
    database.url,
    'select 1 from stoa_pricing.price_list where id = $1 for update',
    [id],
    [write(service, 5), write(otherHost.resolve(PricingService), 8)],
  )
  await otherHost.close()
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  const amounts = (await pricesOf(id)).map(({ amount }) => amount).sort()
  expect([
    [4, 5],
    [7, 8],
  ]).toContainEqual(amounts)
})

test('a list that is deleted while somebody writes its prices gets none', async () => {
  const [set] = (await sets(1)) as [string]
  const id = await listOf({ prices: [price(set, 5)] })
  const [deleted, written] = await behindLock<unknown>(
    database.url,
    'select 1 from stoa_pricing.price_list where id = $1 for update',
    [id],
    [
      () => service.softDeletePriceLists(id),
      () => service.changePriceListPrices(id, { create: [price(set, 3, { currency_code: 'usd' })] }),
    ],
  )
  expect(deleted?.status).toBe('fulfilled')
  // Whoever came first, no price of the list lives.
  if (written?.status === 'rejected') expect(written.reason).toMatchObject({ type: 'not_found' })
  expect(await pricesOf(id)).toEqual([])
})
