import { type Container, Database } from '@stoa/kernel'
import { CheckoutOptions } from './checkout-options.ts'

const BATCH = 1_000

/**
 * Carts that were left, with all that is in them. One that money was held, taken or may yet be taken for stays: somebody
 * has to look at it. Carts that are being changed are left to the next time.
 */
const PRUNE = `
  with old as (
    select c.id, c.shipping_address_id, c.billing_address_id from stoa_cart.cart c
    where c.completed_at is null and c.updated_at < now() - $1::float8 * interval '1 day'
      and not exists (
        select from stoa_link.cart_payment_collection l
        where l.cart_id = c.id and (
          exists (select from stoa_payment.payment p where p.payment_collection_id = l.payment_collection_id)
          or exists (select from stoa_payment.payment_session s
            where s.payment_collection_id = l.payment_collection_id
              and s.status not in ('pending', 'canceled', 'error'))))
    limit ${BATCH} for update of c skip locked
  ), links as (
    delete from stoa_link.cart_payment_collection l using old where l.cart_id = old.id
    returning l.payment_collection_id
  ), collections as (
    delete from stoa_payment.payment_collection p using links where p.id = links.payment_collection_id
  ), promotions as (
    delete from stoa_link.cart_promotion l using old where l.cart_id = old.id
  ), addresses as (
    delete from stoa_cart.cart_address a using old where a.id in (old.shipping_address_id, old.billing_address_id)
  ), gone as (
    delete from stoa_cart.cart c using old where c.id = old.id returning 1
  )
  select count(*)::int as count from gone`

/**
 * Removes carts that nobody bought and nobody has touched for the days that {@link CheckoutOptions} says.
 *
 * @returns how many
 */
export async function pruneCarts(container: Container): Promise<number> {
  const { cart_retention } = container.resolve(CheckoutOptions)
  if (!Number.isFinite(cart_retention)) return 0
  const database = container.resolve(Database)
  for (let total = 0; ; ) {
    const [row] = await database.query<{ count: number }>(PRUNE, [cart_retention])
    const { count } = row ?? { count: 0 }
    total += count
    if (count < BATCH) return total
  }
}
