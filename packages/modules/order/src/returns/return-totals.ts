import {
  BigNumber,
  lineTotals,
  type OrderItemTotals,
  shareOfTotals,
  shippingMethodTotals,
  type Totals,
} from '@stoa/money'
import type { ResultRow, WantedFields } from '@stoa/query'
import {
  below,
  orderItemTotalNames,
  orderProgressFields,
  setLines,
  setTotals,
  shippingTotals,
  withRaw,
} from '../totals.ts'

const parts = (name: string) =>
  ['total', 'subtotal', 'tax_total'].flatMap((what) => [`${name}_${what}`, `original_${name}_${what}`])

/** What a return comes to, as the wire names it. */
export const returnTotalFields = [
  ...withRaw([
    ...shippingTotals,
    ...parts('item'),
    'item_discount_total',
    ...parts('shipping'),
    'shipping_discount_total',
    ...['credit_line_total', 'credit_line_subtotal', 'credit_line_tax_total'],
    ...orderProgressFields,
  ]),
  ...below('items', orderItemTotalNames),
  ...below('shipping_methods', shippingTotals),
]

const ofLine = (name: string) => [
  `${name}.tax_lines.rate`,
  `${name}.tax_lines.code`,
  `${name}.adjustments.amount`,
  `${name}.is_tax_inclusive`,
]

/** What the totals of a return are computed from. */
export const readForReturnTotals = [
  'order.currency_code',
  'items.quantity',
  'items.item.unit_price',
  ...ofLine('items.item'),
  'items.item.adjustments.is_tax_inclusive',
  'items.detail.unit_price',
  ...`quantity fulfilled_quantity shipped_quantity return_requested_quantity return_received_quantity
    return_dismissed_quantity written_off_quantity`
    .split(/\s+/)
    .map((name) => `items.detail.${name}`),
  'shipping_methods.amount',
  ...ofLine('shipping_methods'),
]

const NOTHING: Totals = {
  original_total: BigNumber(0),
  original_subtotal: BigNumber(0),
  original_tax_total: BigNumber(0),
  total: BigNumber(0),
  subtotal: BigNumber(0),
  tax_total: BigNumber(0),
  discount_total: BigNumber(0),
  discount_subtotal: BigNumber(0),
  discount_tax_total: BigNumber(0),
}

const names = Object.keys(NOTHING) as (keyof Totals)[]

const sumOf = (all: readonly Totals[]): Totals =>
  all.reduce(
    (sum, one) => Object.fromEntries(names.map((name) => [name, sum[name].plus(one[name])])) as never,
    NOTHING,
  )

/** Sets the totals that are wanted on a return's row and on its lines. */
export function addReturnTotals(row: ResultRow, _context: object, wanted: WantedFields): void {
  const currency = row.order.currency_code as string
  const lines = (row.items as ResultRow[]).map(({ quantity, item, detail }) => {
    // A line that the order no longer has is worth nothing.
    if (!item) return NOTHING as Totals & OrderItemTotals
    const unit_price = detail?.unit_price ?? item.unit_price
    const line = lineTotals({ ...item, unit_price, quantity, detail: detail ?? { quantity } }, currency)
    const whole = line as Totals & OrderItemTotals
    return {
      ...whole,
      ...shareOfTotals(whole, { quantity: detail?.quantity ?? quantity, part: quantity }, currency),
    }
  })
  const methods = (row.shipping_methods as ResultRow[]).map((method) =>
    shippingMethodTotals(method as never, currency),
  )
  const [items, shipping] = [sumOf(lines), sumOf(methods)]
  const progress = orderProgressFields.map((name) => [
    name,
    BigNumber.sum(0, ...lines.map((line) => line[name as keyof OrderItemTotals] ?? 0)),
  ])
  const totals = {
    ...sumOf([items, shipping]),
    ...named('item', items),
    ...named('shipping', shipping),
    ...Object.fromEntries(progress),
  }
  setTotals(row, totals, wanted.get(''))
  setLines(row.items, lines as never, 'items', wanted)
  setLines(row.shipping_methods, methods as never, 'shipping_methods', wanted)
}

const named = (part: string, totals: Totals) => ({
  [`${part}_total`]: totals.total,
  [`${part}_subtotal`]: totals.subtotal,
  [`${part}_tax_total`]: totals.tax_total,
  [`${part}_discount_total`]: totals.discount_total,
  [`original_${part}_total`]: totals.original_total,
  [`original_${part}_subtotal`]: totals.original_subtotal,
  [`original_${part}_tax_total`]: totals.original_tax_total,
})
