import { BigNumber, createId, type Database, StoaError, type Write, writeTogether } from '@stoa/kernel'
import { actionsOf, type StoredAction } from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import { readChangingOrder } from '../changes/read-changing-order.ts'
import { settleChange } from '../changes/settle-change.ts'
import { refreshSummary } from '../changes/write-version.ts'
import { wantedOf } from './count-return.ts'
import type { WantedReturnItem } from './record-return.ts'

const REQUEST = `
update stoa_order."return" set status = 'requested', requested_at = now(), updated_at = now(),
  location_id = coalesce($2, location_id)
where id = $1`

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
 * Makes a return that was put together one that is asked for. Its goods are counted already, the order is locked.
 *
 * @throws StoaError `conflict` where more was added since they were counted
 */
export async function requestReturn(
  database: Database,
  change: OpenChange,
  returnId: string,
  { location_id, is_whole_change, by }: ReturnRequest,
): Promise<void> {
  const actions = await actionsOf(database, change.id)
  const wanted = await wantedOf(database, change, returnId)
  if (actions.some(({ action, applied }) => action === 'RETURN_ITEM' && !applied)) {
    throw new StoaError(
      'conflict',
      `Return ${returnId} was changed while it was being requested. Look at it, then request it again.`,
    )
  }
  await writeTogether(database, [
    itemsOf(returnId, wanted),
    ...(is_whole_change ? [shippingOf(change, returnId, actions)] : []),
  ])
  await database.query(REQUEST, [returnId, location_id])
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
