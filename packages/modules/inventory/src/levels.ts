import { createId, type Database, StoaError } from '@stoa/kernel'

/** What changes how much of an item lies at a location. */
export interface LevelChange {
  inventory_item_id: string
  location_id: string
  stocked_quantity?: number
  incoming_quantity?: number
}

/** Where an item is kept. */
export type LevelPlace = Pick<LevelChange, 'inventory_item_id' | 'location_id'>

const ENSURE = `
insert into stoa_inventory.inventory_level (id, inventory_item_id, location_id)
select row.id, row.inventory_item_id, row.location_id
from json_to_recordset($1) as row(id text, inventory_item_id text, location_id text)
on conflict (inventory_item_id, location_id) where deleted_at is null do nothing`

/** Makes the levels there are none of. */
export async function ensureLevels(database: Database, places: readonly LevelPlace[]): Promise<void> {
  if (places.length === 0) return
  const rows = places.map(({ inventory_item_id, location_id }) => ({
    id: createId('ilev'),
    inventory_item_id,
    location_id,
  }))
  await database.query(ENSURE, [JSON.stringify(rows)])
}

interface Level {
  id: string
  inventory_item_id: string
  location_id: string
}

/** Sets quantities of levels there are. What is promised is nobody's to write. */
export async function changeLevels(database: Database, changes: readonly LevelChange[]): Promise<Level[]> {
  const changed = await database.query<Level>(
    `with locked as (
       select level.id, row.stocked_quantity, row.incoming_quantity from stoa_inventory.inventory_level level
       join json_to_recordset($1) as row(
         inventory_item_id text, location_id text, stocked_quantity numeric, incoming_quantity numeric)
         on level.inventory_item_id = row.inventory_item_id and level.location_id = row.location_id
       where level.deleted_at is null order by level.id for update of level
     )
     update stoa_inventory.inventory_level level set
       stocked_quantity = coalesce(locked.stocked_quantity, level.stocked_quantity),
       incoming_quantity = coalesce(locked.incoming_quantity, level.incoming_quantity), updated_at = now()
     from locked where level.id = locked.id
     returning level.id, level.inventory_item_id, level.location_id`,
    [JSON.stringify(changes)],
  )
  for (const { inventory_item_id: item, location_id: location } of changes) {
    if (!changed.some((level) => level.inventory_item_id === item && level.location_id === location)) {
      throw new StoaError('not_found', `Item ${item} is not stocked at location ${location}`)
    }
  }
  return changed
}

/**
 * Locks levels in the order of their ids, for a batch that changes some and takes others away: whoever changes levels locks
 * all of them at once, and reservations before them.
 *
 * @param gone ids of those that go
 * @param force whether their reservations go with them
 */
export async function lockLevels(
  database: Database,
  changes: readonly LevelChange[],
  gone: readonly string[],
  force: boolean,
): Promise<void> {
  await database.query(
    `${RESERVATIONS}
     select id from stoa_inventory.inventory_level
     where (id = any($1::text[]) or (inventory_item_id, location_id) in (
         select inventory_item_id, location_id from json_to_recordset($3) as row(inventory_item_id text, location_id text)))
       and deleted_at is null and ${RESERVATIONS_FIRST} order by id for update`,
    [gone, force, JSON.stringify(changes)],
  )
}

/** Locks the reservations of levels `$1`, if `$2`. */
const RESERVATIONS = `
with reservation as (
  select r.id from stoa_inventory.reservation_item r
  join stoa_inventory.inventory_level l on l.inventory_item_id = r.inventory_item_id and l.location_id = r.location_id
  where $2 and l.id = any($1::text[]) and r.deleted_at is null order by r.id for update of r
)`

const RESERVATIONS_FIRST = '(select count(*) from reservation) >= 0'

/**
 * Takes levels away.
 *
 * @param force also those where something lies or is promised; then the reservations there go too
 * @throws StoaError `not_allowed` for a level with reservations, unless forced
 */
export async function removeLevels(
  database: Database,
  ids: readonly string[],
  force: boolean,
): Promise<void> {
  const levels = await database.query<Level & { reserved: boolean }>(
    `${RESERVATIONS}
     select id, inventory_item_id, location_id, reserved_quantity > 0 as reserved
     from stoa_inventory.inventory_level
     where id = any($1::text[]) and deleted_at is null and ${RESERVATIONS_FIRST} order by id for update`,
    [ids, force],
  )
  const held = levels.find(({ reserved }) => reserved)
  if (held && !force) {
    throw new StoaError(
      'not_allowed',
      `Cannot remove Inventory Level ${held.inventory_item_id} at Location ${held.location_id} because there are reservations at location`,
    )
  }
  await database.query(
    `with reservation as (
       update stoa_inventory.reservation_item r set deleted_at = now(), updated_at = now()
       from stoa_inventory.inventory_level level
       where level.id = any($1::text[]) and r.deleted_at is null
         and r.inventory_item_id = level.inventory_item_id and r.location_id = level.location_id)
     update stoa_inventory.inventory_level set deleted_at = now(), updated_at = now(), reserved_quantity = 0
     where id = any($1::text[]) and deleted_at is null`,
    [ids],
  )
}

/**
 * Fails while some of the items are promised to somebody.
 *
 * @throws StoaError `invalid_data`
 */
export async function refuseReserved(database: Database, itemIds: readonly string[]): Promise<void> {
  const reserved = await database.query<{ id: string }>(
    `select distinct inventory_item_id as id from stoa_inventory.reservation_item
     where inventory_item_id = any($1::text[]) and deleted_at is null order by 1`,
    [itemIds],
  )
  if (reserved.length === 0) return
  const list = reserved.map(({ id }) => id).join(', ')
  throw new StoaError(
    'invalid_data',
    `Cannot remove following inventory item(s) since they have reservations: [${list}].`,
  )
}
