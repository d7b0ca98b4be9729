import { BigNumber, type Container, createId, moduleService, StoaError } from '@stoa/kernel'
import { deduct, reservedFor, restock } from './deductions.ts'
import { entities } from './entities/index.ts'
import {
  changeLevels,
  ensureLevels,
  type LevelChange,
  type LevelPlace,
  lockLevels,
  refuseReserved,
  removeLevels,
} from './levels.ts'
import type { Deducted, DeductionRequest } from './plan-deduction.ts'
import { planRelease, type SmallerLine } from './plan-release.ts'
import { type ReservedChange, reservedChanges } from './reserved-changes.ts'
import { CHANGE_RESERVED, LOCK_LEVELS, REPAIR, RESERVE, removeReservations } from './statements.ts'
import { positiveQuantity, type ReservationRequest, wishesOf } from './wishes.ts'

/** A quantity that was reserved. */
export interface Reservation {
  id: string
  line_item_id: string | null
  inventory_item_id: string
  location_id: string
  /** A decimal in text. */
  quantity: string
}

/** A reservation to make by hand, at one location. */
export type NewReservation = Omit<ReservationRequest, 'location_ids'> & { location_id: string }

/** What changes a reservation. */
export interface ReservationChange {
  id: string
  quantity?: BigNumber.Value
  location_id?: string
  description?: string | null
  metadata?: Record<string, unknown> | null
}

/** A level where what was promised was not the sum of the reservations. */
export interface RepairedLevel {
  id: string
  inventory_item_id: string
  location_id: string
  was: string
  is: string
}

const Generated = moduleService(entities)

/** Reservations change what is promised at their level, so plain storage is not for them. */
type Replaced = `${'create' | 'update' | 'delete' | 'softDelete' | 'restore'}ReservationItems`

