import { OrderService } from '@stoa/order'
import type { ChangeKind } from '../changes/change-kind.ts'
import { readPreview } from '../changes/read-preview.ts'
import { followEdit } from './follow-promotions.ts'

/** The edit of a draft is known by the draft. What promotions take off is found anew after each step. */
export const draftEdit: ChangeKind = {
  order: async (_container, id) => id,
  lock: async (container, id) => {
    const orders = container.resolve(OrderService)
    const change = await orders.lockOpenChange(id, 'edit', { of_draft: true })
    await orders.forgetDiscountsOfChange(change)
    return change
  },
  follow: followEdit,
  answer: async ({ container }, { order_id }) => ({
    draft_order_preview: await readPreview(container, order_id),
  }),
}
