import { InventoryService } from '@stoa/inventory'
import { type Container, Database, StoaError } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { PaymentService } from '@stoa/payment'
import { defineWorkflow } from '@stoa/workflows'
import { emitOrder } from '../emit-order.ts'
import { giveBackPromotionUses } from '../promotion-uses.ts'
import { recordMovement } from '../record-payments.ts'

interface OrderPayment {
  id: string
  payment_collection_id: string
  /** Something of it is held. */
  is_held: boolean
  /** Something of it was taken, and not given back. */
  is_paid: boolean
}

const PAYMENTS = `
select p.id, p.payment_collection_id, p.canceled_at is null and p.captured_amount < p.amount as is_held,
  p.captured_amount > p.refunded_amount as is_paid
from stoa_link.order_payment_collection link
join stoa_payment.payment p on p.payment_collection_id = link.payment_collection_id and p.deleted_at is null
where link.order_id = $1 order by p.id`

const paymentsOf = (container: Container, orderId: string) =>
  container.resolve(Database).query<OrderPayment>(PAYMENTS, [orderId])

/**
 * Cancels an order: what is held for it is let go of, what was paid is given back, and only then is it cancelled, its
 * reservations released and the uses of its promotions given back. Where a provider refuses, the order stays as it is and can be cancelled again.
 *
 * @returns the order's id
 */
export const cancelOrder = defineWorkflow(
  'cancel-order',
  async ({ order_id, by }: { order_id: string; by: string }, { step, container }) => {
    const payments = container.resolve(PaymentService)
    const found = await step('check order', async () => {
      await container.resolve(OrderService).assertCancelable(order_id)
      return paymentsOf(container, order_id)
    })
    // A step that is tried again may find its work done.
    const now = async (id: string) =>
      (await paymentsOf(container, order_id)).find((payment) => payment.id === id)
    for (const { id } of found.filter(({ is_held }) => is_held)) {
      await step(
        `cancel payment ${id}`,
        async () => {
          if ((await now(id))?.is_held) await payments.cancelPayment(id, { created_by: by })
        },
        { external: true },
      )
    }
    for (const { id } of found.filter(({ is_paid }) => is_paid)) {
      await step(
        `refund payment ${id}`,
        async () => {
          const refund = { created_by: by, note: 'The order was cancelled' }
          if ((await now(id))?.is_paid) await payments.refundPayment(id, refund, recordMovement(container))
        },
        { external: true },
      )
    }
    return step('cancel order', () => close(container, order_id))
  },
)

/** Rows of payments are locked before those of orders, as where captures are recorded. */
async function close(container: Container, orderId: string): Promise<{ order_id: string }> {
  const collections = await container
    .resolve(Database)
    .query<{ id: string }>(
      'select payment_collection_id as id from stoa_link.order_payment_collection where order_id = $1 order by 1',
      [orderId],
    )
  await container.resolve(PaymentService).cancelPaymentCollections(collections.map(({ id }) => id))
  const lines = await container.resolve(OrderService).cancelOrder(orderId)
  const payments = await paymentsOf(container, orderId)
  const left = payments.find(({ is_held, is_paid }) => is_held || is_paid)
  if (left) {
    throw new StoaError(
      'conflict',
      `Payment ${left.id} of order ${orderId} changed while it was being cancelled. Look at it, then cancel the order again.`,
    )
  }
  await container.resolve(InventoryService).release(lines)
  // Last, so that those who buy with the same promotions wait as shortly as can be.
  await giveBackPromotionUses(container, orderId)
  await emitOrder(container, 'order.canceled', orderId)
  return { order_id: orderId }
}
