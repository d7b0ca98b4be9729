import { BigNumber } from 'bignumber.js'

/**
 * Parses JSON without letting amounts pass through a float.
 *
 * @param text JSON
 * @param amounts the names of the properties that become BigNumbers
 */
export function parseExact<Value>(text: string, amounts: ReadonlySet<string>): Value {
  return JSON.parse(text, ((key: string, value: unknown, { source }: { source: string }) =>
    typeof value === 'number' && amounts.has(key) ? BigNumber(source) : value) as never) as Value
}
