import { type BigNumber, orderTotals, rawAmount } from '@stoa/money'
import type { ResultRow } from '@stoa/query'

/** What an order comes to, as the wire names it. */
export const orderTotalFields =
  `original_item_total original_item_subtotal original_item_tax_total item_total item_subtotal
  item_tax_total item_discount_total original_total original_subtotal original_tax_total total subtotal tax_total
  discount_total discount_subtotal discount_tax_total gift_card_total gift_card_tax_total shipping_total
  shipping_subtotal shipping_tax_total shipping_discount_total original_shipping_total original_shipping_subtotal
  original_shipping_tax_total credit_line_total credit_line_subtotal credit_line_tax_total`.split(/\s+/)

const shippingTotals =
  `original_total original_subtotal original_tax_total total subtotal tax_total discount_total
  discount_subtotal discount_tax_total`.split(/\s+/)

const itemTotals = [
  ...shippingTotals,
  ...`refundable_total refundable_total_per_unit fulfilled_total shipped_total return_requested_total
  return_received_total return_dismissed_total write_off_total`.split(/\s+/),
]

const withRaw = (names: readonly string[]) => names.flatMap((name) => [name, `raw_${name}`])

const below = (path: string, names: readonly string[]) => withRaw(names).map((name) => `${path}.${name}`)

/** Totals of nested rows, each with its exact twin. */
export const nestedTotalFields = [
  ...below('items', itemTotals),
  ...below('items.tax_lines', ['total', 'subtotal']),
  ...below('items.adjustments', ['total', 'subtotal']),
  ...below('shipping_methods', shippingTotals),
  ...below('shipping_methods.tax_lines', ['total', 'subtotal']),
  ...below('shipping_methods.adjustments', ['total', 'subtotal']),
]

type Totals = Record<string, BigNumber | undefined>
type LineTotals = Totals &
  Record<'tax_lines' | 'adjustments', unknown> & { tax_lines: Totals[]; adjustments: Totals[] }

/** Sets the totals on an order's row and on all its lines. */
export function addOrderTotals(row: ResultRow): void {
  const totals = orderTotals(row as never) as unknown as Totals & {
    items: LineTotals[]
    shipping_methods: LineTotals[]
  }
  for (const name of orderTotalFields) row[name] = totals[name]?.toNumber() ?? 0
  setLines(row.items, totals.items, itemTotals)
  setLines(row.shipping_methods, totals.shipping_methods, shippingTotals)
}

function setLines(lines: ResultRow[], totals: LineTotals[], names: readonly string[]): void {
  for (const [index, line] of lines.entries()) {
    const own = totals[index] as LineTotals
    set(line, own, names)
    for (const kind of ['tax_lines', 'adjustments'] as const) {
      for (const [place, nested] of (line[kind] as ResultRow[]).entries()) {
        set(nested, own[kind][place] as Totals, ['total', 'subtotal'])
      }
    }
  }
}

function set(row: ResultRow, totals: Totals, names: readonly string[]): void {
  for (const name of names) {
    const amount = totals[name]
    row[name] = amount?.toNumber() ?? 0
    row[`raw_${name}`] = rawAmount(amount ?? 0)
  }
}
