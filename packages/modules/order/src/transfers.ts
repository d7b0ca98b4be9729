import { createHash, randomBytes } from 'node:crypto'
import { createId, type Database, StoaError } from '@stoa/kernel'
import { alreadyOpen } from './changes/open-change.ts'
import { assertNoDraft, assertNotCanceled, lockOrder } from './lock-order.ts'

/** To whom an order is to go, and who says so. */
export interface TransferRequest {
  customer_id: string
  /** The id of the customer or user who asks. */
  by: string
  description?: string | undefined
  /** For shopkeepers only. */
  internal_note?: string | undefined
  /** Whether the order takes the new customer's e-mail address too. Default: false. */
  update_order_email?: boolean | undefined
}

/** A transfer that was asked for. */
export interface RequestedTransfer {
  /** Of the order change. */
  id: string
  /** For whoever has the order now: it accepts or declines the transfer, once. */
  token: string
}

/** What became of an order by a transfer. */
export interface Transferred {
  customer_id: string
  update_order_email: boolean
}

const REQUEST = `
with change as (
  insert into stoa_order.order_change
    (id, order_id, version, change_type, status, description, internal_note, created_by, requested_by, requested_at)
  values ($1, $3, $4, 'transfer', 'requested', $5, $6, $7, $7, now())
  on conflict (order_id) where status in ('pending', 'requested') and deleted_at is null do nothing
  returning id, order_id, version
), action as (
  insert into stoa_order.order_change_action
    (id, order_change_id, order_id, version, action, reference, reference_id, details)
  select $2, id, order_id, version, 'TRANSFER_CUSTOMER', 'customer', $8, $9::jsonb from change
)
select id from change`

/**
 * Opens the transfer of an order to another customer.
 *
 * @throws StoaError `invalid_data` for a cancelled order and for one that is theirs already, `not_allowed` while another
 *   change is open
 */
export async function requestTransfer(
  database: Database,
  orderId: string,
  request: TransferRequest,
): Promise<RequestedTransfer> {
  return database.transaction(async () => {
    const order = await lockOrder(database, orderId)
    assertNotCanceled(orderId, order)
    assertNoDraft(orderId, order, 'whose it is is set with it')
    const { customer_id, by, description, internal_note, update_order_email = false } = request
    if (order.customer_id === customer_id) {
      throw new StoaError('invalid_data', `Order ${orderId} belongs to customer ${customer_id} already.`)
    }
    const token = randomBytes(32).toString('base64url')
    const details = { token, original_email: order.email, update_order_email }
    const [change] = await database.query<{ id: string }>(REQUEST, [
      createId('ordch'),
      createId('ordchact'),
      orderId,
      order.version,
      description ?? null,
      internal_note ?? null,
      by,
      customer_id,
      JSON.stringify(details),
    ])
    if (!change) throw alreadyOpen(orderId)
    return { id: change.id, token }
  })
}

/** What a transfer was asked for with, compared by hash so that the time it takes tells nothing. */
const OPEN = `
select c.id, c.requested_by, a.id as action_id, a.reference_id as customer_id,
  coalesce((a.details ->> 'update_order_email')::boolean, false) as update_order_email,
  encode(sha256(convert_to(coalesce(a.details ->> 'token', ''), 'UTF8')), 'hex') as token_hash
from stoa_order.order_change c
join stoa_order.order_change_action a on a.order_change_id = c.id and a.action = 'TRANSFER_CUSTOMER'
where c.order_id = $1 and c.change_type = 'transfer' and c.status = 'requested' and c.deleted_at is null`

interface OpenTransfer extends Transferred {
  id: string
  requested_by: string | null
  action_id: string
  token_hash: string
}

const SETTLE = `
with change as (
  update stoa_order.order_change set status = $2, updated_at = now(),
    confirmed_at = case $2 when 'confirmed' then now() end, confirmed_by = case $2 when 'confirmed' then $3::text end,
    declined_at = case $2 when 'declined' then now() end, declined_by = case $2 when 'declined' then $3 end,
    canceled_at = case $2 when 'canceled' then now() end, canceled_by = case $2 when 'canceled' then $3 end
  where id = $1 returning id, order_id
), action as (
  update stoa_order.order_change_action a
  set details = a.details - 'token', applied = $2 = 'confirmed', updated_at = now()
  from change where a.order_change_id = change.id returning a.order_id, a.reference_id
)
update stoa_order."order" o set customer_id = action.reference_id, updated_at = now()
from action where o.id = action.order_id and $2 = 'confirmed'`

const settle = (
  database: Database,
  id: string,
  status: 'confirmed' | 'declined' | 'canceled',
  by: string | null,
) => database.query(SETTLE, [id, status, by])

/**
 * Gives an order to the customer it was asked for, or leaves it where it is, by the token that whoever has it was sent.
 * A token works once: the lock on the order lets one call after the other, and the first closes the transfer.
 *
 * @throws StoaError `not_allowed` for a token that opens no transfer of this order
 */
export async function answerTransfer(
  database: Database,
  orderId: string,
  token: string,
  answer: 'confirmed' | 'declined',
): Promise<Transferred> {
  return database.transaction(async () => {
    const order = await lockOrder(database, orderId)
    const [open] = await database.query<OpenTransfer>(OPEN, [orderId])
    if (open?.token_hash !== createHash('sha256').update(token).digest('hex')) {
      throw new StoaError(
        'not_allowed',
        `The token opens no transfer of order ${orderId}: it is of another order, was used already, or the transfer was cancelled.`,
      )
    }
    if (answer === 'confirmed') assertNotCanceled(orderId, order)
    await settle(database, open.id, answer, order.customer_id)
    const { customer_id, update_order_email } = open
    return { customer_id, update_order_email }
  })
}

/**
 * Takes the open transfer of an order back.
 *
 * @param by who does it
 * @param ownOnly only one that the same asked for
 * @throws StoaError `not_found` where there is none
 */
export async function cancelTransfer(
  database: Database,
  orderId: string,
  by: string,
  ownOnly: boolean,
): Promise<void> {
  await database.transaction(async () => {
    await lockOrder(database, orderId)
    const [open] = await database.query<OpenTransfer>(OPEN, [orderId])
    if (!open || (ownOnly && open.requested_by !== by)) {
      throw new StoaError('not_found', `There is no open transfer of order ${orderId} to cancel.`)
    }
    await settle(database, open.id, 'canceled', by)
  })
}

/** Gives an order to a customer at once. See {@link requestTransfer}, also for the errors. */
export async function transferNow(
  database: Database,
  orderId: string,
  request: TransferRequest,
): Promise<RequestedTransfer> {
  return database.transaction(async () => {
    const requested = await requestTransfer(database, orderId, request)
    await settle(database, requested.id, 'confirmed', request.by)
    return requested
  })
}
