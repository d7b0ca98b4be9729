import { BigNumber } from '@stoa/kernel'

/** What leaves the stock for a line. */
export interface DeductionRequest {
  line_item_id: string
  inventory_item_id: string
  /** From where. */
  location_id: string
  /** More than 0. */
  quantity: BigNumber.Value
  /** Whether more may leave than is on record there. Default: false; a reservation that was made so may always. */
  allow_backorder?: boolean
}

/** So much of an item at a location. */
export interface StockQuantity {
  inventory_item_id: string
  location_id: string
  /** A decimal in text. */
  quantity: string
}

/** So much of an item that is promised to a line. */
export interface LineQuantity extends StockQuantity {
  line_item_id: string
  /** Default: false. */
  allow_backorder?: boolean
}

/** What a deduction changed: what InventoryService.restock takes to undo it. */
export interface Deducted {
  stocked: StockQuantity[]
  reserved: LineQuantity[]
}

/** A reservation as it stands. */
export interface Reserved {
  id: string
  line_item_id: string
  inventory_item_id: string
  location_id: string
  /** A decimal in text. */
  quantity: string
  allow_backorder: boolean
}

/** By how much what lies and what is promised at a level changes. */
export interface StockChange {
  inventory_item_id: string
  location_id: string
  stocked: string
  reserved: string
  allow_backorder: boolean
}

/** How a deduction comes to pass. */
export interface DeductionPlan {
  changes: StockChange[]
  /** The reservations it uses, with what is left of them. */
  left: { id: string; quantity: string }[]
  deducted: Deducted
}

/**
 * Finds out what leaves where: a line's reservations are used up first, those at the location before others, and the rest
 * is taken from what is free. A pure function.
 */
export function planDeduction(
  requests: readonly DeductionRequest[],
  reservations: readonly Reserved[],
): DeductionPlan {
  const left = new Map(reservations.map((reservation) => [reservation, BigNumber(reservation.quantity)]))
  const changes = new Map<string, StockChange>()
  const deducted: Deducted = { stocked: [], reserved: [] }
  const change = (
    item: string,
    location: string,
    backorder: boolean,
    by: Partial<Record<'stocked' | 'reserved', BigNumber>>,
  ) => {
    const key = JSON.stringify([item, location])
    const none = { stocked: '0', reserved: '0', allow_backorder: true }
    const known = changes.get(key) ?? { inventory_item_id: item, location_id: location, ...none }
    changes.set(key, {
      ...known,
      stocked: BigNumber(known.stocked)
        .plus(by.stocked ?? 0)
        .toFixed(),
      reserved: BigNumber(known.reserved)
        .plus(by.reserved ?? 0)
        .toFixed(),
      allow_backorder: known.allow_backorder && backorder,
    })
  }
  for (const {
    line_item_id,
    inventory_item_id,
    location_id,
    quantity,
    allow_backorder = false,
  } of requests) {
    let open = BigNumber(quantity)
    let consent = allow_backorder
    const own = reservations
      .filter((one) => one.line_item_id === line_item_id && one.inventory_item_id === inventory_item_id)
      .sort((a, b) => Number(b.location_id === location_id) - Number(a.location_id === location_id))
    for (const reservation of own) {
      const used = BigNumber.min(open, left.get(reservation) ?? 0)
      if (used.isZero()) continue
      open = open.minus(used)
      consent ||= reservation.allow_backorder
      left.set(reservation, (left.get(reservation) as BigNumber).minus(used))
      const { location_id: at } = reservation
      change(inventory_item_id, at, true, { reserved: used.negated() })
      deducted.reserved.push({
        line_item_id,
        inventory_item_id,
        location_id: at,
        quantity: used.toFixed(),
        allow_backorder: reservation.allow_backorder,
      })
    }
    change(inventory_item_id, location_id, consent, { stocked: BigNumber(quantity).negated() })
    deducted.stocked.push({ inventory_item_id, location_id, quantity: BigNumber(quantity).toFixed() })
  }
  return {
    changes: [...changes.values()],
    left: [...left].flatMap(([{ id, quantity }, rest]) =>
      rest.eq(quantity) ? [] : [{ id, quantity: rest.toFixed() }],
    ),
    deducted,
  }
}
