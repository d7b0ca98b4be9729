import { type Amount, type BigNumber, toNonNegative, ZERO } from './amount.ts'
import { currencyDigits } from './currency.ts'
import { divideToDigits } from './round.ts'

/**
 * What some units of a line are worth, when `already` units of it were counted before: the shares of all units sum to
 * the line's total exactly, whatever steps they are taken in. So three returns of one unit each refund all of it.
 *
 * @param total of the line, a whole number of minor units ≥ 0
 * @param quantity of the line
 * @param part units asked for; what goes beyond the line's quantity counts for nothing
 * @param already units that were counted before
 * @throws {MoneyError} for a negative value or an unknown currency
 * @example
 * shareOfTotal(10, { quantity: 3, part: 1 }, 'eur') // 3.33
 * shareOfTotal(10, { quantity: 3, part: 1, already: 1 }, 'eur') // 3.34
 * shareOfTotal(10, { quantity: 3, part: 1, already: 2 }, 'eur') // 3.33
 */
export function shareOfTotal(
  total: Amount,
  { quantity, part, already = 0 }: { quantity: Amount; part: Amount; already?: Amount },
  currencyCode: string,
): BigNumber {
  const digits = currencyDigits(currencyCode)
  const whole = toNonNegative(total, 'total')
  const units = toNonNegative(quantity, 'quantity')
  const before = toNonNegative(already, 'already')
  const upTo = before.plus(toNonNegative(part, 'part'))
  return shareOf(whole, upTo, units, digits).minus(shareOf(whole, before, units, digits))
}

/** `part / quantity` of the total, rounded; the whole total from `quantity` on. */
export function shareOf(total: BigNumber, part: BigNumber, quantity: BigNumber, digits: number): BigNumber {
  if (part.isZero() || total.isZero() || quantity.isZero()) return ZERO
  return part.gte(quantity) ? total : divideToDigits(total.times(part), quantity, digits)
}
