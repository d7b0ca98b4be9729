type Values = Readonly<Record<string, unknown>>

/** A line, or the shipping, of an order to be placed, with its taxes and discounts. */
export interface NewOrderLine {
  /** Given by the caller, so that what belongs to the line (a reservation) can be made first. */
  id: string
  values: Values
  tax_lines: readonly Values[]
  adjustments: readonly Values[]
}

/** An order to be placed: plain values, all that there is to know. */
export interface NewOrder {
  id: string
  /** Columns of the order. */
  values: Values
  shipping_address: Values | null
  billing_address: Values | null
  items: readonly (NewOrderLine & { quantity: number; metadata: Values | null })[]
  shipping_methods: readonly NewOrderLine[]
  credit_lines: readonly Values[]
  transactions: readonly Values[]
  /** What it comes to, by the wire's names: `current_order_total`, `paid_total` … */
  summary: Readonly<Record<string, number>>
}
