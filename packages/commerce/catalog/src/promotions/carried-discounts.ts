import type { Container } from '@stoa/kernel'
import { type ActivePromotion, type CountedUse, computeDiscounts, PromotionService } from '@stoa/promotion'
import type { PromotedSale, SaleDiscount } from './promoted-sale.ts'
import { withAttributes } from './sale-attributes.ts'

/** A promotion that an order has, and what was counted for it. */
export type CarriedPromotion = CountedUse & { code: string }

/**
 * What the promotions of an order take off lines that come into it. Carried over are those that look at each line by itself:
 * amounts off each item, and percentages. A use of theirs is counted for the order already, so no other one is looked for.
 *
 * @param sale the order as it would become, whose rules are to hold; the lines among it that come
 */
export async function carriedDiscounts(
  container: Container,
  sale: PromotedSale,
  { carried, item_ids }: { carried: readonly CarriedPromotion[]; item_ids: readonly string[] },
): Promise<SaleDiscount[]> {
  if (carried.length === 0 || item_ids.length === 0) return []
  const buyer = { customer_id: sale.customer_id, customer_email: sale.email }
  const codes = carried.map(({ code }) => code)
  const found = await container.resolve(PromotionService).findActive(codes, buyer)
  const active = found.flatMap((promotion) => usedAlready(promotion, carried) ?? [])
  if (active.length === 0) return []
  const cart = await withAttributes(container, sale)
  const items = (cart.items ?? []).map((item) =>
    item_ids.includes(item.id as string) ? item : { ...item, is_discountable: false },
  )
  return computeDiscounts(active, { ...cart, items }, new Date()).discounts
}

/** A promotion as it is for whom its use is counted; none where it is not carried over. */
function usedAlready(
  promotion: ActivePromotion,
  carried: readonly CarriedPromotion[],
): ActivePromotion | undefined {
  const { id, used, campaign } = promotion
  const budget = campaign?.budget
  const own = carried.find(({ promotion_id }) => promotion_id === id)
  if (!own || own.budget_id !== (budget?.id ?? null) || !isCarried(promotion)) return undefined
  const once = { ...promotion, used: used.minus(1) }
  if (!campaign || !budget || budget.type.startsWith('spend')) return once
  const uses = carried.filter(({ budget_id }) => budget_id === budget.id).length
  return { ...once, campaign: { ...campaign, budget: { ...budget, used: budget.used.minus(uses) } } }
}

function isCarried({ type, application_method: method }: ActivePromotion): boolean {
  const { target_type, allocation } = method
  if (type !== 'standard' || target_type === 'shipping_methods') return false
  if (method.type === 'fixed') return allocation === 'each'
  return allocation === 'each' || allocation === 'across' || target_type === 'order'
}
