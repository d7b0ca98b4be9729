import type { CartChanges, CartItem, CartSnapshot } from '@stoa/cart'
import { priceOf } from '@stoa/catalog'
import { BigNumber } from '@stoa/kernel'
import type { ResultRow } from '@stoa/query'

/**
 * What changes in a cart, with the prices that its lines have from then on. Prices that were given by hand stay, and those of
 * variants that are not for sale any more.
 *
 * @param variants what `findVariants` gave for what the cart will hold
 */
export function repriced(
  cart: Pick<CartSnapshot, 'items'>,
  changes: CartChanges,
  variants: ReadonlyMap<string, ResultRow>,
): CartChanges {
  const removed = new Set(changes.removed_items)
  const changed = new Map(changes.changed_items?.map((item) => [item.id, item]))
  const rows = cart.items
    .filter(({ id }) => !removed.has(id))
    .flatMap((line) => {
      const variant = line.is_custom_price ? undefined : variants.get(line.variant_id as string)
      const price = variant ? priceOf(variant.calculated_price) : undefined
      const change = changed.get(line.id)
      return change || (price && !isSame(line, price)) ? [{ ...columnsOf(line), ...change, ...price }] : []
    })
  return { ...changes, changed_items: rows }
}

/** All that may change of a line: one statement gives every line the same columns. */
export const columnsOf = ({
  id,
  quantity,
  metadata,
  unit_price,
  is_tax_inclusive,
  compare_at_unit_price,
}: CartItem) => ({
  id,
  quantity,
  metadata,
  unit_price,
  is_tax_inclusive,
  compare_at_unit_price,
})

const isSame = (line: CartItem, price: ReturnType<typeof priceOf>) =>
  line.unit_price.eq(price.unit_price) &&
  line.is_tax_inclusive === price.is_tax_inclusive &&
  isSameAmount(line.compare_at_unit_price as BigNumber | null, price.compare_at_unit_price)

const isSameAmount = (one: BigNumber | null, other: BigNumber | null) =>
  one === null || other === null ? one === other : BigNumber(one).eq(other)
