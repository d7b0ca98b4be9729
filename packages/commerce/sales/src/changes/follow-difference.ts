import { BigNumber, type Container, Database } from '@stoa/kernel'
import { PaymentService } from '@stoa/payment'
import { createLinks } from '@stoa/query'
import { orderPaymentCollection } from '../links.ts'
import { owedForOrder } from '../owed-for-order.ts'

const LOCK = `
select c.id from stoa_link.order_payment_collection link
join stoa_payment.payment_collection c on c.id = link.payment_collection_id
where link.order_id = $1 order by c.id for update of c`

/** Locks what is to be paid for an order. Payments are locked before orders, so do it first. */
export async function lockCollections(container: Container, orderId: string): Promise<void> {
  await container.resolve(Database).query(LOCK, [orderId])
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
  const { currency_code, owed, held, open } = await owedForOrder(container, orderId)
  // What is held already is not to be collected again.
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
