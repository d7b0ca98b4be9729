import { BigNumber, StoaError } from '@stoa/kernel'
import { currencyDigits, isCurrencyCode } from '@stoa/money'

/** Whole currencies that Stripe goes on writing in hundredths, which must be 00. */
const WHOLE_IN_HUNDREDTHS = new Set(['isk', 'ugx'])

/** Currencies whose minor unit Stripe does not use. */
const WITHOUT_MINOR_UNIT = new Set(['mga'])

/**
 * An amount as Stripe writes it: in the currency's minor unit, with Stripe's own exceptions.
 *
 * @param amount in major units
 * @param currencyCode ISO 4217, in lower case
 * @throws StoaError `invalid_data` for an amount that Stripe cannot charge exactly
 * @example toMinorUnit(BigNumber(10.5), 'eur') // 1050
 */
export function toMinorUnit(amount: BigNumber, currencyCode: string): number {
  const digits = digitsOf(currencyCode)
  const step = stepOf(currencyCode, digits)
  const units = amount.shiftedBy(digits)
  if (units.mod(step).isZero() && units.abs().lte(Number.MAX_SAFE_INTEGER)) return units.toNumber()
  const steps = BigNumber(step).shiftedBy(-digits).toFixed()
  throw new StoaError(
    'invalid_data',
    `Stripe moves ${currencyCode} in steps of ${steps}; ${amount.toFixed()} is not one. Round prices and taxes to that.`,
  )
}

/** The other way round. */
export function fromMinorUnit(units: number, currencyCode: string): BigNumber {
  return BigNumber(units).shiftedBy(-digitsOf(currencyCode))
}

function digitsOf(code: string): number {
  if (!isCurrencyCode(code)) {
    throw new StoaError('invalid_data', `${code} is not a currency of ISO 4217 with a minor unit.`)
  }
  if (WHOLE_IN_HUNDREDTHS.has(code)) return 2
  return WITHOUT_MINOR_UNIT.has(code) ? 0 : currencyDigits(code)
}

/** Of three digits the last must be 0. */
function stepOf(code: string, digits: number): number {
  if (WHOLE_IN_HUNDREDTHS.has(code)) return 100
  return digits === 3 ? 10 : 1
}