/** What is in stock, and what of it is promised. */
export class InventoryService extends (Generated as unknown as new (
  container: Container,
) => Omit<InstanceType<typeof Generated>, Replaced>) {
  /**
   * Reserves all that is asked, or nothing. Requests for the same item are summed and come from one location: the first
   * of theirs that has enough, or, where a backorder is allowed and none has, the first that keeps the item.
   *
   * @returns the reservations, one for each request
   * @throws StoaError `not_allowed` with the code `insufficient_inventory`, naming the items there is too little of
   * @throws StoaError `invalid_data` for a quantity that is not above 0
   * @example
   * await inventory.reserve([{ line_item_id: line.id, inventory_item_id: item.id, location_ids: [berlin.id], quantity: 2 }])
   */
  async reserve(requests: readonly ReservationRequest[]): Promise<Reservation[]> {
    if (requests.length === 0) return []
    const wishes = wishesOf(requests)
    const rows = requests.map(({ location_ids: _, ...request }) => ({
      ...request,
      id: createId('resitem'),
      quantity: BigNumber(request.quantity).toFixed(),
      allow_backorder: request.allow_backorder ?? false,
    }))
    return this.database.transaction(async () => {
      const [outcome] = await this.database.query<{ short: string[]; made: Reservation[] }>(
        RESERVE,
        [JSON.stringify(rows), JSON.stringify(wishes)],
        { name: 'inventory_reserve' },
      )
      const { short = [], made = [] } = outcome ?? {}
      if (short.length > 0 || made.length !== rows.length) throw insufficient(short)
      const byId = new Map(made.map((reservation) => [reservation.id, reservation]))
      return rows.map(({ id }) => byId.get(id) as Reservation)
    })
  }

  /**
   * Deletes the reservations of lines and gives back exactly their quantities. Doing it again gives back nothing more.
   *
   * @returns what was released
   */
  async release(lineItemIds: readonly string[]): Promise<Reservation[]> {
    return this.#remove('line_item_id', lineItemIds)
  }

  /**
   * Releases a part of what is promised to lines, because there are fewer units of them: of every item that a unit is made of the
   * same part, those that were reserved last first.
   *
   * @example
   * // 3 of the line's 4 units were not sent yet, and 1 of them is to be
   * await inventory.releaseUnits([{ line_item_id: line.id, open: 3, left: 1 }])
   */
  async releaseUnits(lines: readonly SmallerLine[]): Promise<void> {
    if (lines.length === 0) return
    await this.database.transaction(async () => {
      const { gone, smaller } = planRelease(lines, await reservedFor(this.database, lines))
      if (smaller.length > 0) await this.updateReservationItems(smaller)
      if (gone.length > 0) await this.deleteReservationItems(gone)
    })
  }

  /**
   * Lets goods leave the stock at a location, all of them or none: those that are promised to the line first, wherever they
   * were, and then what is free there. Three statements, however many lines there are.
   *
   * @returns what it changed, for {@link InventoryService.restock}
   * @throws StoaError `not_allowed` with the code `insufficient_inventory`, naming items and locations; `invalid_data` for a
   *   quantity that is not above 0
   * @example
   * await inventory.deduct([{ line_item_id: line.id, inventory_item_id: item.id, location_id: berlin.id, quantity: 2 }])
   */
  deduct(requests: readonly DeductionRequest[]): Promise<Deducted> {
    return deduct(this.database, requests)
  }

  /**
   * Puts goods back where they were, and promises them to their lines again. Where a location does not keep an item any
   * more nothing of it is put back. Three statements, however many lines there are.
   *
   * @param goods what {@link InventoryService.deduct} gave, or a part of it
   */
  restock(goods: Deducted): Promise<void> {
    return restock(this.database, goods, () => createId('resitem'))
  }

  /** Makes reservations by hand. See {@link InventoryService.reserve}, also for the errors. */
  async createReservationItems(rows: readonly NewReservation[]): Promise<Reservation[]> {
    const byLocation = Map.groupBy(rows, ({ location_id }) => location_id)
    return this.database.transaction(async () => {
      if (byLocation.size > 1) await this.database.query(LOCK_LEVELS, [JSON.stringify(rows)])
      const made: Reservation[] = []
      for (const [locationId, ofLocation] of byLocation) {
        made.push(...(await this.reserve(ofLocation.map((row) => ({ ...row, location_ids: [locationId] })))))
      }
      return made
    })
  }

  /**
   * Changes reservations, and with their quantity or location what is promised there.
   *
   * @throws StoaError `not_found` for one that does not exist
   * @throws StoaError `not_allowed` with the code `insufficient_inventory` where there is too little for a rise
   */
  async updateReservationItems(changes: readonly ReservationChange[]): Promise<void> {
    await this.database.transaction(async () => {
      const ids = changes.map(({ id }) => id)
      await this.database.query(
        'select from stoa_inventory.reservation_item where id = any($1::text[]) order by id for update',
        [ids],
      )
      const present = new Map((await this.listReservationItems({ id: ids })).map((row) => [row.id, row]))
      const missing = ids.filter((id) => !present.has(id))
      if (missing.length > 0) {
        throw new StoaError('not_found', `ReservationItem with id: ${missing.join(', ')} was not found`)
      }
      const before = changes.map(({ id }) => present.get(id) as NonNullable<ReturnType<typeof present.get>>)
      const after = changes.map(
        (change, index) => ({ ...(before[index] as object), ...defined(change) }) as (typeof before)[number],
      )
      for (const reservation of after) positiveQuantity(reservation)
      await this.#changeReserved(reservedChanges(before, after))
      await this.database.query(
        `update stoa_inventory.reservation_item target set quantity = row.quantity, location_id = row.location_id,
           description = row.description, metadata = row.metadata, updated_at = now()
         from json_to_recordset($1) as row(id text, quantity numeric, location_id text, description text, metadata jsonb)
         where target.id = row.id`,
        [JSON.stringify(after.map((row) => ({ ...row, quantity: BigNumber(row.quantity).toFixed() })))],
      )
    })
  }

  /** Deletes reservations by their own ids and gives back exactly their quantities. */
  async deleteReservationItems(ids: string | readonly string[]): Promise<Reservation[]> {
    return this.#remove('id', typeof ids === 'string' ? [ids] : ids)
  }

  /** The same as {@link InventoryService.deleteReservationItems}: a reservation's row always stays, marked as deleted. */
  async softDeleteReservationItems(ids: string | readonly string[]): Promise<Reservation[]> {
    return this.deleteReservationItems(ids)
  }

  /**
   * What can still be promised of items, at some locations or at all.
   *
   * @returns one for each item, in their order; 0 for an item no location keeps
   */
  async availableQuantities(
    itemIds: readonly string[],
    locationIds?: readonly string[],
  ): Promise<{ inventory_item_id: string; available_quantity: BigNumber }[]> {
    const rows = await this.database.query<{ inventory_item_id: string; available: string }>(
      `select item.id as inventory_item_id, coalesce(sum(level.stocked_quantity - level.reserved_quantity), 0)::text as available
       from unnest($1::text[]) with ordinality as item(id, place)
       left join stoa_inventory.inventory_level level on level.inventory_item_id = item.id and level.deleted_at is null
         and ($2::text[] is null or level.location_id = any($2::text[]))
       group by item.id, item.place order by item.place`,
      [itemIds, locationIds ?? null],
    )
    return rows.map(({ inventory_item_id, available }) => ({
      inventory_item_id,
      available_quantity: BigNumber(available),
    }))
  }

  /**
   * Changes how much of an item lies at a location.
   *
   * @param delta what came in, or, below 0, went out
   * @returns how much lies there now
   * @throws StoaError `not_found` if the location does not keep the item
   */
  async adjust(inventoryItemId: string, locationId: string, delta: BigNumber.Value): Promise<BigNumber> {
    if (!Number.isFinite(Number(delta))) {
      throw new StoaError('invalid_data', `A stock changes by a number, not by ${delta}.`)
    }
    const [level] = await this.database.query<{ stocked: string }>(
      `update stoa_inventory.inventory_level set stocked_quantity = stocked_quantity + $3::numeric, updated_at = now()
       where inventory_item_id = $1 and location_id = $2 and deleted_at is null
       returning stocked_quantity::text as stocked`,
      [inventoryItemId, locationId, BigNumber(delta).toFixed()],
    )
    if (level) return BigNumber(level.stocked)
    throw new StoaError('not_found', `Item ${inventoryItemId} is not stocked at location ${locationId}`)
  }

  /** Lets locations keep items that they did not keep so far, with nothing there yet. One statement. */
  ensureLevels(levels: readonly LevelPlace[]): Promise<void> {
    return ensureLevels(this.database, levels)
  }

  /**
   * Sets how much lies at locations, or is on its way there. One statement.
   *
   * @throws StoaError `not_found` for an item that its location does not keep
   */
  async changeLevels(changes: readonly LevelChange[]): Promise<{ id: string }[]> {
    if (changes.length === 0) return []
    return this.database.transaction(() => changeLevels(this.database, changes))
  }

  /**
   * Locks levels until the open transaction ends, before {@link removeLevels} and {@link changeLevels} change different
   * ones in it: two batches at once come one after the other.
   *
   * @param change.update those that are changed
   * @param change.remove ids of those that are taken away, `force` as there
   */
  async lockLevels(change: {
    update: readonly Pick<LevelChange, 'inventory_item_id' | 'location_id'>[]
    remove: readonly string[]
    force?: boolean
  }): Promise<void> {
    await lockLevels(this.database, change.update, change.remove, change.force ?? false)
  }

  /**
   * Takes levels away, by their ids.
   *
   * @param options.force also where something is promised; the reservations there go with them. Default: false
   * @throws StoaError `not_allowed` for a level with reservations, unless forced
   */
  async removeLevels(ids: readonly string[], { force = false } = {}): Promise<void> {
    if (ids.length > 0) await this.database.transaction(() => removeLevels(this.database, ids, force))
  }

  /**
   * Deletes items with their levels.
   *
   * @throws StoaError `invalid_data` while some of them is promised
   */
  async removeItems(ids: readonly string[]): Promise<void> {
    await this.database.transaction(async () => {
      await refuseReserved(this.database, ids)
      await this.softDeleteInventoryItems(ids)
    })
  }

  /**
   * Sets what is promised at each level to the sum of its reservations. It finds nothing to do unless somebody changed
   * the tables by hand.
   *
   * @returns the levels where the two differed
   */
  async repair(): Promise<RepairedLevel[]> {
    return this.database.transaction(async () => {
      // Only a statement that starts once all levels are locked sees every reservation that counts.
      await this.database.query('select from stoa_inventory.inventory_level order by id for update')
      return this.database.query<RepairedLevel>(REPAIR)
    })
  }

  async #remove(column: 'id' | 'line_item_id', values: readonly string[]): Promise<Reservation[]> {
    return this.database.transaction(async () => {
      const gone = await this.database.query<Reservation>(removeReservations(column), [values])
      await this.#changeReserved(reservedChanges(gone))
      return gone
    })
  }

  async #changeReserved(changes: readonly ReservedChange[]): Promise<void> {
    if (changes.length === 0) return
    const changed = await this.database.query<{ inventory_item_id: string; location_id: string }>(
      CHANGE_RESERVED,
      [JSON.stringify(changes)],
    )
    const done = new Set(changed.map((level) => `${level.inventory_item_id} ${level.location_id}`))
    const short = changes.filter(
      (change) =>
        !change.delta.startsWith('-') && !done.has(`${change.inventory_item_id} ${change.location_id}`),
    )
    if (short.length > 0) throw insufficient(short.map(({ inventory_item_id }) => inventory_item_id))
  }
}

const defined = (change: object) =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

function insufficient(items: readonly string[]): StoaError {
  return new StoaError(
    'not_allowed',
    `Not enough stock available for item(s) ${[...new Set(items)].join(', ')}`,
    {
      code: 'insufficient_inventory',
    },
  )
}
