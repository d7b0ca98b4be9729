import { usesOf } from '@stoa/catalog'
import type { Container } from '@stoa/kernel'
import { OrderService } from '@stoa/order'
import { PromotionService } from '@stoa/promotion'
import { followDifference } from '../changes/follow-difference.ts'
import { emitOrder } from '../emit-order.ts'
import { recordPromotionUses } from '../promotion-uses.ts'
import { reserveLines } from '../reserve-lines.ts'

/**
 * Makes a draft an order: its stock is reserved, what is owed for it is to be paid, the uses of its promotions are counted. Run it
 * in a transaction: all of it happens, or nothing.
 *
 * @throws StoaError `not_found`; `invalid_data` for an order that is no draft, and a draft of nothing; `not_allowed` while it is
 *   edited, with the code `insufficient_inventory` for too little in the stock, and `promotion_not_usable` for a promotion that
 *   is used up
 */
export async function convertToOrder(container: Container, id: string): Promise<void> {
  const draft = await container.resolve(OrderService).convertDraft(id)
  await reserveLines(
    container,
    draft.sales_channel_id,
    draft.lines.map(({ allow_backorder, ...line }) => ({
      ...line,
      ...(allow_backorder === null ? {} : { allow_backorder }),
    })),
  )
  await followDifference(container, id)
  // Last, so that sales with the same promotion wait for each other as shortly as can be.
  const { customer_id, email } = draft
  const uses = await container
    .resolve(PromotionService)
    .countUses(usesOf(draft as never), { customer_id, customer_email: email })
  await recordPromotionUses(container, id, uses)
  await emitOrder(container, 'order.placed', id)
}
