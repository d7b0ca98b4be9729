import { type Amount, BigNumber, toBigNumber } from './amount.ts'

/** How the wire and `raw_*` fields spell an amount without loss. */
export interface RawAmount {
  /** Decimal digits in plain notation, at most `precision` of them significant. */
  value: string
  precision: number
}

const PRECISION = 20

/**
 * The raw form of an amount.
 *
 * @throws {MoneyError} when it is not a finite number
 * @example rawAmount(12.5) // { value: '12.5', precision: 20 }
 */
export function rawAmount(amount: Amount): RawAmount {
  const value = toBigNumber(amount).precision(PRECISION, BigNumber.ROUND_HALF_UP)
  return { value: value.isZero() ? '0' : value.toFixed(), precision: PRECISION }
}
