import { BigNumber } from '@stoa/kernel'
import { orderTotals } from '@stoa/money'
import type { ChangingOrder } from './changing-order.ts'

/** What an order comes to, as its summary keeps it: decimals in text or numbers, by the wire's names. */
export type Summary = Readonly<Record<string, BigNumber.Value>>

/**
 * What an order comes to after a change. Goods that came back whole, and such that are written off, are no longer to be paid;
 * damaged ones are, unless the shopkeeper refunds them.
 *
 * @param before its summary so far: what was paid stays
 * @param expected also the goods that are on their way back, for what a change will come to in the end
 */
export function nextSummary(
  order: ChangingOrder,
  before: Summary,
  { expected = BigNumber(0) }: { expected?: BigNumber } = {},
): Record<string, number> {
  const totals = orderTotals(order as never)
  const current = totals.total
    .minus(totals.return_received_total)
    .minus(totals.write_off_total)
    .minus(expected)
  const next = {
    ...before,
    credit_line_total: totals.credit_line_total,
    accounting_total: current,
    current_order_total: current,
    pending_difference: current.minus(before.transaction_total ?? 0),
  }
  return Object.fromEntries(Object.entries(next).map(([name, value]) => [name, BigNumber(value).toNumber()]))
}
