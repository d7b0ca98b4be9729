/**
 * A value that no amount of money can be computed from: not a number, negative where it may not be, or a currency that
 * ISO 4217 does not have. The message names the value. `type` is the wire's word for it (status 400).
 */
export class MoneyError extends RangeError {
  override readonly name = 'MoneyError'
  readonly type = 'invalid_data'
}
