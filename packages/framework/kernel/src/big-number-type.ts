import { Type } from '@mikro-orm/core'
import { BigNumber } from 'bignumber.js'

/** A `numeric` column that is a BigNumber in code, so that no amount ever passes through a float. */
export class BigNumberType extends Type<BigNumber, string> {
  override convertToDatabaseValue(value: BigNumber | string | number): string {
    return value === null || value === undefined ? value : BigNumber(value).toFixed()
  }

  override convertToJSValue(value: string): BigNumber {
    return value === null || value === undefined ? value : BigNumber(value)
  }

  override getColumnType(): string {
    return 'numeric'
  }

  /** What an assigned value is checked against: without it, the ORM expects what {@link compareAsType} says. */
  override get runtimeType(): string {
    return 'object'
  }

  override compareAsType(): string {
    return 'string'
  }

  override compareValues(a: string, b: string): boolean {
    return BigNumber(a).eq(b)
  }
}
