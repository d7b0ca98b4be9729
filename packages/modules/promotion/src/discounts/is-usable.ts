import type { ActivePromotion } from '../active-promotion.ts'
import type { DiscountableCart } from './cart.ts'
import { rulesHold } from './rule-holds.ts'

/** Whether a promotion may be used for a cart now: it runs, has uses left, and its rules and its currency fit. */
export function isUsable(promotion: ActivePromotion, cart: DiscountableCart, now: Date): boolean {
  return (
    promotion.status === 'active' &&
    (promotion.limit === null || promotion.used.lt(promotion.limit)) &&
    isRunning(promotion, now) &&
    hasCurrency(promotion, cart.currency_code) &&
    rulesHold(promotion.rules, cart)
  )
}

function isRunning({ campaign }: ActivePromotion, now: Date): boolean {
  if (!campaign) return true
  const { starts_at: start, ends_at: end } = campaign
  return (start === null || new Date(start) <= now) && (end === null || new Date(end) >= now)
}

/** An amount of money is one in its own currency only; a share can be taken in any. */
const hasCurrency = ({ application_method: method }: ActivePromotion, currencyCode: string) =>
  method.type === 'percentage' || method.currency_code?.toLowerCase() === currencyCode.toLowerCase()
