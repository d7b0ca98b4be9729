import { type Container, Database, StoaError } from '@stoa/kernel'

const READ = `
select c.status, o.id as order_id, o.status as order_status, o.customer_id, o.email
from stoa_payment.payment_collection c
left join stoa_link.order_payment_collection link on link.payment_collection_id = c.id
left join stoa_order."order" o on o.id = link.order_id
where c.id = $1 and c.deleted_at is null`

interface Found {
  status: string
  order_id: string | null
  order_status: string | null
  customer_id: string | null
  email: string | null
}

/** Something is still to be paid. */
const PAYABLE = ['not_paid', 'awaiting', 'partially_authorized', 'partially_captured', 'failed']

/**
 * What a provider may know of who pays for an order, if the collection can still be paid.
 *
 * @param orderId whose it must be. Default: any order's
 * @throws StoaError `not_found`, `not_allowed` for a collection that is paid or closed
 */
export async function payableCollection(
  container: Container,
  id: string,
  orderId?: string,
): Promise<{ context: Record<string, unknown> }> {
  const [found] = await container.resolve(Database).query<Found>(READ, [id])
  if (!found?.order_id || (orderId !== undefined && found.order_id !== orderId)) {
    throw new StoaError(
      'not_found',
      `PaymentCollection with id: ${id} was not found${orderId === undefined ? '' : ` for order ${orderId}`}`,
    )
  }
  if (!PAYABLE.includes(found.status) || found.order_status === 'canceled') {
    const what =
      found.order_status === 'canceled' ? `order ${found.order_id} is canceled` : `it is ${found.status}`
    throw new StoaError('not_allowed', `Payment collection ${id} cannot be paid: ${what}.`)
  }
  return { context: { customer_id: found.customer_id, email: found.email } }
}
