import { createId, type Write } from '@stoa/kernel'
import type { NewOrderLine } from './new-order.ts'

type Values = Readonly<Record<string, unknown>>

/**
 * The rows of lines, with their taxes and discounts.
 *
 * @param version of the order, in which the discounts count
 */
export const itemWrites = (lines: readonly NewOrderLine[], version: number, now: string): Write[] =>
  lineWrites('order_line_item', 'item_id', 'ordli', lines, version, now)

/** The rows of shipping methods. See {@link itemWrites}. */
export const shippingWrites = (methods: readonly NewOrderLine[], version: number, now: string): Write[] =>
  lineWrites('order_shipping_method', 'shipping_method_id', 'ordsm', methods, version, now)

function lineWrites(
  table: string,
  key: string,
  prefix: string,
  lines: readonly NewOrderLine[],
  version: number,
  now: string,
): Write[] {
  const stamps = { created_at: now, updated_at: now }
  const each = (kind: string, pick: (line: NewOrderLine) => readonly Values[], more: Values) =>
    lines.flatMap((line) =>
      pick(line).map((row) => ({
        ...row,
        ...more,
        id: createId(`${prefix}${kind}`),
        [key]: line.id,
        ...stamps,
      })),
    )
  return [
    { insert: `stoa_order.${table}`, rows: lines.map(({ id, values }) => ({ ...values, id, ...stamps })) },
    { insert: `stoa_order.${table}_tax_line`, rows: each('txl', ({ tax_lines }) => tax_lines, {}) },
    {
      insert: `stoa_order.${table}_adjustment`,
      rows: each('adj', ({ adjustments }) => adjustments, { version }),
    },
  ]
}
