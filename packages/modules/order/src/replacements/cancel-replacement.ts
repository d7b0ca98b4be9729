import { type Database, StoaError } from '@stoa/kernel'
import { addActions, type NewChangeAction } from '../changes/change-actions.ts'
import { openChange } from '../changes/open-change.ts'
import { type ChangedLine, confirmChange } from '../changes/settle-change.ts'
import { lockOrder } from '../lock-order.ts'
import { type ReplacementKind, replacements } from './kinds.ts'

/** An exchange or a claim that can be called off, of an order that is locked. */
export interface CancelableReplacement {
  id: string
  order_id: string
  /** Of a return whose goods are still on their way; null where there is none to call off. */
  return_id: string | null
}

const read = (kind: ReplacementKind) => `
select r.id, r.order_id, r.canceled_at is not null as is_canceled, back.id as return_id, back.status,
  exists (select from stoa_order.order_change c where c.${replacements[kind].key} = r.id
    and c.status in ('pending', 'requested') and c.deleted_at is null) as is_open
from stoa_order.${replacements[kind].table} r
left join stoa_order."return" back on back.id = r.return_id and back.deleted_at is null
where r.id = $1 and r.deleted_at is null`

interface Found extends CancelableReplacement {
  is_canceled: boolean
  is_open: boolean
  status: string | null
}

/**
 * Locks the order of an exchange or a claim that is to be called off, so call it in a transaction.
 *
 * @throws StoaError `not_found`; `invalid_data` for one that is called off, still put together, or of whose goods some came back
 */
export async function assertReplacementCancelable(
  database: Database,
  kind: ReplacementKind,
  id: string,
): Promise<CancelableReplacement> {
  const find = async () => {
    const [found] = await database.query<Found>(read(kind), [id])
    if (found) return found
    throw new StoaError(
      'not_found',
      `${kind === 'claim' ? 'Claim' : 'Exchange'} with id: ${id} was not found`,
    )
  }
  await lockOrder(database, (await find()).order_id)
  const { order_id, return_id, status, is_canceled, is_open } = await find()
  const refuse = (why: string) =>
    new StoaError('invalid_data', `The ${kind} ${id} cannot be canceled: ${why}.`)
  if (is_canceled) throw refuse('it is canceled already')
  if (is_open)
    throw refuse(`it is still being put together. DELETE /admin/${kind}s/${id}/request gives it up`)
  if (status === 'received' || status === 'partially_received') {
    throw refuse(`some goods of its return ${return_id} came back`)
  }
  return { id, order_id, return_id: status === 'requested' ? return_id : null }
}

/** What it brought into the order, and is there still. */
const BROUGHT = (kind: ReplacementKind) => `
select coalesce((
    select json_agg(item.item_id order by item.item_id) from stoa_order.${replacements[kind].items} item
    join stoa_order.order_item i on i.item_id = item.item_id and i.order_id = o.id and i.version = o.version and i.deleted_at is null
    where item.${replacements[kind].key} = $2 and item.deleted_at is null${kind === 'claim' ? ' and item.is_additional_item' : ''}), '[]') as lines,
  coalesce((
    select json_agg(s.shipping_method_id order by s.shipping_method_id) from stoa_order.order_shipping s
    where s.order_id = o.id and s.version = o.version and s.${replacements[kind].key} = $2 and s.deleted_at is null), '[]') as methods,
  ${
    kind === 'claim'
      ? `coalesce((
    select json_agg(json_build_object('id', item.item_id, 'quantity', trim_scale(item.quantity)) order by item.id)
    from stoa_order.order_claim_item item
    where item.claim_id = $2 and not item.is_additional_item and item.deleted_at is null), '[]')`
      : "'[]'::json"
  } as claimed
from stoa_order."order" o where o.id = $1`

interface Brought {
  lines: string[]
  methods: string[]
  claimed: { id: string; quantity: number }[]
}

/**
 * Calls an exchange or a claim off, once its return is: what was to be sent leaves the order, and what was written off is not any
 * more. Stock and payments are the caller's concern.
 *
 * @returns the lines of which the order has fewer
 * @throws StoaError `invalid_data` where some of what is sent is fulfilled, `not_allowed` while another change is open
 */
export async function cancelReplacement(
  database: Database,
  kind: ReplacementKind,
  { id, order_id }: CancelableReplacement,
  by: string | null,
): Promise<ChangedLine[]> {
  return database.transaction(async () => {
    const [brought] = await database.query<Brought & object>(BROUGHT(kind), [order_id, id])
    const { lines, methods, claimed } = brought as Brought
    const { table, key } = replacements[kind]
    await database.query(
      `update stoa_order.${table} set canceled_at = now(), updated_at = now() where id = $1`,
      [id],
    )
    const actions: NewChangeAction[] = [
      ...lines.map((reference_id) => ({ action: 'ITEM_UPDATE', details: { reference_id, quantity: 0 } })),
      ...methods.map((reference_id) => ({
        action: 'SHIPPING_REMOVE',
        reference: 'order_shipping_method',
        reference_id,
        details: {},
      })),
      ...claimed.map((item) => ({
        action: 'REINSTATE_ITEM',
        details: { reference_id: item.id, quantity: item.quantity },
      })),
    ]
    if (actions.length === 0) return []
    const change = await openChange(database, { order_id, change_type: kind, [key]: id, by })
    await addActions(database, change, actions)
    return confirmChange(database, change, by)
  })
}
