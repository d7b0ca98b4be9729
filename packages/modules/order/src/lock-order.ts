import { type Database, StoaError } from '@stoa/kernel'

/** An order as changes need it. */
export interface LockedOrder {
  version: number
  status: string
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
    `select version, status, email, customer_id from stoa_order."order"
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
  if (order.status === 'draft') {
    throw new StoaError('invalid_data', `Order ${orderId} is a draft: none of its goods can move yet.`)
  }
  return { id: orderId, version: order.version }
}
