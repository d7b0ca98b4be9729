import { createId, type Database, StoaError } from '@stoa/kernel'
import { assertDraft, assertNoDraft, assertNotCanceled, type LockedOrder, lockOrder } from '../lock-order.ts'

/** What a change is about. */
export type ChangeType = 'edit' | 'return_request' | 'return_receive' | 'exchange' | 'claim'

/** To what of an order a change belongs, beside the order. */
export interface ChangeOwner {
  return_id?: string | null
  claim_id?: string | null
  exchange_id?: string | null
}

/** Of what a change is: orders that are sold and drafts are not changed in the same way. */
export interface ChangedKind {
  /** Whether it is of a draft. Default: false. */
  of_draft?: boolean
}

/** A change that is begun. */
export interface NewChange extends ChangeOwner, ChangedKind {
  order_id: string
  change_type: ChangeType
  /** Who begins it. */
  by: string | null
  description?: string | null
  /** For shopkeepers only. */
  internal_note?: string | null
  metadata?: Readonly<Record<string, unknown>> | null
}

/** A change that is neither confirmed nor given up, of an order that is locked. */
export interface OpenChange extends Required<ChangeOwner> {
  id: string
  order_id: string
  change_type: ChangeType
  status: 'pending' | 'requested'
  /** The order's, as it is. */
  order_version: number
  /** Whether the order's promotions take something off what comes into it. */
  carries_promotions: boolean
}

const OPEN = `
insert into stoa_order.order_change
  (id, order_id, version, change_type, status, description, internal_note, created_by, metadata, return_id, claim_id, exchange_id)
values ($1, $2, $3, $4, 'pending', $5, $6, $7, $8::jsonb, $9, $10, $11)
on conflict (order_id) where status in ('pending', 'requested') and deleted_at is null do nothing
returning id`

/**
 * Begins a change of an order, which has one at a time.
 *
 * @throws StoaError `not_found`; `invalid_data` for a cancelled order, and for a draft unless the change is of one; `not_allowed`
 *   while another change is open
 */
export async function openChange(database: Database, change: NewChange): Promise<OpenChange> {
  const { order_id, change_type, by, description, internal_note, metadata } = change
  const { return_id = null, claim_id = null, exchange_id = null, of_draft = false } = change
  return database.transaction(async () => {
    const order = await lockOrder(database, order_id)
    assertNotCanceled(order_id, order)
    assertKind(order_id, order, change_type, of_draft)
    const [opened] = await database.query<{ id: string }>(OPEN, [
      createId('ordch'),
      order_id,
      order.version + 1,
      change_type,
      description ?? null,
      internal_note ?? null,
      by,
      metadata ? JSON.stringify(metadata) : null,
      return_id,
      claim_id,
      exchange_id,
    ])
    if (!opened) throw alreadyOpen(order_id)
    const of = { return_id, claim_id, exchange_id }
    return {
      id: opened.id,
      order_id,
      change_type,
      status: 'pending',
      order_version: order.version,
      carries_promotions: false,
      ...of,
    } as const
  })
}

/** The open change of a locked order, whatever it is about. */
export async function findOpenChange(
  database: Database,
  orderId: string,
  { version }: Pick<LockedOrder, 'version'>,
): Promise<OpenChange | undefined> {
  const [open] = await database.query<Omit<OpenChange, 'order_id' | 'order_version'>>(FIND, [orderId])
  return open && { ...open, order_id: orderId, order_version: version }
}

function assertKind(orderId: string, order: LockedOrder, type: ChangeType, ofDraft: boolean): void {
  const edited = `it is edited with POST /admin/draft-orders/${orderId}/edit`
  if (ofDraft) assertDraft(orderId, order)
  else assertNoDraft(orderId, order, type === 'edit' ? edited : 'nothing of it was sold yet')
}

/** An order has one open change at a time. */
export const alreadyOpen = (orderId: string): StoaError =>
  new StoaError(
    'not_allowed',
    `Order ${orderId} has an open change already. Confirm or cancel it before you ask for another.`,
  )

const OWNERS = ['return_id', 'claim_id', 'exchange_id'] as const

const FIND = `
select id, status, change_type, return_id, claim_id, exchange_id, coalesce(carry_over_promotions, false) as carries_promotions from stoa_order.order_change
where order_id = $1 and status in ('pending', 'requested') and deleted_at is null`

/**
 * Locks an order, and finds its open change, so call it in a transaction.
 *
 * @param of what it must belong to; an edit belongs to the order alone
 * @throws StoaError `not_found` for an order that is not there, and where it has no such change; `invalid_data` for a draft
 *   unless the change is of one
 */
export async function lockOpenChange(
  database: Database,
  orderId: string,
  changeType: ChangeType,
  of: ChangeOwner & ChangedKind = {},
): Promise<OpenChange> {
  const order = await lockOrder(database, orderId)
  assertNotCanceled(orderId, order)
  assertKind(orderId, order, changeType, of.of_draft ?? false)
  const open = await findOpenChange(database, orderId, order)
  const isThis =
    open?.change_type === changeType && OWNERS.every((key) => of[key] == null || of[key] === open[key])
  if (open && isThis) return open
  const what = changeType.replace('_', ' ')
  throw new StoaError('not_found', `Order ${orderId} has no open ${what}. Begin one first.`)
}
