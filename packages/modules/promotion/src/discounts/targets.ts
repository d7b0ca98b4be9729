import type { ActivePromotion } from '../active-promotion.ts'
import type { Portion } from './amounts.ts'
import type { Line } from './line.ts'
import { rulesHold } from './rule-holds.ts'
import { chooseUnits } from './units.ts'

/** The lines that a promotion may take something off. */
export function targetLines({ application_method: method }: ActivePromotion, lines: readonly Line[]): Line[] {
  const kind = method.target_type === 'shipping_methods' ? 'shipping_method' : 'item'
  return lines.filter(
    (line) =>
      line.kind === kind && line.is_discountable && rulesHold(method.target_rules, line.source, `${kind}s`),
  )
}

/**
 * What a standard promotion takes something off: all units of its targets; with `each` so many of every line; with
 * `once` so many in the whole cart, the cheapest first.
 */
export function standardPortions(promotion: ActivePromotion, lines: readonly Line[]): Portion[] {
  const { target_type, allocation, max_quantity: most } = promotion.application_method
  const targets = targetLines(promotion, lines)
  if (target_type !== 'order' && allocation === 'once') return cheapest(targets, most ?? 0)
  const limit =
    target_type !== 'order' && allocation === 'each' && most !== null ? most : Number.POSITIVE_INFINITY
  return targets.map((line) => ({ line, chosen: chooseUnits(line.units, Math.min(line.quantity, limit)) }))
}

function cheapest(targets: readonly Line[], most: number): Portion[] {
  let free = most
  const portions: Portion[] = []
  for (const line of targets.toSorted((a, b) => a.unit_price.comparedTo(b.unit_price) ?? 0)) {
    const priced = line.units.reduce((sum, { quantity, left }) => sum + (left.isZero() ? 0 : quantity), 0)
    const quantity = Math.min(priced, free)
    if (quantity > 0) portions.push({ line, chosen: chooseUnits(line.units, quantity) })
    free -= quantity
  }
  return portions
}
