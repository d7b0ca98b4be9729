import { Events } from '@stoa/events'
import { type Container, Database } from '@stoa/kernel'
import { type NewTransaction, OrderService } from '@stoa/order'
import type { Movement } from '@stoa/payment'

/**
 * Lets an order follow what is captured and refunded, and tells of it: for the captures and refunds of PaymentService, in
 * whose transaction it runs.
 */
export const recordMovement =
  (container: Container) =>
  async ({ kind, id, amount, currency_code, payment_id, payment_collection_id }: Movement): Promise<void> => {
    if (kind === 'cancel') return
    const [link] = await container
      .resolve(Database)
      .query<{ order_id: string }>(
        'select order_id from stoa_link.order_payment_collection where payment_collection_id = $1',
        [payment_collection_id],
      )
    if (link) {
      const moved = { currency_code, reference: kind, reference_id: id }
      await container
        .resolve(OrderService)
        .recordTransactions(link.order_id, [{ ...moved, amount: kind === 'refund' ? `-${amount}` : amount }])
    }
    await container
      .resolve(Events)
      .emit(kind === 'capture' ? 'payment.captured' : 'payment.refunded', { id: payment_id })
  }

const CAPTURES = `
select capture.id as reference_id, trim_scale(capture.amount)::text as amount, p.currency_code, p.id as payment_id
from stoa_link.order_payment_collection link
join stoa_payment.payment p on p.payment_collection_id = link.payment_collection_id
join stoa_payment.capture on capture.payment_id = p.id and capture.deleted_at is null
where link.order_id = $1`

/**
 * Lets an order follow what was captured before it was joined to its payment, or by the provider itself as it was authorised.
 * Doing it again changes nothing.
 */
export async function recordCaptures(container: Container, orderId: string): Promise<void> {
  const captures = await container
    .resolve(Database)
    .query<Omit<NewTransaction, 'reference'> & { payment_id: string }>(CAPTURES, [orderId])
  const added = await container.resolve(OrderService).recordTransactions(
    orderId,
    captures.map(({ payment_id, ...capture }) => ({ ...capture, reference: 'capture' })),
  )
  const told = captures.filter(({ reference_id }) => added.includes(reference_id))
  if (told.length === 0) return
  await container.resolve(Events).emit(
    'payment.captured',
    told.map(({ payment_id }) => ({ id: payment_id })),
  )
}
