import { allocateExact } from './allocate.ts'
import { BigNumber, toNonNegative, ZERO } from './amount.ts'
import type { Adjustment } from './line.ts'
import { roundToDigits } from './round.ts'
import { FREE, type Price, priceOfGross, priceOfNet } from './tax.ts'

/** What one adjustment takes off a line. */
export interface AdjustmentTotals {
  /** Without tax. */
  subtotal: BigNumber
  /** With tax. */
  total: BigNumber
}

interface Discounted {
  price: Price
  /** In the order of the adjustments. They sum to what was taken off. */
  adjustments: AdjustmentTotals[]
}

interface Cut {
  index: number
  amount: BigNumber
}

/**
 * Takes the adjustments off a price.
 *
 * Those without tax come off the net amount and the tax is computed anew on what is left; then those with tax come off
 * the gross amount and the tax is taken out of what is left. Neither goes below zero: adjustments that are worth more
 * than the line share what there was by their amounts. Tax never rises by a discount, whichever way it is rounded.
 */
export function applyAdjustments(
  original: Price,
  rate: BigNumber,
  adjustments: readonly Adjustment[],
  digits: number,
): Discounted {
  const withoutTax: Cut[] = []
  const withTax: Cut[] = []
  adjustments.forEach((adjustment, index) => {
    const amount = toNonNegative(adjustment.amount, `adjustments[${index}].amount`)
    ;(adjustment.is_tax_inclusive ? withTax : withoutTax).push({ index, amount })
  })

  const totals: AdjustmentTotals[] = adjustments.map(() => ({ subtotal: ZERO, total: ZERO }))
  const afterNet = cutNet(original, rate, withoutTax, totals, digits)
  const price = cutGross(afterNet, rate, withTax, totals, digits)
  return { price, adjustments: totals }
}

function cutNet(
  before: Price,
  rate: BigNumber,
  cuts: Cut[],
  totals: AdjustmentTotals[],
  digits: number,
): Price {
  const off = sumOf(cuts, digits)
  if (off.isZero()) return before
  const after = netAfter(before, rate, off, digits)

  const amounts = cuts.map((cut) => cut.amount)
  const subtotals = allocateExact(before.net.minus(after.net), amounts, digits)
  // Weighed by the rounded parts, so that storing those and computing again changes nothing.
  const taxes = allocateExact(before.tax.minus(after.tax), subtotals, digits)
  cuts.forEach(({ index }, at) => {
    const subtotal = subtotals[at] as BigNumber
    totals[index] = { subtotal, total: subtotal.plus(taxes[at] as BigNumber) }
  })
  return after
}

function cutGross(
  before: Price,
  rate: BigNumber,
  cuts: Cut[],
  totals: AdjustmentTotals[],
  digits: number,
): Price {
  const off = sumOf(cuts, digits)
  if (off.isZero()) return before
  const after = grossAfter(before, rate, off, digits)

  const amounts = cuts.map((cut) => cut.amount)
  const taken = before.net.plus(before.tax).minus(after.net.plus(after.tax))
  const parts = allocateExact(taken, amounts, digits)
  // Weighed by the parts and not the amounts, so that no part's tax is more than the part.
  const taxes = allocateExact(before.tax.minus(after.tax), parts, digits)
  cuts.forEach(({ index }, at) => {
    const total = parts[at] as BigNumber
    totals[index] = { subtotal: total.minus(taxes[at] as BigNumber), total }
  })
  return after
}

/**
 * What a price is when so much, without tax, is taken off its net amount.
 *
 * @param off rounded to `digits`
 */
export function netAfter(before: Price, rate: BigNumber, off: BigNumber, digits: number): Price {
  if (off.isZero()) return before
  if (off.gte(before.net)) return FREE
  return capTax(priceOfNet(before.net.minus(off), rate, digits), before.tax)
}

/** The same for what is taken off its gross amount, with tax. */
export function grossAfter(before: Price, rate: BigNumber, off: BigNumber, digits: number): Price {
  if (off.isZero()) return before
  const gross = before.net.plus(before.tax)
  const left = off.gte(gross) ? ZERO : gross.minus(off)
  const after = left.isZero() ? FREE : priceOfGross(left, rate, digits)
  const tax = BigNumber.min(after.tax, before.tax)
  return { net: left.minus(tax), tax }
}

/** An inclusive price may hold a minor unit less tax than its net amount would bear: a discount must not add it. */
function capTax(price: Price, tax: BigNumber): Price {
  return price.tax.gt(tax) ? { net: price.net, tax } : price
}

function sumOf(cuts: readonly Cut[], digits: number): BigNumber {
  return roundToDigits(
    cuts.reduce((sum, cut) => sum.plus(cut.amount), ZERO),
    digits,
  )
}
