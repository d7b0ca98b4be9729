import { type Amount, BigNumber, toNonNegative, ZERO } from './amount.ts'
import type { ItemDetail } from './line.ts'
import { shareOf } from './share.ts'
import { shift } from './shift.ts'

/** The part of an item's total (with tax, after discount) that its quantities stand for. */
export interface OrderItemTotals {
  fulfilled_total: BigNumber
  shipped_total: BigNumber
  return_requested_total: BigNumber
  return_received_total: BigNumber
  return_dismissed_total: BigNumber
  write_off_total: BigNumber
  /** What units are worth that are not returned, on their way back, dismissed on return, or written off. */
  refundable_total: BigNumber
  /** `refundable_total` by unit, rounded down: any number of units times it stays within `refundable_total`. */
  refundable_total_per_unit: BigNumber
}

/**
 * Shares of an item's total by quantity, each rounded half up to the minor unit.
 *
 * A unit that is received or dismissed is no longer counted as requested, so the three and the written-off ones never
 * count a unit twice. `refundable_total` is the total less the share of those together, and not a share of its own:
 * what was given back and what can be given back are the total to the minor unit.
 */
export function orderItemTotals(
  total: BigNumber,
  quantity: BigNumber,
  detail: ItemDetail,
  digits: number,
): OrderItemTotals {
  const read = (name: Exclude<keyof ItemDetail, 'quantity'>) => quantityOf(detail[name], `detail.${name}`)
  const share = (part: BigNumber) => shareOf(total, part, quantity, digits)

  const requested = read('return_requested_quantity')
  const received = read('return_received_quantity')
  const dismissed = read('return_dismissed_quantity')
  const writtenOff = read('written_off_quantity')
  const givenBack = BigNumber.min(requested.plus(received).plus(dismissed).plus(writtenOff), quantity)

  const refundable = total.minus(share(givenBack))
  const units = quantity.minus(givenBack)
  return {
    fulfilled_total: share(read('fulfilled_quantity')),
    shipped_total: share(read('shipped_quantity')),
    return_requested_total: share(requested),
    return_received_total: share(received),
    return_dismissed_total: share(dismissed),
    write_off_total: share(writtenOff),
    refundable_total: refundable,
    refundable_total_per_unit: units.isZero() ? ZERO : shift(shift(refundable, digits).idiv(units), -digits),
  }
}

function quantityOf(value: Amount | null | undefined, name: string): BigNumber {
  return value == null ? ZERO : toNonNegative(value, name)
}
