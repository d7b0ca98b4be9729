import type { DeductionRequest } from '@stoa/inventory'
import { BigNumber, StoaError } from '@stoa/kernel'

/** What one piece of a line is made of in the stock. */
interface Part {
  inventory_item_id: string
  required_quantity: number
  title: string | null
  sku: string | null
  allow_backorder: boolean
}

/** What is promised to a line. */
interface Reserved {
  inventory_item_id: string
  location_id: string
  /** A decimal in text. */
  quantity: string
}

/** A line of an order, as a parcel needs it. */
export interface ParcelLine {
  id: string
  title: string
  sku: string | null
  barcode: string | null
  requires_shipping: boolean
  /** Of its product; null where it has none. */
  shipping_profile_id: string | null
  /** How many are not fulfilled yet, these among them. A decimal in text. */
  open_quantity: string
  /** How many are to be fulfilled. A decimal in text. */
  quantity: string
  /** None where its stock is not kept. */
  parts: Part[]
  reserved: Reserved[]
}

/** What is in a parcel. */
export type ParcelItem = {
  title: string
  sku: string
  barcode: string
  /** Of the inventory item, where there is one; else of the line. A decimal in text. */
  quantity: string
  /** None where it is of no line. */
  line_item_id: string | null
  inventory_item_id: string | null
}

/** A parcel's items, and what leaves the stock for them. A pure function. */
export function parcelItems(
  lines: readonly ParcelLine[],
  location_id: string,
): { items: ParcelItem[]; deductions: DeductionRequest[] } {
  const items: ParcelItem[] = []
  const deductions: DeductionRequest[] = []
  for (const line of lines) {
    const { id: line_item_id, title, barcode, quantity } = line
    const sku = line.sku ?? ''
    const parts = stockParts(line)
    if (parts.length === 0) {
      items.push({ title, sku, barcode: barcode ?? '', quantity, line_item_id, inventory_item_id: null })
    }
    for (const { inventory_item_id, allow_backorder, ...part } of parts) {
      const isKit = parts.length > 1
      items.push({
        title: (isKit ? part.title : null) ?? title,
        sku: isKit ? (part.sku ?? '') : sku,
        barcode: isKit ? '' : (barcode ?? ''),
        quantity: part.quantity,
        line_item_id,
        inventory_item_id,
      })
      const deduction = { line_item_id, inventory_item_id, location_id, allow_backorder }
      deductions.push({ ...deduction, quantity: part.quantity })
    }
  }
  return { items, deductions }
}

/**
 * What leaves the stock for a line. What is promised to it but no longer belongs to its variant leaves in the proportion in
 * which the line does, so that nothing stays promised to a line that is gone.
 */
function stockParts({ quantity, open_quantity, parts, reserved }: ParcelLine) {
  const known = new Set(parts.map(({ inventory_item_id }) => inventory_item_id))
  const others = Map.groupBy(
    reserved.filter(({ inventory_item_id }) => !known.has(inventory_item_id)),
    ({ inventory_item_id }) => inventory_item_id,
  )
  return [
    ...parts.map(({ required_quantity, ...part }) => ({
      ...part,
      quantity: BigNumber(quantity).times(required_quantity).toFixed(),
    })),
    ...[...others].map(([inventory_item_id, held]) => ({
      inventory_item_id,
      title: null,
      sku: null,
      allow_backorder: false,
      quantity: BigNumber.sum(...held.map((one) => one.quantity))
        .times(quantity)
        .div(open_quantity)
        .toFixed(),
    })),
  ]
}

/**
 * Goods that are shipped and goods that are not do not share a parcel.
 *
 * @returns whether it is shipped
 * @throws StoaError `invalid_data`
 */
export function requiresShipping(lines: readonly ParcelLine[]): boolean {
  const [shipped, others] = [
    lines.filter(({ requires_shipping }) => requires_shipping),
    lines.filter(({ requires_shipping }) => !requires_shipping),
  ]
  if (shipped.length > 0 && others.length > 0) {
    throw new StoaError(
      'invalid_data',
      `Item ${shipped[0]?.id} requires shipping and item ${others[0]?.id} does not. Fulfill them apart.`,
    )
  }
  return shipped.length > 0
}
