import { type Database, StoaError } from '@stoa/kernel'

/** An order as changes need it. */
export interface LockedOrder {
  version: number
  status: string
  is_draft_order: boolean
  email: string | null
  customer_id: string | null
}

/**
 * Locks an order until the open transaction ends. Whatever changes one takes this lock first, then rows that belong to it.
 *
 * @throws StoaError `not_found`
 */
export async function lockOrder(database: Database, orderId: string): Promise<LockedOrder> {
  const [order] = await database.query<LockedOrder>(
    `select version, status, is_draft_order, email, customer_id from stoa_order."order"
     where id = $1 and deleted_at is null for update`,
    [orderId],
  )
  if (!order) throw new StoaError('not_found', `Order with id: ${orderId} was not found`)
  return order
}

/** @throws StoaError `invalid_data` for a cancelled order */
export function assertNotCanceled(orderId: string, { status }: Pick<LockedOrder, 'status'>): void {
  if (status === 'canceled') {
    throw new StoaError('invalid_data', `Order with id ${orderId} has been canceled.`)
  }
}

/**
 * @param what cannot be done to it
 * @throws StoaError `invalid_data` for a draft
 */
export function assertNoDraft(
  orderId: string,
  { is_draft_order }: Pick<LockedOrder, 'is_draft_order'>,
  what: string,
): void {
  if (is_draft_order) {
    throw new StoaError(
      'invalid_data',
      `Order ${orderId} is a draft: ${what}. Convert it to an order first, with POST /admin/draft-orders/${orderId}/convert-to-order.`,
    )
  }
}

/** @throws StoaError `invalid_data` for an order that is sold already */
export function assertDraft(orderId: string, { is_draft_order }: Pick<LockedOrder, 'is_draft_order'>): void {
  if (!is_draft_order) {
    throw new StoaError(
      'invalid_data',
      `Order ${orderId} is no draft. It is changed under /admin/orders, and edited with POST /admin/order-edits.`,
    )
  }
}

/**
 * Locks an order whose goods are to move, so that what was read of it stays true.
 *
 * @throws StoaError `not_found`; `invalid_data` for a cancelled order and a draft
 */
export async function lockForGoods(
  database: Database,
  orderId: string,
): Promise<{ id: string; version: number }> {
  const order = await lockOrder(database, orderId)
  assertNotCanceled(orderId, order)
  assertNoDraft(orderId, order, 'none of its goods can move yet')
  return { id: orderId, version: order.version }
}
