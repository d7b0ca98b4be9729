import { type BigNumber, orderTotals, rawAmount } from '@stoa/money'
import type { ResultRow, WantedFields } from '@stoa/query'

/** What an order comes to, as the wire names it. */
export const orderTotalFields =
  `original_item_total original_item_subtotal original_item_tax_total item_total item_subtotal
  item_tax_total item_discount_total original_total original_subtotal original_tax_total total subtotal tax_total
  discount_total discount_subtotal discount_tax_total gift_card_total gift_card_tax_total shipping_total
  shipping_subtotal shipping_tax_total shipping_discount_total original_shipping_total original_shipping_subtotal
  original_shipping_tax_total credit_line_total credit_line_subtotal credit_line_tax_total`.split(/\s+/)

/** The exact twins of those of {@link orderTotalFields}. */
export const rawOrderTotalFields = orderTotalFields.map((name) => `raw_${name}`)

/** What of an order's items went which way. */
export const orderProgressFields =
  `fulfilled_total shipped_total return_requested_total return_received_total return_dismissed_total
  write_off_total`.split(/\s+/)

/** The totals of a shipping method. */
export const shippingTotals =
  `original_total original_subtotal original_tax_total total subtotal tax_total discount_total
  discount_subtotal discount_tax_total`.split(/\s+/)

/** The totals of an item of an order. */
export const orderItemTotalNames = [
  ...shippingTotals,
  'refundable_total',
  'refundable_total_per_unit',
  ...orderProgressFields,
]

/** Names of amounts, and of their exact twins. */
export const withRaw = (names: readonly string[]) => names.flatMap((name) => [name, `raw_${name}`])

/** The same, of nested rows. */
export const below = (path: string, names: readonly string[]) =>
  withRaw(names).map((name) => `${path}.${name}`)

/** Totals of nested rows, each with its exact twin. */
export const nestedTotalFields = [
  ...below('items', orderItemTotalNames),
  ...below('items.tax_lines', ['total', 'subtotal']),
  ...below('items.adjustments', ['total', 'subtotal']),
  ...below('shipping_methods', shippingTotals),
  ...below('shipping_methods.tax_lines', ['total', 'subtotal']),
  ...below('shipping_methods.adjustments', ['total', 'subtotal']),
  ...below('credit_lines', ['total', 'subtotal']),
]

type Totals = Record<string, BigNumber | undefined>
type LineTotals = Totals &
  Record<'tax_lines' | 'adjustments', unknown> & { tax_lines: Totals[]; adjustments: Totals[] }

/** Sets the totals that are wanted on an order's row and on all its lines. */
export function addOrderTotals(row: ResultRow, _context: object, wanted: WantedFields): void {
  const totals = orderTotals(row as never) as unknown as Totals & {
    items: LineTotals[]
    shipping_methods: LineTotals[]
    credit_lines: Totals[]
  }
  setTotals(row, totals, wanted.get(''))
  setLines(row.items, totals.items, 'items', wanted)
  setLines(row.shipping_methods, totals.shipping_methods, 'shipping_methods', wanted)
  for (const [index, line] of (row.credit_lines as ResultRow[]).entries()) {
    setTotals(line, totals.credit_lines[index] as Totals, wanted.get('credit_lines'))
  }
}

/** Sets the totals that are wanted on nested rows. */
export function setLines(lines: ResultRow[], totals: LineTotals[], path: string, wanted: WantedFields): void {
  for (const [index, line] of lines.entries()) {
    const own = totals[index] as LineTotals
    setTotals(line, own, wanted.get(path))
    for (const kind of ['tax_lines', 'adjustments'] as const) {
      const names = wanted.get(`${path}.${kind}`)
      if (!names) continue
      for (const [place, nested] of (line[kind] as ResultRow[]).entries()) {
        setTotals(nested, own[kind][place] as Totals, names)
      }
    }
  }
}

/** Sets the totals that are wanted on one row; 0 for what it has none of. */
export function setTotals(row: ResultRow, totals: Totals, names: readonly string[] = []): void {
  for (const name of names) {
    row[name] = name.startsWith('raw_')
      ? rawAmount(totals[name.slice('raw_'.length)] ?? 0)
      : (totals[name]?.toNumber() ?? 0)
  }
}
