import { BigNumber, StoaError } from '@stoa/kernel'

/** What is asked of the stock for one line. */
export interface ReservationRequest {
  line_item_id?: string | null
  inventory_item_id: string
  /** Where it may come from, the dearest first. */
  location_ids: readonly string[]
  /** More than 0. */
  quantity: BigNumber.Value
  /** Whether more may be promised than there is. Default: false. */
  allow_backorder?: boolean
  description?: string | null
  external_id?: string | null
  created_by?: string | null
  metadata?: Record<string, unknown> | null
}

/** A location where all that is asked of an item could come from. */
export interface Wish {
  inventory_item_id: string
  location_id: string
  rank: number
  quantity: string
  allow_backorder: boolean
}

/**
 * Sums up what is asked of each item, so that two lines that share one cannot both count on the last piece. Where lines
 * differ, only locations common to all of them are left, and a backorder needs the consent of all.
 *
 * @throws StoaError `invalid_data` for a quantity that is not above 0
 */
export function wishesOf(requests: readonly ReservationRequest[]): Wish[] {
  const byItem = Map.groupBy(requests, ({ inventory_item_id }) => inventory_item_id)
  return [...byItem].flatMap(([inventory_item_id, ofItem]) => {
    const quantity = BigNumber.sum(...ofItem.map(positiveQuantity)).toFixed()
    const allow_backorder = ofItem.every((request) => request.allow_backorder === true)
    return commonLocations(ofItem).map((location_id, rank) => ({
      inventory_item_id,
      location_id,
      rank,
      quantity,
      allow_backorder,
    }))
  })
}

function commonLocations([first, ...others]: readonly ReservationRequest[]): string[] {
  const sets = others.map(({ location_ids }) => new Set(location_ids))
  return [...new Set(first?.location_ids)].filter((id) => sets.every((set) => set.has(id)))
}

/** @throws StoaError `invalid_data` for a quantity that is not above 0 */
export function positiveQuantity(request: {
  inventory_item_id: string
  quantity: BigNumber.Value
}): BigNumber {
  // BigNumber itself throws on what is no number.
  if (Number(request.quantity) > 0 && Number.isFinite(Number(request.quantity)))
    return BigNumber(request.quantity)
  throw new StoaError(
    'invalid_data',
    `The quantity to reserve of ${request.inventory_item_id} must be above 0, not ${request.quantity}.`,
  )
}
