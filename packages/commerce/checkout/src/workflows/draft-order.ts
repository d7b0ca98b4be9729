import type { CartSnapshot } from '@stoa/cart'
import { totalOf } from '@stoa/cart'
import { BigNumber, createId } from '@stoa/kernel'
import type { NewOrder, NewOrderLine } from '@stoa/order'

type Values = Record<string, unknown>

const OF_THE_ROW = new Set([
  'id',
  'cart_id',
  'item_id',
  'shipping_method_id',
  'created_at',
  'updated_at',
  'deleted_at',
])

/** The columns an order has in common with a cart: everything but where the row stands in the cart. */
const columnsOf = (row: object, ...without: string[]): Values =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !OF_THE_ROW.has(name) && !without.includes(name)))

/** Unlike a cart's, an order's discounts have no metadata. */
const linesOf = (line: { tax_lines: object[]; adjustments: object[] }) => ({
  tax_lines: line.tax_lines.map((tax) => columnsOf(tax)),
  adjustments: line.adjustments.map((adjustment) => columnsOf(adjustment, 'metadata')),
})

/** What is taken off, in full: also where it is more than there is to pay. */
const creditOf = ({ credit_lines }: CartSnapshot) =>
  BigNumber.sum(0, ...credit_lines.map(({ amount }) => amount)).toNumber()

/**
 * The order a cart becomes. A pure function but for the ids it gives, which are the same for a line of the order and
 * for what is reserved for it.
 */
export function draftOrder(cart: CartSnapshot): NewOrder {
  const total = totalOf(cart).toNumber()
  const metadata = cart.metadata
  const { region_id, customer_id, sales_channel_id, email, currency_code, locale } = cart
  return {
    id: createId('order'),
    values: { region_id, customer_id, sales_channel_id, email, currency_code, locale, metadata },
    shipping_address: cart.shipping_address && columnsOf(cart.shipping_address),
    billing_address: cart.billing_address && columnsOf(cart.billing_address),
    items: cart.items.map((item) => ({
      id: createId('ordli'),
      quantity: item.quantity,
      metadata: item.metadata,
      values: columnsOf(item, 'quantity', 'tax_lines', 'adjustments'),
      ...linesOf(item),
    })),
    shipping_methods: cart.shipping_methods.map(
      (method): NewOrderLine => ({
        id: createId('ordsm'),
        values: { ...columnsOf(method, 'tax_lines', 'adjustments'), is_custom_amount: false },
        ...linesOf(method),
      }),
    ),
    credit_lines: cart.credit_lines.map((line) => columnsOf(line)),
    transactions: [],
    summary: {
      paid_total: 0,
      refunded_total: 0,
      accounting_total: total,
      credit_line_total: creditOf(cart),
      transaction_total: 0,
      pending_difference: total,
      current_order_total: total,
      original_order_total: total,
    },
  }
}
