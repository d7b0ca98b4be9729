import { allocateExact } from './allocate.ts'
import { type BigNumber, toNonNegative, ZERO } from './amount.ts'
import { currencyDigits } from './currency.ts'
import { type AdjustmentTotals, applyAdjustments } from './discount.ts'
import type { ItemDetail, LineItem, ShippingMethod, TaxedLine } from './line.ts'
import { type OrderItemTotals, orderItemTotals } from './order-item-totals.ts'
import { roundToDigits } from './round.ts'
import { priceOfGross, priceOfNet, ratesOf } from './tax.ts'
import { type Totals, totalsFrom } from './totals.ts'

/** One tax of a line. */
export interface TaxLineTotals {
  /** Tax on the line before discount. */
  subtotal: BigNumber
  /** Tax on the line after discount. */
  total: BigNumber
}

/** The totals of a line and of what hangs on it. */
export interface LineTotals extends Totals {
  /** In the order of the line's tax lines. Their totals sum to `tax_total`, their subtotals to `original_tax_total`. */
  tax_lines: TaxLineTotals[]
  /** In the order of the line's adjustments. Their totals sum to `discount_total`, subtotals to `discount_subtotal`. */
  adjustments: AdjustmentTotals[]
}

/** The totals of an item: with those of an order item where the item has a `detail`. */
export type ItemTotals<Item extends LineItem = LineItem> = Item extends { detail: ItemDetail }
  ? LineTotals & OrderItemTotals
  : LineTotals & Partial<OrderItemTotals>

/**
 * The totals of one item of a cart or an order.
 *
 * Every amount is whole in the currency's minor unit. The price of the line is `unit_price × quantity`, rounded once;
 * tax is computed on the line (not on the unit) at the sum of its rates, rounded half up once, and shared out to the
 * tax lines by their rates. With `is_tax_inclusive` the price of the line *is* its `original_total`, and the tax is taken
 * out of it. A discount never takes more than there is: at 100 % total and tax are exactly 0.
 *
 * @throws {MoneyError} when a price, quantity, rate or adjustment is negative or not a number, or the currency unknown
 * @example
 * lineTotals({ unit_price: 570.65, quantity: 1, tax_lines: [{ rate: 10, code: 'vat' }] }, 'eur')
 * // subtotal 570.65, tax_total 57.07 (of 57.065), total 627.72
 */
export function lineTotals<Item extends LineItem>(item: Item, currencyCode: string): ItemTotals<Item> {
  const digits = currencyDigits(currencyCode)
  const { detail } = item
  const quantity = toNonNegative(detail?.quantity ?? item.quantity, 'quantity')
  const price = toNonNegative(item.unit_price, 'unit_price').times(quantity)
  const totals = taxedTotals(price, item, digits)
  if (!detail) return totals as ItemTotals<Item>
  return Object.assign(totals, orderItemTotals(totals.total, quantity, detail, digits)) as ItemTotals<Item>
}

/**
 * The totals of a shipping method, by the rules of {@link lineTotals}.
 *
 * @throws {MoneyError} as `lineTotals`
 */
export function shippingMethodTotals(method: ShippingMethod, currencyCode: string): LineTotals {
  return taxedTotals(toNonNegative(method.amount, 'amount'), method, currencyDigits(currencyCode))
}

/** What a line costs before discount, and the rates of its taxes. */
export function undiscounted(price: BigNumber, line: TaxedLine, digits: number) {
  const rates = ratesOf(line.tax_lines ?? [])
  const rate = rates.reduce((sum, each) => sum.plus(each), ZERO)
  const rounded = roundToDigits(price, digits)
  const original = (line.is_tax_inclusive ? priceOfGross : priceOfNet)(rounded, rate, digits)
  return { original, rate, rates }
}

function taxedTotals(price: BigNumber, line: TaxedLine, digits: number): LineTotals {
  const { original, rate, rates } = undiscounted(price, line, digits)
  const discounted = applyAdjustments(original, rate, line.adjustments ?? [], digits)
  const { net, tax } = discounted.price

  const before = allocateExact(original.tax, rates, digits)
  const after = tax.eq(original.tax) ? before : allocateExact(tax, rates, digits)
  const totals = totalsFrom(original.net, tax, original.net.minus(net), original.tax.minus(tax))
  return Object.assign(totals, {
    tax_lines: before.map((subtotal, index) => ({ subtotal, total: after[index] as BigNumber })),
    adjustments: discounted.adjustments,
  })
}
