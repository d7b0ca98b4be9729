import type { CartChanges, CartItem, CartSnapshot } from '@stoa/cart'
import { lineOf, priceOf } from '@stoa/catalog'
import { createId } from '@stoa/kernel'
import type { ResultRow } from '@stoa/query'

/** What a buyer wants of a variant. */
export interface WantedItem {
  variant_id: string
  quantity: number
  metadata?: Record<string, unknown> | null
}

const newLine = (variant: ResultRow, { quantity, metadata }: WantedItem) => ({
  id: createId('cali'),
  quantity,
  metadata: metadata ?? {},
  ...lineOf(variant),
  ...priceOf(variant.calculated_price),
})

/**
 * Splits what is wanted into new lines and lines that grow: the same variant with the same metadata is one line.
 *
 * @returns plain rows; what a grown line costs from then on is for `repriced` to say
 */
export function mergeItems(
  cart: Pick<CartSnapshot, 'items'>,
  wanted: readonly WantedItem[],
  variants: ReadonlyMap<string, ResultRow>,
): Required<Pick<CartChanges, 'added_items' | 'changed_items'>> {
  const added = new Map<string, ReturnType<typeof newLine>>()
  const grown = new Map<string, { id: string; quantity: number }>()
  for (const item of wanted) {
    const key = `${item.variant_id} ${JSON.stringify(item.metadata ?? {})}`
    const present = cart.items.find((line) => sameLine(line, key))
    const fresh = added.get(key)
    if (present) {
      const before = grown.get(present.id)?.quantity ?? present.quantity
      grown.set(present.id, { id: present.id, quantity: before + item.quantity })
    } else if (fresh) {
      fresh.quantity += item.quantity
    } else {
      added.set(key, newLine(variants.get(item.variant_id) as ResultRow, item))
    }
  }
  return { added_items: [...added.values()], changed_items: [...grown.values()] }
}

const sameLine = (line: CartItem, key: string) =>
  !line.is_custom_price && `${line.variant_id} ${JSON.stringify(line.metadata ?? {})}` === key
