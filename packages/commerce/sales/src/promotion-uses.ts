import { type Container, Database } from '@stoa/kernel'
import { type CountedUse, PromotionService } from '@stoa/promotion'

const GIVEN_BACK = `
update stoa_link.order_promotion set given_back_at = now() where order_id = $1 and given_back_at is null
returning promotion_id, budget_id, amount::text as amount, attribute_value`

/**
 * Gives back the uses of promotions that were counted for an order, each once, however often it is called. Runs in the
 * open transaction.
 */
export async function giveBackPromotionUses(container: Container, orderId: string): Promise<void> {
  if (!container.has(PromotionService)) return
  const uses = await container.resolve(Database).query<CountedUse>(GIVEN_BACK, [orderId])
  await container.resolve(PromotionService).giveBackUses(uses)
}
