import { BigNumber, toNonNegative, ZERO } from './amount.ts'
import type { TaxLine } from './line.ts'
import { divideToDigits, roundToDigits } from './round.ts'
import { shift } from './shift.ts'

/** A price split into what the seller gets and the tax on it, both whole minor units. */
export interface Price {
  net: BigNumber
  tax: BigNumber
}

export const FREE: Price = { net: ZERO, tax: ZERO }

const HUNDRED = new BigNumber(100)

/** The rates in percent, in the order of the tax lines. */
export function ratesOf(taxLines: readonly TaxLine[]): BigNumber[] {
  return taxLines.map((line, index) => toNonNegative(line.rate, `tax_lines[${index}].rate`))
}

/** Adds the tax to a net amount. */
export function priceOfNet(net: BigNumber, rate: BigNumber, digits: number): Price {
  if (rate.isZero()) return { net, tax: ZERO }
  return { net, tax: roundToDigits(shift(net.times(rate), -2), digits) }
}

/** Takes the tax out of a gross amount. */
export function priceOfGross(gross: BigNumber, rate: BigNumber, digits: number): Price {
  if (rate.isZero()) return { net: gross, tax: ZERO }
  const tax = divideToDigits(gross.times(rate), rate.plus(HUNDRED), digits)
  return { net: gross.minus(tax), tax }
}
