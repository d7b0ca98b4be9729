import { BigNumber, type Container, Database } from '@stoa/kernel'
import { PaymentService } from '@stoa/payment'
import { createLinks } from '@stoa/query'
import { orderPaymentCollection } from '../links.ts'

const LOCK = `
select c.id from stoa_link.order_payment_collection link
join stoa_payment.payment_collection c on c.id = link.payment_collection_id
where link.order_id = $1 order by c.id for update of c`

/** Locks what is to be paid for an order. Payments are locked before orders, so do it first. */
export async function lockCollections(container: Container, orderId: string): Promise<void> {
  await container.resolve(Database).query(LOCK, [orderId])
}

/** What is held already and only waits to be captured is not to be collected again. */
const READ = `
select o.currency_code, coalesce((
    select s.totals ->> 'pending_difference' from stoa_order.order_summary s
    where s.order_id = o.id and s.version = o.version and s.deleted_at is null), '0') as owed,
  coalesce((
    select sum(p.amount - p.captured_amount) from stoa_link.order_payment_collection link
    join stoa_payment.payment p on p.payment_collection_id = link.payment_collection_id and p.deleted_at is null
    where link.order_id = o.id and p.canceled_at is null), 0)::text as held,
  (select c.id from stoa_link.order_payment_collection link
    join stoa_payment.payment_collection c on c.id = link.payment_collection_id and c.deleted_at is null
    where link.order_id = o.id and c.status in ('not_paid', 'awaiting') limit 1) as open
from stoa_order."order" o where o.id = $1`

interface Found {
  currency_code: string
  owed: string
  held: string
  open: string | null
}

/**
 * Lets what is to be paid for an order follow what it comes to: one collection waits for the rest, and none where nothing is
 * owed. Run it in the transaction that changed the order, and {@link lockCollections} before.
 *
 * @param options.begins whether one is made where there is none yet. Default: true
 */
export async function followDifference(
  container: Container,
  orderId: string,
  { begins = true }: { begins?: boolean } = {},
): Promise<void> {
  const database = container.resolve(Database)
  const payments = container.resolve(PaymentService)
  const [found] = await database.query<Found>(READ, [orderId])
  const { currency_code, owed, held, open } = found as Found
  const amount = BigNumber(owed).minus(held)
  if (!amount.gt(0)) {
    if (open) await payments.cancelPaymentCollections([open])
  } else if (open) {
    await payments.changeCollectionAmount(open, amount)
  } else if (begins) {
    const { id } = await payments.createPaymentCollections({ currency_code, amount })
    await createLinks(database, orderPaymentCollection, [{ order_id: orderId, payment_collection_id: id }])
  }
}
