import type { Adjustment, Amount, TaxLine } from '@stoa/money'

/** Where the goods of a line are: columns of `order_item`. */
export const progressColumns = [
  'fulfilled_quantity',
  'delivered_quantity',
  'shipped_quantity',
  'return_requested_quantity',
  'return_received_quantity',
  'return_dismissed_quantity',
  'written_off_quantity',
] as const

export type ProgressColumn = (typeof progressColumns)[number]

/** A line of an order that may change. Amounts are numbers, or decimals in text. */
export interface ChangingItem {
  id: string
  quantity: Amount
  unit_price: Amount
  is_tax_inclusive?: boolean | null
  tax_lines: readonly TaxLine[]
  adjustments: readonly Adjustment[]
  detail: { quantity: Amount; unit_price?: Amount | null; compare_at_unit_price?: Amount | null } & Record<
    ProgressColumn,
    Amount
  >
}

/** A shipping method of an order that may change. */
export interface ChangingMethod {
  id: string
  amount: Amount
  is_tax_inclusive?: boolean | null
  tax_lines: readonly TaxLine[]
  adjustments: readonly Adjustment[]
}

/** An order as changes see it: read for a preview, or to be written as its next version. */
export interface ChangingOrder<
  Item extends ChangingItem = ChangingItem,
  Method extends ChangingMethod = ChangingMethod,
> {
  id: string
  currency_code: string
  items: readonly Item[]
  shipping_methods: readonly Method[]
  credit_lines: readonly { amount: Amount }[]
}

/** Lines and shipping methods that wait to come into an order. */
export interface Additions<
  Item extends ChangingItem = ChangingItem,
  Method extends ChangingMethod = ChangingMethod,
> {
  items: readonly Item[]
  shipping_methods: readonly Method[]
}
