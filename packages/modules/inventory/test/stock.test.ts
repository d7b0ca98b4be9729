import { type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createGate, createTestDatabase, type TestDatabase, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { InventoryService, inventoryModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: InventoryService
let query: Query
beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([inventoryModule, queryModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(InventoryService)
  query = modules.resolve(Query)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const here = 'sloc_here'
const there = 'sloc_there'
let count = 0

/** An item with so much of it here, and so much there. */
async function stocked(...quantities: number[]): Promise<string> {
  count += 1
  const item = await service.createInventoryItems({ sku: `SKU-${count}`, title: `Thing ${count}` })
  await service.createInventoryLevels(
    quantities.map((stocked_quantity, index) => ({
      inventory_item_id: item.id,
      location_id: [here, there][index] as string,
      stocked_quantity: stocked_quantity as never,
    })),
  )
  return item.id
}

const ask = (inventory_item_id: string, quantity: number, more: object = {}) => ({
  inventory_item_id,
  quantity,
  location_ids: [here, there],
  ...more,
})

const reserved = async (item: string) =>
  (await service.listInventoryLevels({ inventory_item_id: item }, { order: { location_id: 'asc' } })).map(
    (level) => level.reserved_quantity.toNumber(),
  )

const SHORT = { type: 'not_allowed', code: 'insufficient_inventory' }

test('takes from the first location that has enough', async () => {
  const item = await stocked(1, 5)
  const [reservation] = await service.reserve([ask(item, 2, { line_item_id: 'line_1' })])
  expect(reservation).toMatchObject({ location_id: there, quantity: '2', line_item_id: 'line_1' })
  expect(await reserved(item)).toEqual([0, 2])
  expect(await service.availableQuantities([item], [there])).toMatchObject([{ inventory_item_id: item }])
  expect((await service.availableQuantities([item]))[0]?.available_quantity.toNumber()).toBe(4)
})

test('reserves all or nothing, and names what is short', async () => {
  const [plenty, scarce] = [await stocked(10), await stocked(1)]
  const { sku } = await service.retrieveInventoryItem(scarce)
  await expect(service.reserve([ask(plenty, 1), ask(scarce, 2)])).rejects.toMatchObject({
    ...SHORT,
    message: expect.stringContaining(sku as string),
  })
  expect(await reserved(plenty)).toEqual([0])
  expect(await service.listReservationItems({ inventory_item_id: plenty })).toEqual([])
})

test('two lines that share an item are summed', async () => {
  const item = await stocked(3)
  await expect(service.reserve([ask(item, 2), ask(item, 2)])).rejects.toMatchObject(SHORT)
  expect(await service.reserve([ask(item, 2), ask(item, 1)])).toHaveLength(2)
  expect(await reserved(item)).toEqual([3])
})

test('an item no location keeps is short, unless a location keeps it and a backorder is allowed', async () => {
  const item = await stocked(1)
  await expect(service.reserve([ask(item, 5, { location_ids: [] })])).rejects.toMatchObject(SHORT)
  await expect(service.reserve([ask(item, 5, { location_ids: ['sloc_no'] })])).rejects.toMatchObject(SHORT)
  await service.reserve([ask(item, 5, { allow_backorder: true })])
  expect(await reserved(item)).toEqual([5])
})

test('joins an open transaction and goes back with it', async () => {
  const item = await stocked(3)
  const failure = modules.transaction(async () => {
    await service.reserve([ask(item, 2)])
    throw new Error('later')
  })
  await expect(failure).rejects.toThrow('later')
  expect(await reserved(item)).toEqual([0])
})

test('costs the same statements for fifty lines as for one', async () => {
  const items = await Promise.all(Array.from({ length: 50 }, () => stocked(1)))
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  await service.reserve(items.map((item) => ask(item, 1)))
  stop()
  expect(texts.filter((text) => !/^(begin|commit)/i.test(text))).toHaveLength(1)
})

test('fifty buyers of ten pieces: ten get one, forty are told', async () => {
  const item = await stocked(10)
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => service.reserve([ask(item, 1)])))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(SHORT)
  expect(await reserved(item)).toEqual([10])
  expect(await service.listReservationItems({ inventory_item_id: item })).toHaveLength(10)
})

test('the last piece goes to who holds it, once the other has waited for it', async () => {
  const item = await stocked(1)
  const gate = createGate('the piece is reserved')
  const first = modules.transaction(async () => {
    await service.reserve([ask(item, 1)])
    await gate.pass()
  })
  await gate.reached
  const second = service.reserve([ask(item, 1)])
  const refused = expect(second).rejects.toMatchObject(SHORT)
  await untilBlocked(database.url)
  gate.open()
  await first
  await refused
  expect(await reserved(item)).toEqual([1])
})

test('two items in opposite orders do not deadlock', async () => {
  const [a, b] = [await stocked(40), await stocked(40)]
  const calls = Array.from({ length: 40 }, (_, index) =>
    service.reserve(index % 2 === 0 ? [ask(a, 1), ask(b, 1)] : [ask(b, 1), ask(a, 1)]),
  )
  expect(await Promise.all(calls)).toHaveLength(40)
  expect([await reserved(a), await reserved(b)]).toEqual([[40], [40]])
})

test('releasing gives back exactly what was taken, once, whoever is at it', async () => {
  const item = await stocked(10)
  await service.reserve([ask(item, 3, { line_item_id: 'line_a' }), ask(item, 2, { line_item_id: 'line_b' })])
  const released = await Promise.all(Array.from({ length: 10 }, () => service.release(['line_a'])))
  expect(released.flat()).toHaveLength(1)
  expect(await reserved(item)).toEqual([2])
  expect(await service.release(['line_a'])).toEqual([])
})

test('what is promised is the sum of the reservations, after reserving, changing and releasing all at once', async () => {
  const items = [await stocked(30, 30), await stocked(30, 30)]
  const made = await service.reserve(items.map((item) => ask(item, 1)))
  const calls = Array.from({ length: 60 }, (_, index) => {
    const item = items[index % 2] as string
    if (index % 5 === 4) return service.release([`mixed_${index - 4}`, `mixed_${index - 3}`])
    if (index % 7 === 6)
      return service.updateReservationItems([
        { id: made[index % 2]?.id as string, quantity: (index % 3) + 1 },
      ])
    return service.reserve([ask(item, 1, { line_item_id: `mixed_${index}` })])
  })
  await Promise.all(calls)
  expect(await service.repair()).toEqual([])
})

test('a reservation by hand changes what is promised, with its quantity and its location', async () => {
  const item = await stocked(5, 5)
  const [made] = await service.createReservationItems([
    { inventory_item_id: item, location_id: here, quantity: 2 },
  ])
  const id = made?.id as string
  await service.updateReservationItems([{ id, quantity: 4, description: 'For the fair' }])
  expect(await reserved(item)).toEqual([4, 0])
  await service.updateReservationItems([{ id, location_id: there }])
  expect(await reserved(item)).toEqual([0, 4])
  await expect(service.updateReservationItems([{ id, quantity: 6 }])).rejects.toMatchObject(SHORT)
  expect(await service.retrieveReservationItem(id)).toMatchObject({
    description: 'For the fair',
    location_id: there,
  })
  await service.deleteReservationItems([id])
  expect(await reserved(item)).toEqual([0, 0])
  await expect(service.updateReservationItems([{ id, quantity: 1 }])).rejects.toMatchObject({
    type: 'not_found',
  })
})

test('reservations by hand at several locations do not deadlock with those of buyers', async () => {
  const [a, b] = [await stocked(99, 99), await stocked(99, 99)]
  const at = (inventory_item_id: string, location_id: string) => ({
    inventory_item_id,
    location_id,
    quantity: 1,
  })
  const calls = Array.from({ length: 40 }, (_, index) => {
    if (index % 4 === 0) return service.createReservationItems([at(a, here), at(b, there)])
    if (index % 4 === 2) return service.createReservationItems([at(a, there), at(b, here)])
    return service.reserve([ask(b, 1), ask(a, 1, { location_ids: [there] })])
  })
  expect((await Promise.all(calls)).flat()).toHaveLength(80)
  expect(await service.repair()).toEqual([])
})

test('stock comes in and goes out, where the item is kept', async () => {
  const item = await stocked(5)
  expect((await service.adjust(item, here, -2)).toNumber()).toBe(3)
  await expect(service.adjust(item, there, 1)).rejects.toMatchObject({ type: 'not_found' })
  await expect(service.adjust(item, here, 'some')).rejects.toMatchObject({ type: 'invalid_data' })
})

test('parallel adjustments all count', async () => {
  const item = await stocked(0)
  await Promise.all(Array.from({ length: 20 }, () => service.adjust(item, here, 1)))
  expect((await service.availableQuantities([item]))[0]?.available_quantity.toNumber()).toBe(20)
})

test('repair sets right what was changed by hand, and says what', async () => {
  const item = await stocked(5)
  await service.reserve([ask(item, 2)])
  expect(await service.repair()).toEqual([])
  await modules.database.query(
    'update stoa_inventory.inventory_level set reserved_quantity = 4 where inventory_item_id = $1',
    [item],
  )
  expect(await service.repair()).toMatchObject([
    { inventory_item_id: item, location_id: here, was: '4', is: '2' },
  ])
  expect(await reserved(item)).toEqual([2])
})

test('what is promised cannot fall below zero', async () => {
  const item = await stocked(5)
  const broken = modules.database.query(
    'update stoa_inventory.inventory_level set reserved_quantity = -1 where inventory_item_id = $1',
    [item],
  )
  await expect(broken).rejects.toMatchObject({ type: 'invalid_data' })
})

test('a query gives the sums, what is available, and finds items by a part of their SKU', async () => {
  const item = await stocked(5, 7)
  await service.reserve([ask(item, 2)])
  const read = await query.retrieve('inventory_item', item, {
    fields: ['sku', 'reserved_quantity', 'stocked_quantity', 'location_levels.available_quantity'],
  })
  expect(read).toMatchObject({ reserved_quantity: 2, stocked_quantity: 12 })
  expect(read).toMatchObject({ location_levels: [{ available_quantity: 3 }, { available_quantity: 7 }] })
  const { sku } = await service.retrieveInventoryItem(item)
  const found = await query.list('inventory_item', {
    fields: ['id', 'title'],
    filters: { q: sku?.toLowerCase().slice(1) as string },
  })
  expect(found.map(({ id }) => id)).toContain(item)
  expect(found[0]).not.toHaveProperty('search_document')
})
