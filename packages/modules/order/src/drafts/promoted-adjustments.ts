import { BigNumber } from '@stoa/kernel'
import type { StoredItem, StoredMethod } from '../changes/read-changing-order.ts'

/** What a promotion takes off a line or a shipping method of a draft. */
export interface DraftDiscount {
  /** Of a line, or… */
  item_id?: string
  /** …of a shipping method. */
  shipping_method_id?: string
  /** Off it as a whole, in major units. */
  amount: BigNumber.Value
  /** Whether `amount` contains tax. Of a line only. */
  is_tax_inclusive?: boolean
  code: string
  promotion_id: string
}

/** A discount in the columns of its table but for `id` and `version`. */
export type AdjustmentRow = Readonly<Record<string, unknown>> & { amount: number }

const isPromoted = ({ promotion_id }: Readonly<Record<string, unknown>>) => promotion_id != null

const rowOf = (adjustment: object & { amount: BigNumber.Value }): AdjustmentRow => ({
  ...adjustment,
  amount: BigNumber(adjustment.amount).toNumber(),
})

const known = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  JSON.stringify(
    rows
      .map(({ promotion_id, code, amount, is_tax_inclusive = false }) =>
        [promotion_id, code, BigNumber(amount as number).toFixed(), is_tax_inclusive].join(' '),
      )
      .sort(),
  )

/**
 * The discounts of a line or a shipping method whose promotions take this off. A pure function: what was given by hand stays.
 *
 * @returns undefined where they are what they were
 */
export function promotedAdjustments(
  line: StoredItem | StoredMethod,
  key: 'item_id' | 'shipping_method_id',
  discounts: readonly DraftDiscount[],
): AdjustmentRow[] | undefined {
  const own = discounts.filter((discount) => discount[key] === line.id)
  const kept = line.adjustments.filter((adjustment) => !isPromoted(adjustment))
  const wanted = [...kept, ...own].map(rowOf)
  return known(wanted) === known(line.adjustments) ? undefined : wanted
}
