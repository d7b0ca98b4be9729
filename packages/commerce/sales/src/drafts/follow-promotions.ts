import { promotionsOf } from '@stoa/catalog'
import type { Container } from '@stoa/kernel'
import { type LockedDraft, type OpenChange, OrderService } from '@stoa/order'
import { heldPromotions, holdPromotions } from './held-promotions.ts'
import { readDraft, saleOf } from './read-draft.ts'

/**
 * Lets what promotions take off a draft follow its open edit, after each step of it.
 *
 * @returns the promotions that the draft would have
 */
export async function followEdit(container: Container, change: OpenChange): Promise<string[]> {
  const held = await heldPromotions(container, change.order_id, change.id)
  const sale = saleOf(await readDraft(container, change.order_id), { edited: true })
  const { adjustments, promotion_ids } = await promotionsOf(container, sale, held)
  await container.resolve(OrderService).setDiscountsOfChange(change, adjustments)
  return promotion_ids
}

/** Lets what promotions take off a locked draft follow whose it is and where it goes, also in its open edit. */
export async function followDraft(container: Container, draft: LockedDraft): Promise<void> {
  const orders = container.resolve(OrderService)
  if (draft.change) await orders.forgetDiscountsOfChange(draft.change)
  const held = await heldPromotions(container, draft.id, null)
  const sale = saleOf(await readDraft(container, draft.id), { edited: false })
  const { adjustments, promotion_ids } = await promotionsOf(container, sale, held)
  await orders.setDiscountsOfDraft(draft, adjustments)
  await holdPromotions(container, draft.id, promotion_ids)
  if (draft.change) await followEdit(container, draft.change)
}
