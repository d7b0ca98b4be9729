import { BigNumber } from '@stoa/kernel'

/** By how much what is promised at a level changes. */
export interface ReservedChange {
  inventory_item_id: string
  location_id: string
  delta: string
  allow_backorder: boolean
}

interface Held {
  inventory_item_id: string
  location_id: string
  quantity: BigNumber.Value
  allow_backorder?: boolean
}

/** Sums up, for each level, what is given back and what is taken. Where nothing changes, nothing comes of it. */
export function reservedChanges(back: readonly Held[], taken: readonly Held[] = []): ReservedChange[] {
  const changes = new Map<string, { held: Held; delta: BigNumber; allow_backorder: boolean }>()
  const add = (held: Held, quantity: BigNumber) => {
    const key = JSON.stringify([held.inventory_item_id, held.location_id])
    const change = changes.get(key) ?? { held, delta: BigNumber(0), allow_backorder: true }
    const consent = change.allow_backorder && (quantity.lte(0) || held.allow_backorder === true)
    changes.set(key, { held, delta: change.delta.plus(quantity), allow_backorder: consent })
  }
  for (const held of back) add(held, BigNumber(held.quantity).negated())
  for (const held of taken) add(held, BigNumber(held.quantity))
  return [...changes.values()]
    .filter(({ delta }) => !delta.isZero())
    .map(({ held: { inventory_item_id, location_id }, delta, allow_backorder }) => ({
      inventory_item_id,
      location_id,
      delta: delta.toFixed(),
      allow_backorder,
    }))
}
