import { type Database, StoaError } from '@stoa/kernel'
import { assertNoDraft, lockOrder } from '../lock-order.ts'
import { findOpenChange, type OpenChange } from './open-change.ts'

const SET = 'update stoa_order.order_change set carry_over_promotions = $2, updated_at = now() where id = $1'

/**
 * Says whether the order's promotions take something off what comes into it with a change. It locks the order, so call it in a
 * transaction.
 *
 * @param carries null for what nobody has said
 * @returns the change, where it is open and the order's discounts are to follow
 * @throws StoaError `not_found`; `invalid_data` for `true` for a draft, `not_allowed` where the change is over and says otherwise
 */
export async function setCarryOver(
  database: Database,
  changeId: string,
  carries: boolean | null,
): Promise<OpenChange | undefined> {
  const [change] = await database.query<{ order_id: string; carried: boolean }>(
    `select order_id, coalesce(carry_over_promotions, false) as carried from stoa_order.order_change
     where id = $1 and deleted_at is null`,
    [changeId],
  )
  if (!change) throw new StoaError('not_found', `OrderChange with id: ${changeId} was not found`)
  const { order_id, carried } = change
  const order = await lockOrder(database, order_id)
  if (carries) assertNoDraft(order_id, order, 'its promotions are found anew with each step of its edit')
  const open = await findOpenChange(database, order_id, order)
  if (open?.id !== changeId && carried !== (carries ?? false)) {
    throw new StoaError(
      'not_allowed',
      `Change ${changeId} of order ${order_id} is over: what its promotions took off stays. Leave carry_over_promotions out.`,
    )
  }
  await database.query(SET, [changeId, carries])
  if (open?.id !== changeId || order.is_draft_order) return undefined
  return { ...open, carries_promotions: carries ?? false }
}
