import { lineTotals } from '@stoa/money'
import type { Amounted } from './amounts.ts'
import { type Cut, type Line, leftIn } from './line.ts'

/**
 * How an amount stands in an adjustment of the line, so that the line's totals come out right.
 *
 * An adjustment without tax is taken off before one with tax. Where both kinds meet, the one that takes the rest must be the
 * later one, or a minor unit would stay. Adjustments of shipping methods know no tax.
 */
export function toCut(line: Line, { amount, with_tax: withTax }: Amounted): Cut {
  const left = leftIn(line, withTax)
  const takesAll = amount.gte(left)
  if (line.kind === 'shipping_method')
    return { amount: withTax ? netOf(line, amount, takesAll) : amount, is_tax_inclusive: false }
  const isMixed = line.cuts.some(({ is_tax_inclusive }) => is_tax_inclusive !== withTax)
  if (takesAll && isMixed) return { amount: leftIn(line, true), is_tax_inclusive: true }
  return { amount, is_tax_inclusive: withTax }
}

/** What has to go without tax, for the total to fall by the amount; to the minor unit next to it where none does exactly. */
function netOf(line: Line, amount: Amounted['amount'], takesAll: boolean) {
  const net = leftIn(line, false)
  if (takesAll) return net
  const rest = {
    ...line.priced,
    quantity: 1,
    unit_price: leftIn(line, true).minus(amount),
    is_tax_inclusive: true,
  }
  return net.minus(lineTotals(rest, line.currency_code).subtotal)
}
