import { MoneyError } from './errors.ts'
import { digitsOfActiveCodes, digitsOfWithdrawnCodes } from './iso-4217.ts'

function digitsOf(code: string): number | undefined {
  return digitsOfActiveCodes.get(code) ?? digitsOfWithdrawnCodes.get(code)
}

/** Whether amounts in this currency can be computed: an ISO 4217 code, in any case, that has a minor unit. */
export function isCurrencyCode(code: string): boolean {
  return digitsOf(code.toLowerCase()) !== undefined
}

/**
 * Digits of the currency's minor unit (ISO 4217): 2 for `eur`, 0 for `jpy`, 3 for `kwd`.
 *
 * Codes that were withdrawn in the last years (`hrk`, `bgn`, …) are still known, so that old orders can be computed.
 *
 * @param code ISO 4217 code in any case
 * @throws {MoneyError} for a code that is not a currency with a minor unit
 */
export function currencyDigits(code: string): number {
  // Codes on the wire are lower case already: the second look-up is the rare one.
  const digits = digitsOf(code) ?? digitsOf(String(code).toLowerCase())
  if (digits === undefined) {
    throw new MoneyError(
      `Currency code ${JSON.stringify(code)} is not an ISO 4217 currency with a minor unit`,
    )
  }
  return digits
}
