import { type Modules, startModules } from '@stoa/kernel'
import { behindLock, createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { InventoryService, inventoryModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: InventoryService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([inventoryModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(InventoryService)
})

afterEach(async () => {
  expect(await service.repair()).toEqual([])
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const here = 'sloc_here'
const there = 'sloc_there'
let count = 0

/** An item of which ten lie at each location. */
async function stocked(): Promise<string> {
  count += 1
  const { id } = await service.createInventoryItems({ sku: `SKU-${count}` })
  await service.createInventoryLevels(
    [here, there].map((location_id) => ({
      inventory_item_id: id,
      location_id,
      stocked_quantity: 10 as never,
    })),
  )
  return id
}

const hold = (item: string, line: string, quantity: number, location = here, allow_backorder = false) =>
  service.reserve([
    { line_item_id: line, inventory_item_id: item, location_ids: [location], quantity, allow_backorder },
  ])

const take = (item: string, line: string, quantity: number, location_id = here) =>
  service.deduct([{ line_item_id: line, inventory_item_id: item, location_id, quantity }])

const levelsOf = async (item: string) =>
  (await service.listInventoryLevels({ inventory_item_id: item }, { order: { location_id: 'asc' } })).map(
    ({ stocked_quantity, reserved_quantity }) => [stocked_quantity.toNumber(), reserved_quantity.toNumber()],
  )

const heldFor = async (line: string) =>
  (await service.listReservationItems({ line_item_id: line })).map(({ location_id, quantity }) => [
    location_id,
    quantity.toNumber(),
  ])

const SHORT = { type: 'not_allowed', code: 'insufficient_inventory' }

test('a reservation becomes a deduction, in part and then whole, and giving back restores both', async () => {
  const item = await stocked()
  await hold(item, 'line_a', 3)
  const first = await take(item, 'line_a', 1)
  expect(await levelsOf(item)).toEqual([
    [9, 2],
    [10, 0],
  ])
  expect(await heldFor('line_a')).toEqual([[here, 2]])
  const second = await take(item, 'line_a', 2)
  expect(await levelsOf(item)).toEqual([
    [7, 0],
    [10, 0],
  ])
  expect(await heldFor('line_a')).toEqual([])
  await service.restock(second)
  await service.restock(first)
  expect(await levelsOf(item)).toEqual([
    [10, 3],
    [10, 0],
  ])
  expect(await heldFor('line_a')).toEqual([[here, 3]])
})

test('a line with fewer units gives back of each of its items in proportion, what was reserved last first', async () => {
  const [item, other] = [await stocked(), await stocked()]
  await hold(item, 'line_units', 2)
  await hold(item, 'line_units', 2, there)
  await hold(other, 'line_units', 8)
  await service.releaseUnits([{ line_item_id: 'line_units', open: 4, left: 1 }])
  expect(await levelsOf(item)).toEqual([
    [10, 1],
    [10, 0],
  ])
  expect(await levelsOf(other)).toEqual([
    [10, 2],
    [10, 0],
  ])
  await service.releaseUnits([{ line_item_id: 'line_units', open: 1, left: 0 }])
  expect(await heldFor('line_units')).toEqual([])
})

test('what is promised elsewhere is free again when the goods leave from here', async () => {
  const item = await stocked()
  await hold(item, 'line_b', 2, there)
  const taken = await take(item, 'line_b', 2)
  expect(await levelsOf(item)).toEqual([
    [8, 0],
    [10, 0],
  ])
  await service.restock(taken)
  expect(await levelsOf(item)).toEqual([
    [10, 0],
    [10, 2],
  ])
})

test('goods that are promised to others do not leave, and neither does anything else that was asked with them', async () => {
  const [item, other] = [await stocked(), await stocked()]
  await hold(item, 'line_c', 9)
  await expect(
    service.deduct([
      { line_item_id: 'line_d', inventory_item_id: other, location_id: here, quantity: 1 },
      { line_item_id: 'line_d', inventory_item_id: item, location_id: here, quantity: 2 },
    ]),
  ).rejects.toMatchObject({ ...SHORT, message: expect.stringContaining(`item ${item} at location ${here}`) })
  expect(await levelsOf(item)).toEqual([
    [10, 9],
    [10, 0],
  ])
  expect(await levelsOf(other)).toEqual([
    [10, 0],
    [10, 0],
  ])
  await expect(take(item, 'line_d', 1, 'sloc_nowhere')).rejects.toMatchObject(SHORT)
  await expect(take(item, 'line_d', 0)).rejects.toMatchObject({ type: 'invalid_data' })
})

test('what is promised but does not lie there leaves only where a backorder was allowed', async () => {
  const item = await stocked()
  await hold(item, 'line_e', 2)
  await hold(item, 'line_f', 2, there, true)
  await service.changeLevels(
    [here, there].map((location_id) => ({ inventory_item_id: item, location_id, stocked_quantity: 1 })),
  )
  await expect(take(item, 'line_e', 2)).rejects.toMatchObject(SHORT)
  await take(item, 'line_f', 2, there)
  expect(await levelsOf(item)).toEqual([
    [1, 2],
    [-1, 0],
  ])
})

test('of two who take the last pieces at the same time, one gets them', async () => {
  const item = await stocked()
  const ends = await behindLock(
    database.url,
    'select 1 from stoa_inventory.inventory_level where inventory_item_id = $1 for update',
    [item],
    [() => take(item, 'line_g', 6), () => take(item, 'line_h', 6)],
  )
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await levelsOf(item)).toEqual([
    [4, 0],
    [10, 0],
  ])
})

test('a reservation that is used twice at the same time is used once', async () => {
  const item = await stocked()
  await service.changeLevels([{ inventory_item_id: item, location_id: here, stocked_quantity: 2 }])
  await hold(item, 'line_i', 2)
  const ends = await behindLock(
    database.url,
    `select 1 from stoa_inventory.reservation_item where line_item_id = $1 for update`,
    ['line_i'],
    [() => take(item, 'line_i', 2), () => take(item, 'line_i', 2)],
  )
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await levelsOf(item)).toEqual([
    [0, 0],
    [10, 0],
  ])
})

test('nothing is put back where an item is not kept any more', async () => {
  const item = await stocked()
  await hold(item, 'line_j', 2)
  const taken = await take(item, 'line_j', 2)
  const [level] = await service.listInventoryLevels({ inventory_item_id: item, location_id: here })
  await service.removeLevels([level?.id as string])
  await service.restock(taken)
  expect(await levelsOf(item)).toEqual([[10, 0]])
  expect(await heldFor('line_j')).toEqual([])
})

test('leaving and coming back cost three statements each, however many lines there are', async () => {
  const costs: number[][] = []
  for (const lines of [1, 7]) {
    const item = await stocked()
    const requests = []
    for (let n = 0; n < lines; n += 1) {
      const line = `line_${lines}_${n}`
      await hold(item, line, 1)
      requests.push({ line_item_id: line, inventory_item_id: item, location_id: here, quantity: 1 })
    }
    const texts: string[] = []
    const stop = modules.database.onStatement((text) => texts.push(text))
    const taken = await service.deduct(requests)
    const leaving = texts.filter((text) => !/^(begin|commit)/i.test(text)).length
    texts.length = 0
    await service.restock(taken)
    stop()
    costs.push([leaving, texts.filter((text) => !/^(begin|commit)/i.test(text)).length])
  }
  expect(costs).toEqual([
    [3, 3],
    [3, 3],
  ])
})
