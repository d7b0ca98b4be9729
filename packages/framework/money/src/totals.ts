import type { BigNumber } from './amount.ts'

/**
 * The totals of a line, of a cart's items or shipping methods, or of the whole.
 *
 * These hold exactly:
 *
 *     total           = subtotal − discount_subtotal + tax_total
 *     discount_total  = discount_subtotal + discount_tax_total
 *     original_total  = original_subtotal + original_tax_total = total + discount_total
 */
export interface Totals {
  /** Before tax and before discount. */
  subtotal: BigNumber
  /** With tax, after discount. */
  total: BigNumber
  /** Tax after discount. */
  tax_total: BigNumber
  /** Discount without tax. */
  discount_subtotal: BigNumber
  /** Tax that is saved by the discount. */
  discount_tax_total: BigNumber
  /** Discount with tax. */
  discount_total: BigNumber
  /** The same as `subtotal`. */
  original_subtotal: BigNumber
  /** With tax, before discount. */
  original_total: BigNumber
  /** Tax before discount. */
  original_tax_total: BigNumber
}

/** All totals follow from four of them. */
export function totalsFrom(
  subtotal: BigNumber,
  tax: BigNumber,
  discount: BigNumber,
  discountTax: BigNumber,
): Totals {
  const originalTax = tax.plus(discountTax)
  return {
    subtotal,
    total: subtotal.minus(discount).plus(tax),
    tax_total: tax,
    discount_subtotal: discount,
    discount_tax_total: discountTax,
    discount_total: discount.plus(discountTax),
    original_subtotal: subtotal,
    original_total: subtotal.plus(originalTax),
    original_tax_total: originalTax,
  }
}
