import { createId, type Write } from '@stoa/kernel'
import type { CartChanges, NewTaxLine } from './changes.ts'
import type { CartSnapshot, CartTaxLine } from './snapshot.ts'
import { stamped } from './stamped.ts'

/** The writes that give a cart's lines and its shipping these taxes. What is taxed as it was keeps its rows. */
export function taxWrites(
  cart: CartSnapshot,
  { removed_items, shipping_methods }: CartChanges,
  lines: readonly NewTaxLine[],
): Write[] {
  const gone = new Set(removed_items)
  const items = difference(
    cart.items.filter(({ id }) => !gone.has(id)),
    lines,
    'item_id',
  )
  // Methods that are replaced take their taxes with them.
  const shipping = difference(shipping_methods ? [] : cart.shipping_methods, lines, 'shipping_method_id')
  return [
    { delete: 'stoa_cart.cart_line_item_tax_line', where: 'item_id', in: items.outdated },
    { delete: 'stoa_cart.cart_shipping_method_tax_line', where: 'shipping_method_id', in: shipping.outdated },
    {
      insert: 'stoa_cart.cart_line_item_tax_line',
      rows: items.fresh.map(({ shipping_method_id, ...line }) =>
        stamped({ id: createId('calitxl'), ...line }),
      ),
    },
    {
      insert: 'stoa_cart.cart_shipping_method_tax_line',
      rows: shipping.fresh.map(({ item_id, ...line }) => stamped({ id: createId('casmtxl'), ...line })),
    },
  ]
}

interface Taxed {
  id: string
  tax_lines: readonly CartTaxLine[]
}

/** Which of the taxed lose the taxes they have, and which tax lines are to be written. */
function difference(
  present: readonly Taxed[],
  lines: readonly NewTaxLine[],
  owner: 'item_id' | 'shipping_method_id',
): { outdated: string[]; fresh: NewTaxLine[] } {
  const wanted = Map.groupBy(
    lines.filter((line) => line[owner]),
    (line) => line[owner] as string,
  )
  const unchanged = new Set(
    present
      .filter(({ id, tax_lines }) => contents(tax_lines) === contents(wanted.get(id) ?? []))
      .map(({ id }) => id),
  )
  return {
    outdated: present
      .filter(({ id, tax_lines }) => tax_lines.length > 0 && !unchanged.has(id))
      .map(({ id }) => id),
    fresh: [...wanted].flatMap(([id, list]) => (unchanged.has(id) ? [] : list)),
  }
}

/** What tax lines say, in whatever order they stand. */
const contents = (lines: readonly (CartTaxLine | NewTaxLine)[]) =>
  lines
    .map(({ rate, code, description = null, provider_id = null, tax_rate_id = null }) =>
      JSON.stringify([Number(rate), code, description, provider_id, tax_rate_id]),
    )
    .sort()
    .join()
