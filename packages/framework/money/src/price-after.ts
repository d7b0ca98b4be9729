import { type BigNumber, toNonNegative, ZERO } from './amount.ts'
import { currencyDigits } from './currency.ts'
import { grossAfter, netAfter } from './discount.ts'
import type { Adjustment, LineItem } from './line.ts'
import { undiscounted } from './line-totals.ts'
import { roundToDigits } from './round.ts'
import type { Price } from './tax.ts'

/** What an item costs before discount, worked out once: for whoever takes discounts off it one after the other. */
export interface PricedLine {
  original: Price
  /** Of all its taxes together, in percent. */
  rate: BigNumber
  digits: number
}

/**
 * Works out what an item costs before discount, whatever adjustments it has.
 *
 * @throws {MoneyError} as `lineTotals`
 */
export function priceLine(item: LineItem, currencyCode: string): PricedLine {
  const digits = currencyDigits(currencyCode)
  const quantity = toNonNegative(item.quantity, 'quantity')
  const price = toNonNegative(item.unit_price, 'unit_price').times(quantity)
  const { original, rate } = undiscounted(price, item, digits)
  return { original, rate, digits }
}

/**
 * What is left of a price after adjustments, without tax and with it: `subtotal − discount_subtotal` and `total` of
 * `lineTotals`, without the work of sharing out to each tax and adjustment what is its part.
 *
 * @throws {MoneyError} as `lineTotals`
 * @example
 * priceAfter(priceLine({ unit_price: 10, quantity: 1, tax_lines: [{ rate: 10 }] }, 'eur'), [{ amount: 2 }])
 * // net 8, gross 8.80
 */
export function priceAfter(
  { original, rate, digits }: PricedLine,
  adjustments: readonly Adjustment[],
): { net: BigNumber; gross: BigNumber } {
  let [withoutTax, withTax] = [ZERO, ZERO]
  adjustments.forEach(({ amount, is_tax_inclusive }, index) => {
    const off = toNonNegative(amount, `adjustments[${index}].amount`)
    if (is_tax_inclusive) withTax = withTax.plus(off)
    else withoutTax = withoutTax.plus(off)
  })
  const afterNet = netAfter(original, rate, roundToDigits(withoutTax, digits), digits)
  const { net, tax } = grossAfter(afterNet, rate, roundToDigits(withTax, digits), digits)
  return { net, gross: net.plus(tax) }
}
