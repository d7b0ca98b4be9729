import { cartTotals } from '@stoa/money'
import type { ResultRow, WantedFields } from '@stoa/query'

/** What a cart comes to, as the wire names it. */
export const cartTotalFields =
  `original_item_total original_item_subtotal original_item_tax_total item_total item_subtotal
  item_tax_total item_discount_total original_total original_subtotal original_tax_total total subtotal tax_total
  discount_total discount_subtotal discount_tax_total gift_card_total gift_card_tax_total shipping_total
  shipping_subtotal shipping_tax_total shipping_discount_total original_shipping_total original_shipping_subtotal
  original_shipping_tax_total credit_line_total credit_line_subtotal credit_line_tax_total`.split(/\s+/)

/** What a line or a shipping method comes to. */
export const lineTotalFields = `original_total original_subtotal original_tax_total total subtotal tax_total
  discount_total discount_subtotal discount_tax_total`.split(/\s+/)

type Totals = Record<string, { toNumber(): number } | undefined>

/** Sets the totals that are wanted on a cart's row and on its lines. Amounts of a minor unit are exact as numbers. */
export function addCartTotals(row: ResultRow, _context: object, wanted: WantedFields): void {
  const totals = cartTotals(row as never) as unknown as Totals &
    Record<'items' | 'shipping_methods', Totals[]>
  for (const name of wanted.get('') ?? []) row[name] = totals[name]?.toNumber() ?? 0
  for (const list of ['items', 'shipping_methods'] as const) {
    const names = wanted.get(list)
    if (!names) continue
    for (const [index, line] of (row[list] as ResultRow[]).entries()) {
      for (const name of names)
        line[name] = totals[list][index]?.[name.replace(/^item_/, '')]?.toNumber() ?? 0
    }
  }
}
