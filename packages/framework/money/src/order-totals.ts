import { type BigNumber, ZERO } from './amount.ts'
import { type CartLines, type CartTotals, cartTotals } from './cart-totals.ts'
import type { ItemDetail, LineItem } from './line.ts'

/** An item that was ordered, with what became of it. */
export type OrderedItem = LineItem & { detail: ItemDetail }

const SUMMED = [
  'fulfilled_total',
  'shipped_total',
  'return_requested_total',
  'return_received_total',
  'return_dismissed_total',
  'write_off_total',
  'refundable_total',
] as const

/** The totals of an order: those of a cart, what of its items went which way, and what of them can be given back. */
export type OrderTotals<Item extends OrderedItem = OrderedItem> = CartTotals<Item> &
  Record<(typeof SUMMED)[number], BigNumber>

/**
 * The totals of an order whose items have their `detail`.
 *
 * @throws {MoneyError} as {@link cartTotals}
 */
export function orderTotals<Item extends OrderedItem>(order: CartLines<Item>): OrderTotals<Item> {
  const totals = cartTotals(order)
  const items: readonly Record<(typeof SUMMED)[number], BigNumber>[] = totals.items as never
  const sums = SUMMED.map((name) => [name, items.reduce((sum, item) => sum.plus(item[name]), ZERO)])
  return Object.assign(totals, Object.fromEntries(sums)) as OrderTotals<Item>
}
