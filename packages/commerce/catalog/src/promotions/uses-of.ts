import { BigNumber } from '@stoa/kernel'
import type { Amount } from '@stoa/money'
import type { PromotionUse } from '@stoa/promotion'

interface Discounted {
  adjustments: readonly { promotion_id?: string | null; amount: Amount }[]
}

/** The uses of promotions that a sale stands for: one of each that takes something off it, with how much that is. */
export function usesOf({
  items,
  shipping_methods,
}: {
  items: readonly Discounted[]
  shipping_methods: readonly Discounted[]
}): PromotionUse[] {
  const amounts = new Map<string, BigNumber>()
  for (const { adjustments } of [...items, ...shipping_methods]) {
    for (const { promotion_id, amount } of adjustments) {
      if (promotion_id) amounts.set(promotion_id, (amounts.get(promotion_id) ?? BigNumber(0)).plus(amount))
    }
  }
  return [...amounts].map(([promotion_id, amount]) => ({ promotion_id, amount }))
}
