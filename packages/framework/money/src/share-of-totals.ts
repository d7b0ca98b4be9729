import { type Amount, BigNumber } from './amount.ts'
import { shareOfTotal } from './share.ts'
import type { Totals } from './totals.ts'

/**
 * What some units of a line come to: their share of all that the line comes to, so that a unit which goes back is worth what
 * was paid for it. Each amount is whole in the minor unit and none below zero; as in every {@link Totals} they add up, and
 * without discount or tax theirs is 0. All units come to the line's own totals.
 *
 * @param line the totals of the whole line
 * @param units.quantity of the line
 * @param units.part units asked for
 * @throws {MoneyError} for a negative value or an unknown currency
 * @example
 * shareOfTotals(lineTotals({ unit_price: 10, quantity: 3, adjustments: [{ amount: 1 }] }, 'eur'), { quantity: 3, part: 1 }, 'eur')
 * // subtotal 10, discount_subtotal 0.33, total 9.67
 */
export function shareOfTotals(
  line: Totals,
  units: { quantity: Amount; part: Amount },
  currencyCode: string,
): Totals {
  const share = (amount: Amount) => shareOfTotal(amount, units, currencyCode)
  const [subtotal, total, original_total] = [
    share(line.subtotal),
    share(line.total),
    share(line.original_total),
  ]
  const discount_total = original_total.minus(total)
  const net = share(line.subtotal.minus(line.discount_subtotal))
  // Three amounts that are rounded each for itself may miss each other by a minor unit.
  const discount_subtotal = BigNumber.min(subtotal.minus(net), discount_total)
  return {
    subtotal,
    total,
    tax_total: total.minus(subtotal).plus(discount_subtotal),
    discount_total,
    discount_subtotal,
    discount_tax_total: discount_total.minus(discount_subtotal),
    original_total,
    original_subtotal: subtotal,
    original_tax_total: original_total.minus(subtotal),
  }
}
