import type { CartSnapshot } from '@stoa/cart'
import { BigNumber } from '@stoa/kernel'
import type { PromotionUse } from '@stoa/promotion'

/** The uses of promotions that a cart stands for: one of each that takes something off it, with how much that is. */
export function usesOf({ items, shipping_methods }: CartSnapshot): PromotionUse[] {
  const amounts = new Map<string, BigNumber>()
  for (const { adjustments } of [...items, ...shipping_methods]) {
    for (const { promotion_id, amount } of adjustments) {
      if (promotion_id) amounts.set(promotion_id, (amounts.get(promotion_id) ?? BigNumber(0)).plus(amount))
    }
  }
  return [...amounts].map(([promotion_id, amount]) => ({ promotion_id, amount }))
}
