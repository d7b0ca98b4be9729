import { BigNumber, type Database, StoaError } from '@stoa/kernel'
import { actionsOf, type StoredAction } from '../changes/change-actions.ts'
import type { OpenChange } from '../changes/open-change.ts'
import { readChangingOrder } from '../changes/read-changing-order.ts'
import { settleChange } from '../changes/settle-change.ts'
import { refreshSummary } from '../changes/write-version.ts'
import { type ItemQuantity, moveItems } from '../item-progress.ts'

/** How a return stands with a line, decimals in text. */
interface ReturnLine {
  /** Of the line. */
  id: string
  quantity: string
  /** Of them, what came back whole or damaged. */
  back: string
}

const LINES = `
select item_id as id, quantity::text as quantity, (received_quantity + damaged_quantity)::text as back
from stoa_order.return_item where return_id = $1 and deleted_at is null order by id`

/** What came back whole, and what damaged. */
export interface Receipt {
  received: ItemQuantity[]
  damaged: ItemQuantity[]
}

const sumOf = (actions: readonly StoredAction[], kind: string): ItemQuantity[] =>
  [
    ...Map.groupBy(
      actions.filter(({ action }) => action === kind),
      ({ details }) => details.reference_id as string,
    ),
  ].map(([id, same]) => ({
    id,
    quantity: BigNumber.sum(...same.map(({ details }) => details.quantity ?? 0)).toFixed(),
  }))

/**
 * What an open receipt says has come.
 *
 * @throws StoaError `invalid_data` for a line that is not in the return, and for more of one than is still on its way
 */
export async function receiptOf(database: Database, change: OpenChange): Promise<Receipt> {
  const actions = await actionsOf(database, change.id)
  const receipt = {
    received: sumOf(actions, 'RECEIVE_RETURN_ITEM'),
    damaged: sumOf(actions, 'RECEIVE_DAMAGED_RETURN_ITEM'),
  }
  const rows = await database.query<ReturnLine>(LINES, [change.return_id])
  const lines = new Map(rows.map((line) => [line.id, line]))
  const all = Map.groupBy([...receipt.received, ...receipt.damaged], ({ id }) => id)
  for (const [id, come] of all) {
    const line = lines.get(id)
    if (!line) {
      throw new StoaError(
        'invalid_data',
        `Return ${change.return_id} has no item ${id}: name lines of the order.`,
      )
    }
    const left = BigNumber(line.quantity).minus(line.back)
    const quantity = BigNumber.sum(...come.map((one) => one.quantity))
    if (quantity.lte(left)) continue
    throw new StoaError(
      'invalid_data',
      `${left.toFixed()} of item ${id}, not ${quantity.toFixed()}, are still on their way back with return ${change.return_id}.`,
    )
  }
  return receipt
}

const RECEIVE = `
with come as (
  select * from jsonb_to_recordset($2::jsonb) as come (id text, received numeric, damaged numeric)
), item as (
  update stoa_order.return_item i set updated_at = now(),
    received_quantity = i.received_quantity + come.received, damaged_quantity = i.damaged_quantity + come.damaged
  from come where i.return_id = $1 and i.item_id = come.id and i.deleted_at is null
  returning i.id, i.received_quantity + i.damaged_quantity >= i.quantity as is_whole
), state as (
  select bool_and(coalesce(item.is_whole, i.received_quantity + i.damaged_quantity >= i.quantity)) as is_whole
  from stoa_order.return_item i left join item on item.id = i.id where i.return_id = $1 and i.deleted_at is null
)
update stoa_order."return" r set updated_at = now(),
  status = case when state.is_whole then 'received' else 'partially_received' end,
  received_at = case when state.is_whole then now() end
from state where r.id = $1`

/**
 * Counts what an open receipt says as back: whole goods are no longer to be paid for. Stock is the caller's concern.
 *
 * @throws StoaError `invalid_data` for a receipt of nothing, and as {@link receiptOf}
 */
export async function confirmReceipt(
  database: Database,
  change: OpenChange,
  by: string | null,
): Promise<Receipt> {
  const receipt = await receiptOf(database, change)
  const { received, damaged } = receipt
  if (received.length + damaged.length === 0) {
    throw new StoaError(
      'invalid_data',
      `Nothing is received of return ${change.return_id} yet. Say what has come first.`,
    )
  }
  const order = { id: change.order_id, version: change.order_version }
  if (received.length > 0) await moveItems(database, order, 'receive_return', received)
  if (damaged.length > 0) await moveItems(database, order, 'dismiss_return', damaged)
  const come = new Map<string, { id: string; received: string; damaged: string }>()
  for (const [kind, items] of Object.entries(receipt) as [keyof Receipt, ItemQuantity[]][]) {
    for (const { id, quantity } of items) {
      come.set(id, { id, received: '0', damaged: '0', ...come.get(id), [kind]: quantity })
    }
  }
  await database.query(RECEIVE, [change.return_id, JSON.stringify([...come.values()])])
  const { order: after } = await readChangingOrder(database, change.order_id)
  await refreshSummary(database, after, change.order_version)
  await settleChange(database, change.id, 'confirmed', by)
  return receipt
}
