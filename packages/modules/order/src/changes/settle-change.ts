import { BigNumber, type Database, StoaError } from '@stoa/kernel'
import { applyChange } from './apply-change.ts'
import { actionsOf, pending, removeActions, type StoredAction } from './change-actions.ts'
import type { OpenChange } from './open-change.ts'
import { readChangingOrder, type StoredOrder } from './read-changing-order.ts'
import { type NewCredit, writeVersion } from './write-version.ts'

/** A line of which an order has another quantity by a change, decimals in text. */
export interface ChangedLine {
  id: string
  before: string
  after: string
  /** Whether it may be promised beyond the stock; undefined where its variant decides. */
  allow_backorder?: boolean
}

const SETTLE = `
with change as (
  update stoa_order.order_change set status = $2, updated_at = now(),
    requested_at = case $2 when 'requested' then now() else requested_at end,
    requested_by = case $2 when 'requested' then $3 else requested_by end,
    confirmed_at = case $2 when 'confirmed' then now() end, confirmed_by = case $2 when 'confirmed' then $3 end,
    canceled_at = case $2 when 'canceled' then now() end, canceled_by = case $2 when 'canceled' then $3 end
  where id = $1 returning id
)
update stoa_order.order_change_action a set applied = true, updated_at = now()
from change where $2 = 'confirmed' and a.order_change_id = change.id and a.deleted_at is null`

/** Marks an open change as asked for, confirmed or given up. */
export async function settleChange(
  database: Database,
  changeId: string,
  status: 'requested' | 'confirmed' | 'canceled',
  by: string | null,
): Promise<void> {
  await database.query(SETTLE, [changeId, status, by])
}

/** Gives an open change up. What was to come into the order with it is gone. */
export async function cancelChange(database: Database, change: OpenChange, by: string | null): Promise<void> {
  await removeActions(database, change.id)
  await settleChange(database, change.id, 'canceled', by)
}

/**
 * Makes an order what its open change says: its next version.
 *
 * @returns the lines of which it has more or fewer
 * @throws StoaError `invalid_data` where the order is no longer such that it can be changed like this, and for a change that
 *   changes nothing
 */
export async function confirmChange(
  database: Database,
  change: OpenChange,
  by: string | null,
): Promise<ChangedLine[]> {
  const all = await actionsOf(database, change.id)
  if (all.length === 0) {
    throw new StoaError(
      'invalid_data',
      `The ${change.change_type} of order ${change.order_id} changes nothing.`,
    )
  }
  const { order, additions } = await readChangingOrder(database, change.order_id, change.id)
  const actions = pending(all)
  const after = applyChange(order, actions, additions)
  await writeVersion(database, after, { version: change.order_version, credits: creditsOf(actions) })
  await settleChange(database, change.id, 'confirmed', by)
  return changedLines(order, after, actions)
}

const creditsOf = (actions: readonly StoredAction[]): NewCredit[] =>
  actions
    .filter(({ action }) => action === 'CREDIT_LINE_ADD')
    .map(({ amount, reference_id, details }) => ({
      amount: amount ?? 0,
      reference: (details.reference as string | undefined) ?? null,
      reference_id: reference_id ?? null,
    }))

function changedLines(
  order: StoredOrder,
  after: StoredOrder,
  actions: readonly StoredAction[],
): ChangedLine[] {
  const before = new Map(order.items.map(({ id, quantity }) => [id, BigNumber(quantity)]))
  return after.items.flatMap(({ id, quantity }) => {
    const was = before.get(id) ?? BigNumber(0)
    if (was.eq(quantity)) return []
    const added = actions.find(({ action, details }) => action === 'ITEM_ADD' && details.reference_id === id)
    const allow_backorder = added?.details.allow_backorder as boolean | undefined
    const line = { id, before: was.toFixed(), after: BigNumber(quantity).toFixed() }
    return [allow_backorder === undefined ? line : { ...line, allow_backorder }]
  })
}
