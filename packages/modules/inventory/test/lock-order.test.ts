import { type Modules, startModules } from '@stoa/kernel'
import { createTestDatabase, type LockedRow, type TestDatabase, watchLocks } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
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

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const PLACES = ['sloc_a', 'sloc_b']

/** An item at two places, with something reserved at each. The rows are in the order in which they are to be locked. */
async function arrange() {
  const item = await service.createInventoryItems({ title: 'Mug' })
  const levels = await service.createInventoryLevels(
    PLACES.map((location_id) => ({
      inventory_item_id: item.id,
      location_id,
      stocked_quantity: 100 as never,
    })),
  )
  const reservations = await service.createReservationItems(
    PLACES.map((location_id) => ({
      inventory_item_id: item.id,
      location_id,
      line_item_id: `line of ${item.id}`,
      quantity: 1,
    })),
  )
  const rowsOf = (what: string, rows: readonly { id: string }[]): LockedRow[] =>
    rows
      .map(({ id }) => id)
      .sort()
      .map((id, index) => ({
        name: `${what} ${index + 1}`,
        table: `stoa_inventory.${what === 'level' ? 'inventory_level' : 'reservation_item'}`,
        id,
      }))
  const inOrder = levels.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  return {
    item: item.id,
    /** The levels, the last id first. */
    reversed: inOrder.toReversed(),
    reservations: reservations.map(({ id }) => id).toSorted(),
    rows: [...rowsOf('reservation', reservations), ...rowsOf('level', levels)],
  }
}

type Arranged = Awaited<ReturnType<typeof arrange>>

const LEVELS = ['level']
const ALL = ['reservation', ...LEVELS]

test.each<[string, string[], (arranged: Arranged) => Promise<unknown>]>([
  [
    'reserving',
    LEVELS,
    ({ item }) =>
      service.createReservationItems(
        PLACES.map((location_id) => ({ inventory_item_id: item, location_id, quantity: 1 })).toReversed(),
      ),
  ],
  ['releasing', ALL, ({ item }) => service.release([`line of ${item}`])],
  [
    'releasing units',
    ALL,
    ({ item }) => service.releaseUnits([{ line_item_id: `line of ${item}`, open: 4, left: 1 }]),
  ],
  [
    'changing reservations',
    ALL,
    ({ reservations }) =>
      service.updateReservationItems(reservations.toReversed().map((id) => ({ id, quantity: 2 }))),
  ],
  [
    'changing stock',
    LEVELS,
    ({ item, reversed }) =>
      service.changeLevels(
        reversed.map(({ location_id }) => ({ inventory_item_id: item, location_id, stocked_quantity: 5 })),
      ),
  ],
  [
    'removing levels with their reservations',
    ALL,
    ({ reversed }) =>
      service.removeLevels(
        reversed.map(({ id }) => id),
        { force: true },
      ),
  ],
  [
    'a batch that changes one level and removes another',
    ALL,
    ({ item, reversed: [last, first] }) =>
      modules.transaction(async () => {
        const update = [
          { inventory_item_id: item, location_id: first?.location_id as string, stocked_quantity: 5 },
        ]
        const remove = [last?.id as string]
        await service.lockLevels({ update, remove, force: true })
        await service.removeLevels(remove, { force: true })
        await service.changeLevels(update)
      }),
  ],
])('%s locks reservations before levels, and each by id', async (_what, waitedFor, call) => {
  const watched = await watchLocks(database.url, async () => {
    const arranged = await arrange()
    return { rows: arranged.rows, call: () => call(arranged) }
  })
  expect(watched.breaches).toEqual([])
  expect([...new Set(watched.waitedFor.map((name) => name.split(' ')[0]))]).toEqual(waitedFor)
})
