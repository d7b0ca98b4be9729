import { BigNumber, StoaError } from '@stoa/kernel'
import type { ChangingItem, ProgressColumn } from './changing-order.ts'

type Moves = Partial<Record<ProgressColumn, 1 | -1>>

/** What actions do to where a line's goods are. */
const MOVES: Readonly<Record<string, Moves>> = {
  RETURN_ITEM: { return_requested_quantity: 1 },
  CANCEL_RETURN_ITEM: { return_requested_quantity: -1 },
  RECEIVE_RETURN_ITEM: { return_requested_quantity: -1, return_received_quantity: 1 },
  RECEIVE_DAMAGED_RETURN_ITEM: { return_requested_quantity: -1, return_dismissed_quantity: 1 },
  WRITE_OFF_ITEM: { written_off_quantity: 1 },
  REINSTATE_ITEM: { written_off_quantity: -1 },
}

/** Of what was sent, what is asked back, came back or is written off; no unit is more than one of these. */
const GIVEN_UP: readonly ProgressColumn[] = [
  'return_requested_quantity',
  'return_received_quantity',
  'return_dismissed_quantity',
  'written_off_quantity',
]

export const movesGoods = (action: string): boolean => action in MOVES

/**
 * Where the goods of a line are after an action.
 *
 * @throws StoaError `invalid_data` for more than is there for it
 */
export function moveGoods<Item extends ChangingItem>(item: Item, action: string, quantity: BigNumber): Item {
  const detail = { ...item.detail }
  for (const [name, sign] of Object.entries(MOVES[action] ?? {})) {
    const column = name as ProgressColumn
    const next = BigNumber(detail[column]).plus(quantity.times(sign))
    if (next.lt(0)) throw tooMany(item.id, BigNumber(detail[column]), quantity, column)
    detail[column] = next
  }
  const givenUp = BigNumber.sum(...GIVEN_UP.map((column) => detail[column]))
  if (givenUp.gt(detail.fulfilled_quantity)) {
    throw tooMany(
      item.id,
      BigNumber.max(0, quantity.minus(givenUp).plus(detail.fulfilled_quantity)),
      quantity,
    )
  }
  return { ...item, detail }
}

function tooMany(id: string, left: BigNumber, quantity: BigNumber, column?: string): StoaError {
  const what =
    column === undefined
      ? 'be returned or written off: only what is fulfilled, and neither of them yet, can'
      : `leave the ${column}`
  return new StoaError(
    'invalid_data',
    `${left.toFixed()} of item ${id}, not ${quantity.toFixed()}, can ${what}.`,
  )
}
