import { type CarriedPromotion, carriedDiscounts } from '@stoa/catalog'
import { type Container, Database } from '@stoa/kernel'
import { type OpenChange, OrderService } from '@stoa/order'
import { readDraft, saleOf } from '../drafts/read-draft.ts'

const CARRIED = `
select link.promotion_id, link.budget_id, link.amount::text as amount, link.attribute_value, p.code
from stoa_link.order_promotion link join stoa_promotion.promotion p on p.id = link.promotion_id and p.deleted_at is null
where link.order_id = $1 and link.given_back_at is null order by p.id`

/**
 * Lets the promotions of an order take something off what comes into it with an open change that says so, once what was said
 * before is forgotten. What it takes off counts with the confirmation.
 */
export async function carryPromotions(container: Container, change: OpenChange): Promise<void> {
  if (!change.carries_promotions) return
  const order = await readDraft(container, change.order_id)
  const added = (order.order_change?.added_items ?? []) as { id: string }[]
  if (added.length === 0) return
  const carried = await container.resolve(Database).query<CarriedPromotion>(CARRIED, [change.order_id])
  const discounts = await carriedDiscounts(container, saleOf(order, { edited: true }), {
    carried,
    item_ids: added.map(({ id }) => id),
  })
  await container.resolve(OrderService).setDiscountsOfChange(change, discounts, { added_only: true })
}
