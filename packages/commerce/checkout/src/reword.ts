import type { CartChanges, CartSnapshot } from '@stoa/cart'
import { lineWords, type wordsOf } from '@stoa/catalog'
import { columnsOf } from './reprice.ts'

/**
 * What changes in a cart, with the words that its lines have from then on. A line whose variant is gone keeps its own.
 *
 * @param words what `wordsOfVariants` gave for the cart's lines
 */
export function reworded(
  cart: Pick<CartSnapshot, 'items'>,
  changes: CartChanges,
  words: ReadonlyMap<string, ReturnType<typeof wordsOf>>,
): CartChanges {
  const changed = new Map(changes.changed_items?.map((item) => [item.id, item]))
  const rows = cart.items.flatMap((line) => {
    const change = changed.get(line.id)
    const own = words.get(line.variant_id ?? '')
    if (!change && !own) return []
    const before = Object.fromEntries(lineWords.map((name) => [name, line[name] ?? null]))
    return [{ ...columnsOf(line), ...before, ...change, ...own }]
  })
  return { ...changes, changed_items: rows }
}
