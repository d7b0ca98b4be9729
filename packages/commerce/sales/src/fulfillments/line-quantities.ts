import { BigNumber, StoaError } from '@stoa/kernel'
import type { ItemQuantity } from '@stoa/order'
import type { ParcelLine } from './parcel-items.ts'

/** Something in a parcel, as whoever packs it says. */
export interface PackedItem {
  title: string
  sku: string
  barcode: string
  /** Of the inventory item where one is named, else of the line. */
  quantity: BigNumber.Value
  line_item_id?: string | null
  inventory_item_id?: string | null
}

/**
 * How many of which lines packed items are. Who names inventory items names all of which a line is made, and so many of each as
 * it takes. What names no line is in no line. A pure function.
 *
 * @param lines those that are named, as far as the order has them
 * @throws StoaError `invalid_data` for an inventory item that the line is not made of, and for parts that do not fit together
 */
export function lineQuantities(
  packed: readonly PackedItem[],
  lines: readonly Pick<ParcelLine, 'id' | 'parts'>[],
): ItemQuantity[] {
  const known = new Map(lines.map((line) => [line.id, line.parts]))
  const named = packed.filter(({ line_item_id }) => line_item_id)
  return [...Map.groupBy(named, ({ line_item_id }) => line_item_id as string)].map(([id, items]) => {
    const parts = items.filter(({ inventory_item_id }) => inventory_item_id)
    const whole = items.filter(({ inventory_item_id }) => !inventory_item_id)
    const quantity = BigNumber.sum(0, ...whole.map((item) => item.quantity))
    return { id, quantity: quantity.plus(ofParts(id, parts, known.get(id) ?? [])).toFixed() }
  })
}

/** A line is there as often as each of its parts. */
function ofParts(line: string, packed: readonly PackedItem[], parts: ParcelLine['parts']): BigNumber {
  if (packed.length === 0) return BigNumber(0)
  const made = new Map(parts.map((part) => [part.inventory_item_id, part.required_quantity]))
  const sums = new Map<string, BigNumber>()
  for (const { inventory_item_id, quantity } of packed) {
    const id = inventory_item_id as string
    if (!made.has(id)) throw invalid(`Item ${line} is not made of inventory item ${id}.`)
    sums.set(id, (sums.get(id) ?? BigNumber(0)).plus(quantity))
  }
  const [first, ...others] = [...made].map(([id, required]) => (sums.get(id) ?? BigNumber(0)).div(required))
  if (first && others.every((quantity) => quantity.eq(first)) && first.dp() === 0) return first
  const needed = [...made].map(([id, required]) => `${required} of ${id}`).join(' and ')
  throw invalid(`One of item ${line} is ${needed}. Pack so many of each as go together.`)
}

const invalid = (message: string) => new StoaError('invalid_data', message)
