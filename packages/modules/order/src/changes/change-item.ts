import { BigNumber, StoaError } from '@stoa/kernel'
import { type Adjustment, shareOfTotal } from '@stoa/money'
import type { ChangeAction } from './change-action.ts'
import type { ChangingItem } from './changing-order.ts'

/**
 * A line with another quantity, or another price. A discount shrinks with its line, and never grows: what is bought later was
 * not discounted.
 *
 * @param details what is not named stays
 * @throws StoaError `invalid_data` for fewer than are fulfilled
 */
export function changeItem<Item extends ChangingItem>(
  item: Item,
  { quantity, unit_price, compare_at_unit_price, metadata }: ChangeAction['details'],
  currencyCode: string,
): Item {
  const before = BigNumber(item.quantity)
  const after = BigNumber(quantity ?? before)
  if (after.lt(item.detail.fulfilled_quantity)) {
    throw new StoaError(
      'invalid_data',
      `${BigNumber(item.detail.fulfilled_quantity).toFixed()} of item ${item.id} are fulfilled, so its quantity cannot become ${after.toFixed()}. Cancel their fulfillment first, or let them be returned.`,
    )
  }
  const price = unit_price == null ? BigNumber(item.unit_price) : BigNumber(unit_price)
  const shrunk = (amount: BigNumber) =>
    after.lt(before) ? shareOfTotal(amount, { quantity: before, part: after }, currencyCode) : amount
  return {
    ...item,
    ...(metadata === undefined ? {} : { metadata }),
    quantity: after,
    unit_price: price,
    adjustments: item.adjustments.map((adjustment): Adjustment => {
      const amount = shrunk(BigNumber(adjustment.amount))
      return amount.eq(adjustment.amount) ? adjustment : { ...adjustment, amount }
    }),
    detail: {
      ...item.detail,
      ...(metadata === undefined ? {} : { metadata }),
      quantity: after,
      ...(unit_price == null ? {} : { unit_price: price }),
      ...(compare_at_unit_price === undefined
        ? {}
        : {
            compare_at_unit_price: compare_at_unit_price === null ? null : BigNumber(compare_at_unit_price),
          }),
    },
  }
}
