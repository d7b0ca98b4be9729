/**
 * Reserves all that is asked, or nothing. `$1` the requests, `$2` the wishes.
 *
 * The levels in question are locked in the order of their ids, which is the one order all statements here take, and are
 * read as they are once locked; so what the picking sees still holds when the update comes to it.
 */
export const RESERVE = `
with request as materialized (
  select * from json_to_recordset($1::json) as request(
    id text, line_item_id text, inventory_item_id text, quantity numeric, allow_backorder boolean,
    external_id text, description text, created_by text, metadata jsonb)
), level as materialized (
  select level.id, level.inventory_item_id, wish.rank, wish.quantity, wish.allow_backorder,
    level.stocked_quantity - level.reserved_quantity as available
  from stoa_inventory.inventory_level level
  join json_to_recordset($2::json) as wish(
    inventory_item_id text, location_id text, rank int, quantity numeric, allow_backorder boolean)
    on wish.inventory_item_id = level.inventory_item_id and wish.location_id = level.location_id
  where level.deleted_at is null
  order by level.id for update of level
), pick as materialized (
  select distinct on (inventory_item_id) * from level
  where allow_backorder or available >= quantity
  order by inventory_item_id, available >= quantity desc, rank
), short as materialized (
  select distinct inventory_item_id from request
  where inventory_item_id not in (select inventory_item_id from pick)
), promised as (
  update stoa_inventory.inventory_level level
  set reserved_quantity = level.reserved_quantity + pick.quantity, updated_at = now()
  from pick
  where level.id = pick.id and not exists (select from short)
    and (pick.allow_backorder or level.stocked_quantity - level.reserved_quantity >= pick.quantity)
  returning level.inventory_item_id, level.location_id
), made as (
  insert into stoa_inventory.reservation_item (
    id, line_item_id, inventory_item_id, location_id, quantity, allow_backorder, external_id, description, created_by,
    metadata)
  select id, line_item_id, inventory_item_id, location_id, quantity, allow_backorder, external_id, description,
    created_by, metadata
  from request join promised using (inventory_item_id)
  returning id, line_item_id, inventory_item_id, location_id, quantity
)
select
  (select coalesce(json_agg(coalesce(item.sku, short.inventory_item_id) order by short.inventory_item_id), '[]')
   from short left join stoa_inventory.inventory_item item on item.id = short.inventory_item_id) as short,
  (select coalesce(json_agg(json_build_object('id', id, 'line_item_id', line_item_id,
    'inventory_item_id', inventory_item_id, 'location_id', location_id, 'quantity', trim_scale(quantity)::text)), '[]')
   from made) as made`

/**
 * Changes what is promised at levels. `$1` the changes. Gives the levels it changed; one that has too little left for a
 * rise is not among them. A fall is never refused: what is given back was taken once.
 */
export const CHANGE_RESERVED = `
with change as materialized (
  select * from json_to_recordset($1::json) as change(
    inventory_item_id text, location_id text, delta numeric, allow_backorder boolean)
), level as materialized (
  select level.id, change.delta, change.allow_backorder
  from stoa_inventory.inventory_level level
  join change on change.inventory_item_id = level.inventory_item_id and change.location_id = level.location_id
  where level.deleted_at is null
  order by level.id for update of level
)
update stoa_inventory.inventory_level target
set reserved_quantity = target.reserved_quantity + level.delta, updated_at = now()
from level
where target.id = level.id and (level.delta <= 0 or level.allow_backorder
  or target.stocked_quantity - target.reserved_quantity >= level.delta)
returning target.inventory_item_id, target.location_id`

/** Locks the levels of `$1`, for those who need several statements to change them. */
export const LOCK_LEVELS = `
select level.id from stoa_inventory.inventory_level level
join (
  select distinct inventory_item_id, location_id
  from json_to_recordset($1::json) as wanted(inventory_item_id text, location_id text)
) wanted using (inventory_item_id, location_id)
where level.deleted_at is null order by level.id for update of level`

/** Deletes reservations, each once, whoever else is at it. `column` is what `$1` holds the values of. */
export const removeReservations = (column: 'id' | 'line_item_id') => `
with gone as materialized (
  select id from stoa_inventory.reservation_item
  where ${column} = any($1::text[]) and deleted_at is null order by id for update
)
update stoa_inventory.reservation_item target set deleted_at = now(), updated_at = now()
from gone where target.id = gone.id and target.deleted_at is null
returning target.id, target.inventory_item_id, target.location_id, target.quantity::text as quantity`

/** Sets what is promised to the sum of the reservations, and gives the levels where the two differed. */
export const REPAIR = `
with truth as materialized (
  select level.id, level.reserved_quantity as was, coalesce((
    select sum(quantity) from stoa_inventory.reservation_item reservation
    where reservation.inventory_item_id = level.inventory_item_id
      and reservation.location_id = level.location_id and reservation.deleted_at is null), 0) as sum
  from stoa_inventory.inventory_level level where level.deleted_at is null
)
update stoa_inventory.inventory_level level set reserved_quantity = truth.sum, updated_at = now()
from truth where level.id = truth.id and truth.was <> truth.sum
returning level.id, level.inventory_item_id, level.location_id,
  trim_scale(truth.was)::text as was, trim_scale(truth.sum)::text as is`
