import { BigNumber, createId, type Database, StoaError, type Write, writeTogether } from '@stoa/kernel'
import { applyChange } from './apply-change.ts'
import type { ChangeAction } from './change-action.ts'
import type { OpenChange } from './open-change.ts'
import { readChangingOrder } from './read-changing-order.ts'

/** An action that comes to a change. */
export interface NewChangeAction extends ChangeAction {
  /** Default: a new one. */
  id?: string
  reference?: string | null
  /** Of the return that an item is part of. Default: the change's. */
  return_id?: string | null
  /** For shopkeepers only. */
  internal_note?: string | null
}

/** An action of a change as it is stored. */
export interface StoredAction extends ChangeAction {
  id: string
  return_id: string | null
  /** Whether it took effect before the change is confirmed: goods are counted as going back before a carrier is called. */
  applied: boolean
  internal_note: string | null
}

const READ = `
select id, action, reference_id, return_id, internal_note, details, trim_scale(amount)::text as amount, applied from stoa_order.order_change_action
where order_change_id = $1 and deleted_at is null order by ordering`

/** What an open change does to its order, in the order in which it does it. */
export const actionsOf = (database: Database, changeId: string) =>
  database.query<StoredAction>(READ, [changeId])

/**
 * Adds actions to an open change, after those it has.
 *
 * @param writes what comes to be together with them, such as the lines they name
 * @throws StoaError `invalid_data` where the order cannot be changed like this; see {@link applyChange}
 */
export async function addActions(
  database: Database,
  change: OpenChange,
  actions: readonly NewChangeAction[],
  writes: readonly Write[] = [],
): Promise<void> {
  await writeTogether(database, [...writes, actionWrite(change, actions)])
  await assertApplicable(database, change)
}

/** The rows of actions that come to an open change. */
export function actionWrite(change: OpenChange, actions: readonly NewChangeAction[]): Write {
  const { claim_id, exchange_id } = change
  const now = new Date().toISOString()
  return {
    insert: 'stoa_order.order_change_action',
    rows: actions.map(({ return_id = change.return_id, amount, ...action }) => ({
      id: createId('ordchact'),
      order_id: change.order_id,
      order_change_id: change.id,
      version: change.order_version + 1,
      claim_id,
      exchange_id,
      return_id,
      applied: false,
      ...action,
      amount: amount == null ? null : BigNumber(amount).toFixed(),
      created_at: now,
      updated_at: now,
    })),
  }
}

/** @throws StoaError `invalid_data` where the order cannot be changed as the change says by now */
async function assertApplicable(database: Database, change: OpenChange): Promise<void> {
  const { order, additions } = await readChangingOrder(database, change.order_id, change.id)
  applyChange(order, pending(await actionsOf(database, change.id)), additions)
}

/** Those that did not take effect yet. */
export const pending = <Action extends { applied?: boolean }>(actions: readonly Action[]): Action[] =>
  actions.filter(({ applied }) => !applied)

/**
 * The action of an open change that has this id.
 *
 * @param kinds what it may be
 * @throws StoaError `not_found`, `not_allowed` for one that takes effect just now
 */
export async function findAction(
  database: Database,
  change: OpenChange,
  actionId: string,
  kinds: readonly string[],
): Promise<StoredAction> {
  const action = (await actionsOf(database, change.id)).find(({ id }) => id === actionId)
  if (action?.applied) {
    throw new StoaError(
      'not_allowed',
      `Action ${actionId} is being confirmed: it cannot be changed any more.`,
    )
  }
  if (action && kinds.includes(action.action)) return action
  throw new StoaError(
    'not_found',
    `Action ${actionId} (${kinds.join(' or ')}) was not found in the open change of order ${change.order_id}.`,
  )
}

/** What of an action may be set anew. What is not named stays. */
export interface ActionUpdate {
  details?: Readonly<Record<string, unknown>>
  amount?: BigNumber.Value
  internal_note?: string | null | undefined
}

const UPDATE = `
update stoa_order.order_change_action
set details = details || $2::jsonb, amount = coalesce($3::numeric, amount),
  internal_note = case when $4 then $5 else internal_note end, updated_at = now()
where id = $1`

/** @throws StoaError `invalid_data` where the order cannot be changed like this */
export async function updateAction(
  database: Database,
  change: OpenChange,
  actionId: string,
  { details = {}, amount, internal_note }: ActionUpdate,
): Promise<void> {
  await database.query(UPDATE, [
    actionId,
    JSON.stringify(details),
    amount === undefined ? null : BigNumber(amount).toFixed(),
    internal_note !== undefined,
    internal_note ?? null,
  ])
  await assertApplicable(database, change)
}

/** What waited to come into the order with actions goes with them. */
const REMOVE = `
with gone as (
  delete from stoa_order.order_change_action
  where order_change_id = $1 and ($2::text[] is null or id = any($2)) and not applied
  returning action, reference_id, details ->> 'reference_id' as item_id
), line as (
  delete from stoa_order.order_line_item l using gone where gone.action = 'ITEM_ADD' and l.id = gone.item_id
)
delete from stoa_order.order_shipping_method m using gone where gone.action = 'SHIPPING_ADD' and m.id = gone.reference_id`

/**
 * Takes actions out of an open change.
 *
 * @param actionIds none for all of them
 */
export async function removeActions(
  database: Database,
  changeId: string,
  actionIds?: readonly string[],
): Promise<void> {
  await database.query(REMOVE, [changeId, actionIds ?? null])
}
