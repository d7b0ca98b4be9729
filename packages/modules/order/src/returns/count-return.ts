import { BigNumber, type Database, StoaError } from '@stoa/kernel'
import { actionsOf } from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import { type ItemQuantity, moveItems } from '../item-progress.ts'
import { lockForGoods, lockOrder } from '../lock-order.ts'
import { assertReasons, type WantedReturnItem } from './record-return.ts'

/** What an open change asks back with a return, each line once. */
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

const APPLY = `
update stoa_order.order_change_action set applied = true, updated_at = now()
where order_change_id = $1 and return_id = $2 and action = 'RETURN_ITEM' and deleted_at is null`

/**
 * Counts what an open change asks back as going back, so that a carrier can be called for it. Run it in the transaction that
 * locked the change.
 *
 * @throws StoaError `invalid_data` for nothing at all, and for more than is fulfilled and neither in a return nor written off
 */
export async function countReturn(
  database: Database,
  change: OpenChange,
  returnId: string,
): Promise<WantedReturnItem[]> {
  const order = await lockForGoods(database, change.order_id)
  const wanted = await wantedOf(database, change, returnId)
  await assertReasons(database, wanted)
  await moveItems(database, order, 'request_return', wanted)
  await database.query(APPLY, [change.id, returnId])
  return wanted
}

const UNAPPLY = `
with undone as (
  update stoa_order.order_change_action a set applied = false, updated_at = now()
  from stoa_order.order_change c
  where c.id = a.order_change_id and c.status in ('pending', 'requested') and a.order_id = $1 and a.return_id = $2
    and a.action = 'RETURN_ITEM' and a.applied and a.deleted_at is null
  returning a.details
)
select details ->> 'reference_id' as id, sum((details ->> 'quantity')::numeric)::text as quantity from undone group by 1 order by 1`

/** Takes {@link countReturn} back: the carrier does not come. Doing it again changes nothing. */
export async function uncountReturn(database: Database, orderId: string, returnId: string): Promise<void> {
  await database.transaction(async () => {
    const { version } = await lockOrder(database, orderId)
    const items = await database.query<ItemQuantity & object>(UNAPPLY, [orderId, returnId])
    if (items.length > 0) await moveItems(database, { id: orderId, version }, 'cancel_return', items)
  })
}
