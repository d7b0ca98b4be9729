import { createId, type Database, StoaError } from '@stoa/kernel'
import { readChangingOrder } from '../changes/read-changing-order.ts'
import { refreshSummary } from '../changes/write-version.ts'
import { type ItemQuantity, moveItems } from '../item-progress.ts'
import { type LockedReturn, lockReturn } from './open-return.ts'

/**
 * Locks a return that is to be called off.
 *
 * @throws StoaError `not_found`, `invalid_data` for one of which something came back, or that is called off already
 */
export async function assertReturnCancelable(database: Database, returnId: string): Promise<LockedReturn> {
  const locked = await lockReturn(database, returnId)
  if (locked.status === 'requested') return locked
  const why =
    locked.status === 'open'
      ? 'it is still being put together: DELETE /admin/returns/:id/request gives it up'
      : `it is ${locked.status.replace('_', ' ')}`
  throw new StoaError('invalid_data', `Return ${returnId} cannot be canceled: ${why}.`)
}

const ITEMS = `
select item_id as id, quantity::text as quantity from stoa_order.return_item
where return_id = $1 and deleted_at is null order by id`

/** Nothing is owed any more for the way back. */
const CANCEL = `
with canceled as (
  update stoa_order."return" set status = 'canceled', canceled_at = now(), updated_at = now() where id = $1
), shipping as (
  update stoa_order.order_shipping set deleted_at = now() where return_id = $1 and order_id = $2 and version = $3
), change as (
  insert into stoa_order.order_change
    (id, order_id, version, change_type, status, return_id, created_by, confirmed_by, confirmed_at)
  values ($4, $2, $3, 'return_cancel', 'confirmed', $1, $5, $5, now())
)
insert into stoa_order.order_change_action
  (id, order_change_id, order_id, return_id, version, action, reference, reference_id, details, applied)
select item.action_id, $4, $2, $1, $3, 'CANCEL_RETURN_ITEM', 'return', $1,
  jsonb_build_object('reference_id', item.id, 'quantity', item.quantity), true
from jsonb_to_recordset($6::jsonb) as item (action_id text, id text, quantity numeric)`

/** Calls a return off: its goods stay where they are, and the way back is no longer owed. */
export async function cancelReturn(
  database: Database,
  returnId: string,
  by: string | null,
): Promise<LockedReturn> {
  return database.transaction(async () => {
    const locked = await assertReturnCancelable(database, returnId)
    const { order_id } = locked
    const { version } = locked.order
    const items = await database.query<ItemQuantity & object>(ITEMS, [returnId])
    await moveItems(database, { id: order_id, version }, 'cancel_return', items)
    await database.query(CANCEL, [
      returnId,
      order_id,
      version,
      createId('ordch'),
      by,
      JSON.stringify(items.map((item) => ({ ...item, action_id: createId('ordchact') }))),
    ])
    const { order } = await readChangingOrder(database, order_id)
    await refreshSummary(database, order, version)
    return locked
  })
}
