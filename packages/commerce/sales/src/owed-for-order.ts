import { type Container, Database } from '@stoa/kernel'

/** How the money of an order stands. Decimals in text. */
export interface Owed {
  currency_code: string
  owed: string
  /** What is held already and only waits to be captured. */
  held: string
  /** The collection that waits to be paid. */
  open: string | null
}

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

/** What is owed for an order. It is true for as long as the order is locked. */
export async function owedForOrder(container: Container, orderId: string): Promise<Owed> {
  const [row] = await container.resolve(Database).query<Owed & object>(READ, [orderId])
  return row as Owed
}
