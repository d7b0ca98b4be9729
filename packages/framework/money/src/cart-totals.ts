import { BigNumber, toBigNumber, ZERO } from './amount.ts'
import { currencyDigits } from './currency.ts'
import type { CreditLine, LineItem, ShippingMethod } from './line.ts'
import { type ItemTotals, type LineTotals, lineTotals, shippingMethodTotals } from './line-totals.ts'
import { roundToDigits } from './round.ts'
import { type Totals, totalsFrom } from './totals.ts'

/** What the totals of a cart or an order are computed from. */
export interface CartLines<Item extends LineItem = LineItem> {
  /** ISO 4217 code. */
  currency_code: string
  items?: readonly Item[] | null
  shipping_methods?: readonly ShippingMethod[] | null
  credit_lines?: readonly CreditLine[] | null
}

/** The amount of a credit line. As credit bears no tax, the two are the same. */
export interface CreditLineTotals {
  subtotal: BigNumber
  total: BigNumber
}

type PartTotals<Part extends string> = Record<
  | `original_${Part}_total`
  | `original_${Part}_subtotal`
  | `original_${Part}_tax_total`
  | `${Part}_total`
  | `${Part}_subtotal`
  | `${Part}_tax_total`
  | `${Part}_discount_total`,
  BigNumber
>

/** The totals of a cart or an order, by their names on the wire. */
export interface CartTotals<Item extends LineItem = LineItem>
  extends Totals,
    PartTotals<'item'>,
    PartTotals<'shipping'> {
  /** What is to be paid: after discount and credit, with tax; never below zero. */
  total: BigNumber
  /** All credit lines, also where they exceed what is to be paid. */
  credit_line_total: BigNumber
  credit_line_subtotal: BigNumber
  /** Always 0: credit bears no tax. */
  credit_line_tax_total: BigNumber
  /** Always 0: gift cards are spent as credit lines. */
  gift_card_total: BigNumber
  gift_card_tax_total: BigNumber
  /** In the order of the items. */
  items: ItemTotals<Item>[]
  /** In the order of the shipping methods. */
  shipping_methods: LineTotals[]
  /** In the order of the credit lines. */
  credit_lines: CreditLineTotals[]
}

/**
 * The totals of a cart or an order: sums of its lines' totals, so that what the document shows is what its lines show.
 *
 *     subtotal = item_subtotal + shipping_subtotal
 *     total    = max(0, subtotal − discount_subtotal + tax_total − credit_line_total)
 *
 * @throws {MoneyError} as {@link lineTotals}
 * @example
 * const { total } = cartTotals({
 *   currency_code: 'eur',
 *   items: [{ unit_price: 10, quantity: 2, tax_lines: [{ rate: 19, code: 'vat' }] }],
 *   shipping_methods: [{ amount: 4.9, is_tax_inclusive: true, tax_lines: [{ rate: 19, code: 'vat' }] }],
 * })
 * total.toFixed(2) // '28.70'
 */
export function cartTotals<Item extends LineItem>(cart: CartLines<Item>): CartTotals<Item> {
  const code = cart.currency_code
  const digits = currencyDigits(code)
  const items = (cart.items ?? []).map((item) => lineTotals(item, code))
  const shippingMethods = (cart.shipping_methods ?? []).map((method) => shippingMethodTotals(method, code))

  const item = sumOf(items)
  const shipping = sumOf(shippingMethods)
  const whole = sumOf([item, shipping])
  const credits = creditOf(cart.credit_lines ?? [], digits)
  const credit = credits.reduce((sum, amount) => sum.plus(amount), ZERO)

  return {
    ...whole,
    total: BigNumber.max(whole.total.minus(credit), ZERO),
    ...partTotals('item', item),
    ...partTotals('shipping', shipping),
    credit_line_total: credit,
    credit_line_subtotal: credit,
    credit_line_tax_total: ZERO,
    gift_card_total: ZERO,
    gift_card_tax_total: ZERO,
    items,
    shipping_methods: shippingMethods,
    credit_lines: credits.map((amount) => ({ subtotal: amount, total: amount })),
  }
}

function sumOf(lines: readonly Totals[]): Totals {
  let subtotal = ZERO
  let tax = ZERO
  let discount = ZERO
  let discountTax = ZERO
  for (const line of lines) {
    subtotal = subtotal.plus(line.subtotal)
    tax = tax.plus(line.tax_total)
    discount = discount.plus(line.discount_subtotal)
    discountTax = discountTax.plus(line.discount_tax_total)
  }
  return totalsFrom(subtotal, tax, discount, discountTax)
}

function creditOf(lines: readonly CreditLine[], digits: number): BigNumber[] {
  return lines.map((line, index) =>
    roundToDigits(toBigNumber(line.amount, `credit_lines[${index}].amount`), digits),
  )
}

function partTotals<Part extends string>(part: Part, totals: Totals): PartTotals<Part> {
  return {
    [`original_${part}_total`]: totals.original_total,
    [`original_${part}_subtotal`]: totals.original_subtotal,
    [`original_${part}_tax_total`]: totals.original_tax_total,
    [`${part}_total`]: totals.total,
    [`${part}_subtotal`]: totals.subtotal,
    [`${part}_tax_total`]: totals.tax_total,
    [`${part}_discount_total`]: totals.discount_total,
  } as PartTotals<Part>
}
