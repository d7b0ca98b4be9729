import { type Database, StoaError } from '@stoa/kernel'
import { assertNotCanceled, lockOrder } from './lock-order.ts'

const FULFILLED = `
select 1 from stoa_order.order_item
where order_id = $1 and version = $2 and fulfilled_quantity > 0 and deleted_at is null limit 1`

/** Nothing is owed for a cancelled order, in either direction. */
const CANCEL = `
with canceled as (
  update stoa_order."order" set status = 'canceled', canceled_at = now(), updated_at = now()
  where id = $1 returning id, version
), summary as (
  update stoa_order.order_summary s set totals = s.totals || '{"pending_difference": 0}', updated_at = now()
  from canceled where s.order_id = canceled.id and s.version = canceled.version and s.deleted_at is null
)
select distinct i.item_id from stoa_order.order_item i, canceled where i.order_id = canceled.id and i.deleted_at is null`

/**
 * Locks an order that is to be cancelled.
 *
 * @throws StoaError `not_found`, `invalid_data` for one that is cancelled already or a draft, `not_allowed` while some of it is
 *   fulfilled
 */
export async function assertCancelable(database: Database, orderId: string): Promise<void> {
  const order = await lockOrder(database, orderId)
  assertNotCanceled(orderId, order)
  if (order.is_draft_order) {
    throw new StoaError(
      'invalid_data',
      `Order ${orderId} is a draft. Delete it instead, with DELETE /admin/draft-orders/${orderId}.`,
    )
  }
  const [fulfilled] = await database.query(FULFILLED, [orderId, order.version])
  if (fulfilled) {
    throw new StoaError(
      'not_allowed',
      `Some items of order ${orderId} are fulfilled. Cancel all its fulfillments before you cancel the order.`,
    )
  }
}

/** @returns the ids of all the lines it ever had */
export async function cancelOrder(database: Database, orderId: string): Promise<string[]> {
  return database.transaction(async () => {
    await assertCancelable(database, orderId)
    const lines = await database.query<{ item_id: string }>(CANCEL, [orderId])
    return lines.map(({ item_id }) => item_id)
  })
}
