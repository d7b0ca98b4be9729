import { type Amount, BigNumber, toBigNumber, toNonNegative, ZERO } from './amount.ts'
import { currencyDigits } from './currency.ts'
import { MoneyError } from './errors.ts'
import { roundToDigits } from './round.ts'
import { shift } from './shift.ts'

/**
 * Splits an amount over weights so that the parts are whole minor units and sum to it exactly.
 *
 * Largest remainder: each part is its share rounded down, and the minor units left over go one each to the parts that
 * lost most by that, the earlier one first when two lost the same. Weights that are all 0 count as equal. A negative
 * amount is split as its positive and the parts negated.
 *
 * @param amount in major units; rounded to the currency before it is split
 * @param weights ≥ 0, of any scale
 * @returns one part for each weight, in their order
 * @throws {MoneyError} for a negative weight, or when there is an amount but no weight to put it on
 * @example allocate(10, [1, 1, 1], 'eur') // 3.34, 3.33, 3.33
 */
export function allocate(amount: Amount, weights: readonly Amount[], currencyCode: string): BigNumber[] {
  const digits = currencyDigits(currencyCode)
  const whole = roundToDigits(toBigNumber(amount), digits)
  const shares = weights.map((weight, index) => toNonNegative(weight, `weights[${index}]`))
  if (shares.length === 0 && !whole.isZero()) {
    throw new MoneyError(`Cannot allocate ${whole.toFixed()} ${currencyCode}: there are no weights`)
  }
  if (!whole.isNegative()) return allocateExact(whole, shares, digits)
  return allocateExact(whole.negated(), shares, digits).map((part) => (part.isZero() ? part : part.negated()))
}

/** {@link allocate} for an amount ≥ 0 that is rounded already, and checked weights. */
export function allocateExact(amount: BigNumber, weights: readonly BigNumber[], digits: number): BigNumber[] {
  if (amount.isZero()) return weights.map(() => ZERO)
  if (weights.length === 1) return [amount]

  const units = shift(amount, digits)
  const sum = weights.reduce((total, weight) => total.plus(weight), ZERO)
  const even = sum.isZero()
  const divisor = even ? new BigNumber(weights.length) : sum

  let left = units
  const parts = weights.map((weight, index) => {
    const dividend = even ? units : units.times(weight)
    const floor = dividend.idiv(divisor)
    left = left.minus(floor)
    return { index, floor, remainder: dividend.minus(floor.times(divisor)) }
  })

  const byRemainder = [...parts].sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index)
  for (const part of byRemainder.slice(0, left.toNumber())) part.floor = part.floor.plus(1)
  return parts.map((part) => shift(part.floor, -digits))
}
