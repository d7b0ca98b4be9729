import { OrderService } from '@stoa/order'
import { defineWorkflow } from '@stoa/workflows'
import { followDifference, lockCollections } from '../changes/follow-difference.ts'
import { followStock } from '../changes/follow-stock.ts'
import { claim, exchange, orderOf, type Replacement } from '../changes/replacement.ts'
import { soldOrder } from '../changes/sold-order.ts'
import { followPromotionSpending } from '../promotion-uses.ts'
import { cancelReturnParcels, closeReturn, parcelsOfReturn } from './cancel-return.ts'

interface CancelReplacement {
  kind: Replacement['kind']
  id: string
  by: string | null
}

/**
 * Calls an exchange or a claim off: the parcel of its return first, and then what it was to send is out of the order again, with the
 * stock that was promised and what was to be paid for it.
 */
export const cancelReplacement = defineWorkflow(
  'cancel-replacement',
  async ({ kind, id, by }: CancelReplacement, { step, container }) => {
    const orders = container.resolve(OrderService)
    const parcels = await step('check', async () => {
      const { return_id } = await orders.assertReplacementCancelable(kind, id)
      return return_id === null ? [] : parcelsOfReturn(container, return_id)
    })
    await cancelReturnParcels(step, container, parcels)
    await step('cancel', async () => {
      const order_id = await orderOf(container, kind === 'claim' ? claim : exchange, id)
      await lockCollections(container, order_id)
      const replacement = await orders.assertReplacementCancelable(kind, id)
      if (replacement.return_id !== null) await closeReturn(container, replacement.return_id, parcels, by)
      const changed = await orders.cancelReplacement(kind, replacement, by)
      await followStock(container, await soldOrder(container, order_id), changed)
      await followDifference(container, order_id)
      await followPromotionSpending(container, order_id)
    })
  },
)
