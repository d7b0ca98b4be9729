import { BigNumber, type Container, Database, StoaError } from '@stoa/kernel'
import { roundToCurrency } from '@stoa/money'
import { OrderService } from '@stoa/order'
import { PaymentService } from '@stoa/payment'
import { createLinks } from '@stoa/query'
import { orderPaymentCollection } from './links.ts'
import { type Owed, owedForOrder } from './owed-for-order.ts'

/**
 * What is to be paid beside what was paid for an order. Run it in a transaction: the order is locked.
 *
 * @param amount in major units
 * @throws StoaError `not_found`; `invalid_data` for a cancelled order, more than is owed, or less than the currency's minor
 *   unit; `not_allowed` while another collection waits to be paid
 */
export async function createPaymentCollection(
  container: Container,
  orderId: string,
  amount: BigNumber.Value,
): Promise<{ id: string }> {
  const database = container.resolve(Database)
  await container.resolve(OrderService).lockOrder(orderId)
  const order = await owedForOrder(container, orderId)
  const { currency_code } = assertPayable(orderId, order, BigNumber(amount))
  const collection = await container
    .resolve(PaymentService)
    .createPaymentCollections({ currency_code, amount: BigNumber(amount) })
  await createLinks(database, orderPaymentCollection, [
    { order_id: orderId, payment_collection_id: collection.id },
  ])
  return collection
}

function assertPayable(orderId: string, order: Owed, amount: BigNumber): Owed {
  if (order.open) {
    throw new StoaError(
      'not_allowed',
      `Payment collection ${order.open} of order ${orderId} waits to be paid. Complete or delete it first.`,
    )
  }
  if (!amount.gt(0) || amount.gt(order.owed)) {
    throw new StoaError(
      'invalid_data',
      `An amount above 0 and up to the ${order.owed} ${order.currency_code} that are owed for order ${orderId} can be collected; ${amount} cannot.`,
    )
  }
  if (!roundToCurrency(amount, order.currency_code).eq(amount)) {
    throw new StoaError(
      'invalid_data',
      `Amounts in ${order.currency_code} are whole in its minor unit; ${amount} is not.`,
    )
  }
  return order
}
