import { type Amount, BigNumber, toBigNumber, ZERO } from './amount.ts'
import { currencyDigits } from './currency.ts'
import { shift } from './shift.ts'

/** Half up, away from zero: 0.005 → 0.01, −0.005 → −0.01. Stated at each call, as users may configure BigNumber. */
export function roundToDigits(amount: BigNumber, digits: number): BigNumber {
  const rounded = amount.decimalPlaces(digits, BigNumber.ROUND_HALF_UP)
  return rounded.isZero() ? ZERO : rounded // never −0
}

/**
 * The amount rounded to the currency's minor unit, half up and away from zero.
 *
 * @throws {MoneyError} for an unknown currency, or an amount that is not a finite number
 * @example roundToCurrency('57.065', 'eur').toFixed() // '57.07'
 */
export function roundToCurrency(amount: Amount, currencyCode: string): BigNumber {
  return roundToDigits(toBigNumber(amount), currencyDigits(currencyCode))
}

/**
 * `dividend / divisor` rounded half up to `digits`, for a dividend ≥ 0 and a divisor > 0.
 *
 * Integer division gives ⌊(2a + b) / 2b⌋ exactly; `div` would first cut at BigNumber's configured decimal places and so
 * round twice.
 */
export function divideToDigits(dividend: BigNumber, divisor: BigNumber, digits: number): BigNumber {
  const units = shift(dividend, digits).times(2).plus(divisor).idiv(divisor.times(2))
  return shift(units, -digits)
}
