import { BigNumber } from '@stoa/kernel'

/** A line that gets smaller. */
export interface SmallerLine {
  line_item_id: string
  /** For how many units of it something is promised. */
  open: BigNumber.Value
  /** How many of them are left. */
  left: BigNumber.Value
}

interface Reserved {
  id: string
  line_item_id: string
  inventory_item_id: string
  /** A decimal in text. */
  quantity: string
}

/**
 * Finds out which reservations of lines go, and which get smaller: the last ones first. What a unit is made of is the same for
 * each of them, so every item goes in the proportion in which the line does. A pure function.
 */
export function planRelease(
  lines: readonly SmallerLine[],
  reservations: readonly Reserved[],
): { gone: string[]; smaller: { id: string; quantity: BigNumber }[] } {
  const gone: string[] = []
  const smaller: { id: string; quantity: BigNumber }[] = []
  for (const { line_item_id, open, left } of lines) {
    const ofLine = reservations.filter((row) => row.line_item_id === line_item_id)
    for (const rows of Map.groupBy(ofLine, ({ inventory_item_id }) => inventory_item_id).values()) {
      const whole = BigNumber.sum(...rows.map(({ quantity }) => quantity))
      let over = whole.minus(BigNumber(open).isZero() ? 0 : whole.times(left).div(open))
      for (const row of rows.toReversed()) {
        const part = BigNumber.min(over, row.quantity)
        if (part.isZero()) continue
        over = over.minus(part)
        if (part.eq(row.quantity)) gone.push(row.id)
        else smaller.push({ id: row.id, quantity: BigNumber(row.quantity).minus(part) })
      }
    }
  }
  return { gone, smaller }
}
