import { allocate, BigNumber, percentOf, roundToCurrency } from '@stoa/money'
import type { ActiveMethod, ActivePromotion } from '../active-promotion.ts'
import { isInclusive, type Line, leftIn, leftOfUnits } from './line.ts'
import type { Chosen } from './units.ts'

const ZERO = new BigNumber(0)
const HUNDRED = new BigNumber(100)

/** Units of a line that a promotion takes something off. */
export interface Portion {
  line: Line
  chosen: Chosen
}

/** What is taken off a portion. */
export interface Amounted {
  amount: BigNumber
  with_tax: boolean
}

/**
 * What a promotion takes off each portion, in whole minor units and never more than there is.
 *
 * A percentage is taken of the price as it stands, with tax or without; a fixed amount is with tax if the promotion says so.
 */
export function amountsOf(promotion: ActivePromotion, portions: readonly Portion[]): Amounted[] {
  const { application_method: method, is_tax_inclusive: withTax } = promotion
  if (method.type === 'fixed') {
    return isShared(promotion)
      ? share(portions, withTax, (whole) => BigNumber.min(amountIn(method), whole))
      : portions.map((portion) => perUnit(portion, amountIn(method), withTax))
  }
  const rate = BigNumber.min(amountIn(method), HUNDRED)
  if (!isShared(promotion)) return portions.map((portion) => ofPortion(portion, rate))
  return shareByKind(portions, rate)
}

const amountIn = ({ value }: ActiveMethod): BigNumber => BigNumber.max(value ?? ZERO, ZERO)

/** Whether the value is one for all portions together. */
function isShared({ type, application_method: { target_type, allocation } }: ActivePromotion): boolean {
  return type === 'standard' && (target_type === 'order' || allocation === 'across')
}

function ofPortion(portion: Portion, rate: BigNumber): Amounted {
  const { line, chosen } = portion
  const withTax = isInclusive(line)
  return capped(line, percentOf(leftOfUnits(line, chosen.units, withTax), rate), withTax)
}

/** So much off each unit, and no more than the unit costs. */
function perUnit({ line, chosen }: Portion, value: BigNumber, withTax: boolean): Amounted {
  const amounts = chosen.units.map((part) =>
    BigNumber.min(value.times(part.quantity), leftOfUnits(line, [part], withTax)),
  )
  return capped(
    line,
    amounts.reduce((sum, amount) => sum.plus(amount), ZERO),
    withTax,
  )
}

/** Prices with tax and prices without cannot be summed, so each kind is shared by itself. */
function shareByKind(portions: readonly Portion[], rate: BigNumber): Amounted[] {
  const shares = [true, false].map((withTax) => {
    const kind = portions.filter(({ line }) => isInclusive(line) === withTax)
    const amounts = share(kind, withTax, (whole) => percentOf(whole, rate))
    return new Map(kind.map((portion, index) => [portion, amounts[index] as Amounted]))
  })
  return portions.map((portion) => (shares[0]?.get(portion) ?? shares[1]?.get(portion)) as Amounted)
}

/** Splits an amount by what is left of each portion, so that the parts sum to it. */
function share(
  portions: readonly Portion[],
  withTax: boolean,
  amountOf: (whole: BigNumber) => BigNumber,
): Amounted[] {
  const [first] = portions
  if (!first) return []
  const lefts = portions.map(({ line, chosen }) => leftOfUnits(line, chosen.units, withTax))
  const whole = lefts.reduce((sum, left) => sum.plus(left), ZERO)
  if (whole.isZero()) return lefts.map(() => ({ amount: ZERO, with_tax: withTax }))
  const parts = allocate(amountOf(whole), lefts, first.line.currency_code)
  return portions.map(({ line }, index) => capped(line, parts[index] as BigNumber, withTax))
}

const capped = (line: Line, amount: BigNumber, withTax: boolean): Amounted => ({
  amount: BigNumber.min(roundToCurrency(amount, line.currency_code), leftIn(line, withTax)),
  with_tax: withTax,
})
