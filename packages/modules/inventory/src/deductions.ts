import { BigNumber, type Database, StoaError, type Write, writeTogether } from '@stoa/kernel'
import {
  type Deducted,
  type DeductionRequest,
  type LineQuantity,
  planDeduction,
  type Reserved,
  type StockChange,
  type StockQuantity,
} from './plan-deduction.ts'
import { positiveQuantity } from './wishes.ts'

const RESERVED = `
select id, line_item_id, inventory_item_id, location_id, quantity::text as quantity, allow_backorder
from stoa_inventory.reservation_item
where line_item_id = any($1::text[]) and deleted_at is null order by id for update`

/**
 * Changes what lies at levels and what is promised there. Gives the levels it changed: one from which more would leave than
 * lies there, or than is free, is not among them.
 */
const CHANGE_STOCK = `
with change as materialized (
  select * from json_to_recordset($1::json) as change(
    inventory_item_id text, location_id text, stocked numeric, reserved numeric, allow_backorder boolean)
), level as materialized (
  select level.id, change.stocked, change.reserved, change.allow_backorder
  from stoa_inventory.inventory_level level
  join change on change.inventory_item_id = level.inventory_item_id and change.location_id = level.location_id
  where level.deleted_at is null
  order by level.id for update of level
)
update stoa_inventory.inventory_level target
set stocked_quantity = target.stocked_quantity + level.stocked,
  reserved_quantity = target.reserved_quantity + level.reserved, updated_at = now()
from level
where target.id = level.id and (level.stocked >= 0 or level.allow_backorder or (
  target.stocked_quantity + level.stocked >= 0 and (level.stocked >= level.reserved
    or target.stocked_quantity - target.reserved_quantity + level.stocked - level.reserved >= 0)))
returning target.inventory_item_id, target.location_id`

const RESERVATIONS = 'stoa_inventory.reservation_item'

const keyOf = ({ inventory_item_id, location_id }: Omit<StockQuantity, 'quantity'>) =>
  JSON.stringify([inventory_item_id, location_id])

async function changeStock(database: Database, changes: readonly StockChange[]): Promise<Set<string>> {
  if (changes.length === 0) return new Set()
  const changed = await database.query<Omit<StockQuantity, 'quantity'>>(CHANGE_STOCK, [
    JSON.stringify(changes),
  ])
  return new Set(changed.map(keyOf))
}

/** The reservations of lines, which it locks. */
export const reservedFor = (database: Database, lines: readonly { line_item_id: string }[]) =>
  database.query<Reserved>(RESERVED, [[...new Set(lines.map(({ line_item_id }) => line_item_id))]])

export async function deduct(database: Database, requests: readonly DeductionRequest[]): Promise<Deducted> {
  for (const request of requests) positiveQuantity(request)
  if (requests.length === 0) return { stocked: [], reserved: [] }
  return database.transaction(async () => {
    const { changes, left, deducted } = planDeduction(requests, await reservedFor(database, requests))
    const done = await changeStock(database, changes)
    const short = changes.filter((change) => BigNumber(change.stocked).lt(0) && !done.has(keyOf(change)))
    if (short.length > 0) throw insufficient(short)
    const [used, rest] = [
      left.filter(({ quantity }) => quantity === '0'),
      left.filter(({ quantity }) => quantity !== '0'),
    ]
    const now = new Date().toISOString()
    await writeTogether(database, [
      { update: RESERVATIONS, rows: used.map(({ id }) => ({ id, deleted_at: now })) },
      { update: RESERVATIONS, rows: rest },
    ])
    return deducted
  })
}

export async function restock(
  database: Database,
  { stocked, reserved }: Deducted,
  newId: () => string,
): Promise<void> {
  if (stocked.length + reserved.length === 0) return
  await database.transaction(async () => {
    const present = await reservedFor(database, reserved)
    const changes = new Map<string, StockChange>()
    for (const [name, rows] of [
      ['stocked', stocked],
      ['reserved', reserved],
    ] as const) {
      for (const { inventory_item_id, location_id, quantity } of rows) {
        const key = keyOf({ inventory_item_id, location_id })
        const none = { inventory_item_id, location_id, stocked: '0', reserved: '0', allow_backorder: true }
        const change = changes.get(key) ?? none
        changes.set(key, { ...change, [name]: BigNumber(change[name]).plus(quantity).toFixed() })
      }
    }
    const done = await changeStock(database, [...changes.values()])
    await writeTogether(
      database,
      promises(
        reserved.filter((row) => done.has(keyOf(row))),
        present,
        newId,
      ),
    )
  })
}

/** A line's reservation at a location takes what is promised again; where there is none left, one is made. */
function promises(
  reserved: readonly LineQuantity[],
  present: readonly Reserved[],
  newId: () => string,
): Write[] {
  const lineOf = (row: Omit<LineQuantity, 'quantity'>) => JSON.stringify([row.line_item_id, keyOf(row)])
  const now = new Date().toISOString()
  const added: Record<string, unknown>[] = []
  const raised: { id: string; quantity: string }[] = []
  for (const [line, rows] of Map.groupBy(reserved, lineOf)) {
    const quantity = BigNumber.sum(...rows.map((row) => row.quantity))
    const [{ line_item_id, inventory_item_id, location_id, allow_backorder = false }] = rows as [LineQuantity]
    const there = present.find((row) => lineOf(row) === line)
    if (there) raised.push({ id: there.id, quantity: quantity.plus(there.quantity).toFixed() })
    else {
      const row = { id: newId(), line_item_id, inventory_item_id, location_id, allow_backorder }
      added.push({ ...row, quantity: quantity.toFixed(), created_at: now, updated_at: now })
    }
  }
  return [
    { insert: RESERVATIONS, rows: added },
    { update: RESERVATIONS, rows: raised },
  ]
}

function insufficient(short: readonly StockChange[]): StoaError {
  const said = short.map(
    ({ inventory_item_id, location_id }) => `item ${inventory_item_id} at location ${location_id}`,
  )
  return new StoaError(
    'not_allowed',
    `Not enough stock available of ${said.join(', ')}. Choose another location, or correct what lies there.`,
    { code: 'insufficient_inventory' },
  )
}
