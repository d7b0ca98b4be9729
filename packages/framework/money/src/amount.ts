import { BigNumber } from 'bignumber.js'
import { MoneyError } from './errors.ts'

export { BigNumber }

/** An amount in major units (12.34 is twelve euros and 34 cents). Strings are the safe form for many digits. */
export type Amount = BigNumber | number | string

export const ZERO = new BigNumber(0)
const PERCENT = new BigNumber('0.01')

/**
 * The amount as a BigNumber.
 *
 * @param name what the value is, for the error's text
 * @throws {MoneyError} when it is not a finite decimal number
 * @example toBigNumber('19.99').times(3).toFixed() // '59.97'
 */
export function toBigNumber(amount: Amount, name = 'amount'): BigNumber {
  if (amount instanceof BigNumber && amount.isFinite()) return amount
  let parsed: BigNumber | undefined
  try {
    parsed = new BigNumber(amount)
  } catch {
    // bignumber.js throws in its strict mode and gives NaN otherwise: both end below.
  }
  if (parsed?.isFinite()) return parsed
  throw new MoneyError(`${name} must be a finite number, got ${show(amount)}`)
}

/**
 * Like {@link toBigNumber}, for what may not be below zero.
 *
 * @throws {MoneyError} also when it is negative
 */
export function toNonNegative(amount: Amount, name: string): BigNumber {
  const value = toBigNumber(amount, name)
  if (value.isNegative() && !value.isZero()) {
    throw new MoneyError(`${name} must not be negative, got ${value.toFixed()}`)
  }
  return value
}

/**
 * `rate` percent of the amount, exact and not rounded.
 *
 * @param rate in percent: 19 for 19 %
 * @example percentOf('299.99', 19).toFixed() // '56.9981'
 */
export function percentOf(amount: Amount, rate: Amount): BigNumber {
  return toBigNumber(amount).times(toBigNumber(rate, 'rate')).times(PERCENT)
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
