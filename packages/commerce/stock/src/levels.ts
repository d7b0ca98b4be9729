import { Events } from '@stoa/events'
import { InventoryService, type LevelChange } from '@stoa/inventory'
import { type Container, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'

/** What happens to levels at once. */
export interface LevelBatch {
  create?: readonly LevelChange[]
  update?: readonly LevelChange[]
  /** Ids of levels. */
  delete?: readonly string[]
  /** Also delete levels with reservations. */
  force?: boolean
}

/** Names what there is not: a location or an item. */
async function assertPlaces(container: Container, levels: readonly LevelChange[]): Promise<void> {
  const query = container.resolve(Query)
  for (const [entity, key, name] of [
    ['stock_location', 'location_id', 'Stock locations'],
    ['inventory_item', 'inventory_item_id', 'Inventory items'],
  ] as const) {
    const asked = [...new Set(levels.map((level) => level[key]))]
    if (asked.length === 0) continue
    const found = await query.list<{ id: string }>(entity, { fields: ['id'], filters: { id: asked } })
    const known = new Set(found.map(({ id }) => id))
    const missing = asked.filter((id) => !known.has(id))
    if (missing.length > 0) {
      throw new StoaError('not_found', `${name} with ids: ${missing.join(', ')} was not found`)
    }
  }
}

/**
 * Creates, changes and deletes levels: all of it, or nothing, in a fixed number of statements.
 *
 * @throws StoaError `not_found` for a location or item there is not; `invalid_data` for an item that is kept at its
 *   location already; `not_allowed` for a level with reservations that is to go
 */
export async function changeLevels(
  container: Container,
  { create = [], update = [], delete: gone = [], force = false }: LevelBatch,
): Promise<{ created: string[]; updated: string[] }> {
  const inventory = container.resolve(InventoryService)
  return inventory.database.transaction(async () => {
    if (gone.length > 0 && update.length > 0) await inventory.lockLevels({ update, remove: gone, force })
    await inventory.removeLevels(gone, { force })
    const updated = (await inventory.changeLevels(update)).map(({ id }) => id)
    await assertPlaces(container, create)
    const created =
      create.length === 0
        ? []
        : (await inventory.createInventoryLevels(create.map(toRow) as never[])).map(({ id }) => id)
    await container
      .resolve(Events)
      .emitAll([...tell('created', created), ...tell('updated', updated), ...tell('deleted', gone)])
    return { created, updated }
  })
}

const toRow = ({
  inventory_item_id,
  location_id,
  stocked_quantity = 0,
  incoming_quantity = 0,
}: LevelChange) => ({
  inventory_item_id,
  location_id,
  stocked_quantity,
  incoming_quantity,
})

const tell = (what: string, ids: readonly string[]) =>
  ids.map((id) => ({ name: `inventory-level.${what}`, data: { id } }))
