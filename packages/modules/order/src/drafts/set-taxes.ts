import { createId, type Database, writeTogether } from '@stoa/kernel'

const LINE = 'stoa_order.order_line_item_tax_line'
const METHOD = 'stoa_order.order_shipping_method_tax_line'

type Values = Readonly<Record<string, unknown>>

/** What of an order is taxed anew, by ids, and the taxes that it has from then on. */
export interface NewTaxes {
  items: readonly string[]
  shipping_methods: readonly string[]
  /** In the columns of their tables, with `item_id` or `shipping_method_id`. */
  tax_lines: readonly Values[]
}

/** Replaces the taxes of lines and shipping methods, also of such that only wait to come into the order. One statement. */
export async function setTaxes(
  database: Database,
  { items, shipping_methods, tax_lines }: NewTaxes,
): Promise<void> {
  const now = new Date().toISOString()
  const rows = (prefix: string, key: string) =>
    tax_lines
      .filter((line) => line[key] !== undefined)
      .map((line) => ({ ...line, id: createId(prefix), created_at: now, updated_at: now }))
  await writeTogether(database, [
    { delete: LINE, where: 'item_id', in: items },
    { delete: METHOD, where: 'shipping_method_id', in: shipping_methods },
    { insert: LINE, rows: rows('ordlitxl', 'item_id') },
    { insert: METHOD, rows: rows('ordsmtxl', 'shipping_method_id') },
  ])
}
