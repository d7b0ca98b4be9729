import { BigNumber } from '@stoa/money'
import type { ActivePromotion } from '../active-promotion.ts'
import { amountsOf } from './amounts.ts'
import { Budgets } from './budgets.ts'
import { buyGetPortions, type Given } from './buy-get.ts'
import type { DiscountableCart } from './cart.ts'
import { isUsable } from './is-usable.ts'
import { cutLine, type Line, linesOf } from './line.ts'
import { standardPortions } from './targets.ts'
import { toCut } from './to-cut.ts'

/** What a promotion takes off one item or shipping method: an adjustment to be. */
export interface Discount {
  /** Of an item, or… */
  item_id?: string
  /** …of a shipping method. */
  shipping_method_id?: string
  /** Off the line as a whole, in major units and whole minor ones. Above 0. */
  amount: BigNumber
  /** Whether `amount` contains tax. Never for shipping methods, whose adjustments do not say. */
  is_tax_inclusive: boolean
  code: string
  promotion_id: string
}

/** A promotion that may be used for a cart. */
export interface UsablePromotion {
  id: string
  code: string
  is_automatic: boolean
  /** The sum of its discounts; 0 while there is nothing to take something off, such as no shipping method yet. */
  amount: BigNumber
}

/** What promotions make of a cart. */
export interface Discounts {
  discounts: Discount[]
  /** In the order in which they were applied. Those that do not apply are not in it. */
  promotions: UsablePromotion[]
}

/**
 * What promotions take off a cart. A pure function: the same promotions and cart give the same discounts, whatever
 * adjustments the cart has.
 *
 * Promotions of the type `buyget` go first, as they need whole units, then the others, each kind by id and so by age. Each
 * takes its part of what those before it left, and nothing goes below zero. A promotion whose discount is more than what
 * is left of its campaign's budget takes nothing at all.
 *
 * @param promotions as `findActive` of the service gives them
 * @param cart with prices in major units; items that are not `is_discountable` get no discount
 * @param now decides which campaigns run
 * @throws MoneyError (`invalid_data`) for a price or rate that is negative or no number, or an unknown currency
 * @example
 * const { discounts } = computeDiscounts(await promotions.findActive(['SUMMER']), {
 *   currency_code: 'eur',
 *   items: [{ id: 'cali_1', quantity: 2, unit_price: 10, product: { id: 'prod_1' } }],
 * }, new Date())
 * // 10 % off: [{ item_id: 'cali_1', amount: 2, code: 'SUMMER', … }]
 */
export function computeDiscounts(
  promotions: readonly ActivePromotion[],
  cart: DiscountableCart,
  now: Date,
): Discounts {
  const result: Discounts = { discounts: [], promotions: [] }
  if (promotions.length === 0) return result
  const budgets = new Budgets()
  let lines = linesOf(cart)
  for (const promotion of promotions.toSorted(byTypeAndAge)) {
    if (!isUsable(promotion, cart, now)) continue
    const applied = apply(promotion, lines)
    const amount = applied.discounts.reduce((sum, discount) => sum.plus(discount.amount), new BigNumber(0))
    if (amount.gt(0)) {
      if (!budgets.take(promotion, amount, cart.currency_code)) continue
      lines = applied.lines
      result.discounts.push(...applied.discounts)
    }
    const { id, code, is_automatic } = promotion
    result.promotions.push({ id, code, is_automatic, amount })
  }
  return result
}

function byTypeAndAge(a: ActivePromotion, b: ActivePromotion): number {
  if (a.type !== b.type) return a.type === 'buyget' ? -1 : 1
  return a.id < b.id ? -1 : 1
}

function apply(promotion: ActivePromotion, lines: readonly Line[]): { lines: Line[]; discounts: Discount[] } {
  const { portions, spent }: Given =
    promotion.type === 'buyget'
      ? buyGetPortions(promotion, lines)
      : { portions: standardPortions(promotion, lines), spent: new Map() }
  const amounts = amountsOf(promotion, portions)
  const changed = new Map<Line, Line>()
  const discounts: Discount[] = []
  for (const [index, { line, chosen }] of portions.entries()) {
    const amounted = amounts[index]
    if (!amounted || amounted.amount.lte(0)) continue
    const cut = toCut(line, amounted)
    if (cut.amount.lte(0)) continue
    changed.set(line, cutLine(line, chosen, cut))
    discounts.push({
      ...(line.kind === 'item' ? { item_id: line.id } : { shipping_method_id: line.id }),
      ...cut,
      code: promotion.code,
      promotion_id: promotion.id,
    })
  }
  return {
    lines: lines.map((line) => {
      const next = changed.get(line) ?? line
      return { ...next, spent: next.spent + (spent.get(line) ?? 0) }
    }),
    discounts,
  }
}
