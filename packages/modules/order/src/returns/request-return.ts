import { BigNumber, createId, type Database, StoaError, type Write, writeTogether } from '@stoa/kernel'
import { actionsOf, type StoredAction } from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import { readChangingOrder } from '../changes/read-changing-order.ts'
import { settleChange } from '../changes/settle-change.ts'
import { refreshSummary } from '../changes/write-version.ts'
import type { WantedReturnItem } from './record-return.ts'

/** What an open change asks back, each line once. */
export async function wantedOf(
  database: Database,
  change: OpenChange,
  returnId: string,
): Promise<WantedReturnItem[]> {
  const actions = (await actionsOf(database, change.id)).filter(
    ({ action, return_id }) => action === 'RETURN_ITEM' && return_id === returnId,
  )
  if (actions.length === 0) {
    throw new StoaError('invalid_data', `Return ${returnId} has no items. Add what is to go back first.`)
  }
  const byLine = Map.groupBy(actions, ({ details }) => details.reference_id as string)
  return [...byLine].map(([id, same]) => ({
    id,
    quantity: BigNumber.sum(...same.map(({ details }) => details.quantity ?? 0)),
    reason_id: (same[0]?.details.reason_id as string | undefined) ?? null,
    note: (same[0]?.details.note as string | undefined) ?? null,
  }))
}

/** The goods were counted with rows of their own; from now on the change's actions tell of it. */
const REQUEST = `
with counted as (
  delete from stoa_order.order_change_action
  where order_id = $1 and reference_id = $2 and order_change_id is null and action = 'RETURN_ITEM' and deleted_at is null
)
update stoa_order."return" set status = 'requested', requested_at = now(), updated_at = now(),
  location_id = coalesce($3, location_id)
where id = $2`

/** How a return is asked for. */
export interface ReturnRequest {
  /** Where the goods are to come. */
  location_id: string | null
  /**
   * Whether the return is all there is to the change, which is confirmed with it; `false` where the change also makes a next
   * version of the order, which brings the way back with it.
   */
  is_whole_change: boolean
  by: string | null
}

/**
 * Makes a return that was put together one that is asked for. Its goods are counted already, the order is locked. */
export async function requestReturn(
  database: Database,
  change: OpenChange,
  returnId: string,
  { location_id, is_whole_change, by }: ReturnRequest,
): Promise<void> {
  const actions = await actionsOf(database, change.id)
  const wanted = await wantedOf(database, change, returnId)
  await writeTogether(database, [
    itemsOf(returnId, wanted),
    ...(is_whole_change ? [shippingOf(change, returnId, actions)] : []),
  ])
  await database.query(REQUEST, [change.order_id, returnId, location_id])
  if (!is_whole_change) return
  const { order } = await readChangingOrder(database, change.order_id)
  await refreshSummary(database, order, change.order_version)
  await settleChange(database, change.id, 'confirmed', by)
}

/** The rows of what is to go back. */
export function itemsOf(returnId: string, wanted: readonly WantedReturnItem[]): Write {
  const now = new Date().toISOString()
  return {
    insert: 'stoa_order.return_item',
    rows: wanted.map(({ id: item_id, quantity, reason_id = null, note = null }) => ({
      id: createId('retitem'),
      return_id: returnId,
      item_id,
      quantity: BigNumber(quantity).toFixed(),
      received_quantity: 0,
      damaged_quantity: 0,
      reason_id,
      note,
      created_at: now,
      updated_at: now,
    })),
  }
}

function shippingOf(change: OpenChange, return_id: string, actions: readonly StoredAction[]): Write {
  const now = new Date().toISOString()
  return {
    insert: 'stoa_order.order_shipping',
    rows: actions
      .filter((action) => action.action === 'SHIPPING_ADD' && action.return_id === return_id)
      .map(({ reference_id: shipping_method_id }) => ({
        id: createId('ordspmv'),
        order_id: change.order_id,
        version: change.order_version,
        return_id,
        shipping_method_id,
        created_at: now,
        updated_at: now,
      })),
  }
}
