import { createId, type Write } from '@stoa/kernel'
import type { CartChanges, NewAdjustment, NewTaxLine } from './changes.ts'
import type { CartAdjustment, CartSnapshot, CartTaxLine } from './snapshot.ts'
import { stamped } from './stamped.ts'

/** Something that hangs on a line or on the shipping: a tax or a discount. */
interface Part {
  item_id?: string
  shipping_method_id?: string
}

/** A kind of parts: in which tables, and what makes two of them say the same. */
interface Kind<Wanted extends Part, Present extends { id: string }> {
  item: { table: string; prefix: string }
  shipping_method: { table: string; prefix: string }
  presentOf(line: { tax_lines: readonly CartTaxLine[]; adjustments: readonly CartAdjustment[] }): Present[]
  contentOf(part: Wanted | Present): readonly unknown[]
}

const taxLines: Kind<NewTaxLine, CartTaxLine> = {
  item: { table: 'stoa_cart.cart_line_item_tax_line', prefix: 'calitxl' },
  shipping_method: { table: 'stoa_cart.cart_shipping_method_tax_line', prefix: 'casmtxl' },
  presentOf: ({ tax_lines }) => [...tax_lines],
  contentOf: ({ rate, code, description = null, provider_id = null, tax_rate_id = null }) => [
    Number(rate),
    code,
    description,
    provider_id,
    tax_rate_id,
  ],
}

const adjustments: Kind<NewAdjustment, CartAdjustment> = {
  item: { table: 'stoa_cart.cart_line_item_adjustment', prefix: 'caliadj' },
  shipping_method: { table: 'stoa_cart.cart_shipping_method_adjustment', prefix: 'casmadj' },
  presentOf: ({ adjustments }) => adjustments.filter(isOfPromotion),
  contentOf: ({ amount, is_tax_inclusive = false, code, promotion_id }) => [
    amount.toFixed(),
    is_tax_inclusive,
    code,
    promotion_id,
  ],
}

/** Discounts of promotions come and go with them; one that somebody gave by hand stays. */
export const isOfPromotion = ({ promotion_id }: CartAdjustment) => promotion_id !== null

/** The writes that give a cart's lines and its shipping these taxes. What is taxed as it was keeps its rows. */
export const taxWrites = (cart: CartSnapshot, changes: CartChanges, lines: readonly NewTaxLine[]): Write[] =>
  partWrites(taxLines, cart, changes, lines)

/** The writes that give them these discounts of promotions. What is as it was keeps its rows. */
export const adjustmentWrites = (
  cart: CartSnapshot,
  changes: CartChanges,
  list: readonly NewAdjustment[],
): Write[] => partWrites(adjustments, cart, changes, list)

function partWrites<Wanted extends Part, Present extends { id: string }>(
  kind: Kind<Wanted, Present>,
  cart: CartSnapshot,
  { removed_items, shipping_methods }: CartChanges,
  wanted: readonly Wanted[],
): Write[] {
  const gone = new Set(removed_items)
  const items = difference(
    kind,
    cart.items.filter(({ id }) => !gone.has(id)),
    wanted,
    'item_id',
  )
  // Methods that are replaced take their parts with them.
  const shipping = difference(
    kind,
    shipping_methods ? [] : cart.shipping_methods,
    wanted,
    'shipping_method_id',
  )
  return [
    { delete: kind.item.table, where: 'id', in: items.outdated },
    { delete: kind.shipping_method.table, where: 'id', in: shipping.outdated },
    { insert: kind.item.table, rows: rowsOf(items.fresh, kind.item.prefix) },
    { insert: kind.shipping_method.table, rows: rowsOf(shipping.fresh, kind.shipping_method.prefix) },
  ]
}

const rowsOf = (parts: readonly object[], prefix: string) =>
  parts.map((part) => stamped({ id: createId(prefix), ...part }))

type Line = { id: string } & Pick<CartSnapshot['items'][number], 'tax_lines' | 'adjustments'>

/** Which of the parts that are there go, and which are to be written. */
function difference<Wanted extends Part, Present extends { id: string }>(
  { presentOf, contentOf }: Kind<Wanted, Present>,
  lines: readonly Line[],
  wanted: readonly Wanted[],
  owner: 'item_id' | 'shipping_method_id',
): { outdated: string[]; fresh: Wanted[] } {
  /** What parts say, in whatever order they stand. */
  const contents = (parts: readonly (Wanted | Present)[]) =>
    parts
      .map((part) => JSON.stringify(contentOf(part)))
      .sort()
      .join()
  const wantedOf = Map.groupBy(
    wanted.filter((part) => part[owner]),
    (part) => part[owner] as string,
  )
  const unchanged = new Set(
    lines
      .filter((line) => contents(presentOf(line)) === contents(wantedOf.get(line.id) ?? []))
      .map(({ id }) => id),
  )
  return {
    outdated: lines.flatMap((line) => (unchanged.has(line.id) ? [] : presentOf(line).map(({ id }) => id))),
    fresh: [...wantedOf].flatMap(([id, list]) => (unchanged.has(id) ? [] : list)),
  }
}
