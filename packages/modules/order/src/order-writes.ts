import { createId, type Write } from '@stoa/kernel'
import { itemWrites, shippingWrites } from './line-writes.ts'
import type { NewOrder } from './new-order.ts'

type Values = Readonly<Record<string, unknown>>

const FIRST_VERSION = 1

/** The rows of an order that has never been changed. */
export function orderWrites(order: NewOrder, now: string): Write[] {
  const stamp = <Row extends Values>(row: Row) => ({ ...row, created_at: now, updated_at: now })
  const order_id = order.id
  const version = FIRST_VERSION
  const shipping = order.shipping_address && { ...order.shipping_address, id: createId('ordaddr') }
  const billing = order.billing_address && { ...order.billing_address, id: createId('ordaddr') }
  const rows = (prefix: string, list: readonly Values[]) =>
    list.map((row) => stamp({ id: createId(prefix), version, order_id, ...row }))
  return [
    {
      insert: 'stoa_order.order_address',
      rows: [shipping, billing].filter((row) => row !== null).map(stamp),
    },
    ...itemWrites(order.items, version, now),
    {
      insert: 'stoa_order.order_item',
      rows: order.items.map(({ id, quantity, metadata }) =>
        stamp({
          id: createId('orditem'),
          version,
          order_id,
          item_id: id,
          quantity,
          metadata,
          ...NOTHING_HAPPENED,
        }),
      ),
    },
    ...shippingWrites(order.shipping_methods, version, now),
    {
      insert: 'stoa_order.order_shipping',
      rows: rows(
        'ordspmv',
        order.shipping_methods.map(({ id }) => ({ shipping_method_id: id })),
      ),
    },
    { insert: 'stoa_order.order_credit_line', rows: rows('ordcl', order.credit_lines) },
    { insert: 'stoa_order.order_transaction', rows: rows('ordtrx', order.transactions) },
    { insert: 'stoa_order.order_summary', rows: rows('ordsum', [{ totals: order.summary }]) },
    {
      insert: 'stoa_order."order"',
      rows: [
        stamp({
          status: 'pending',
          is_draft_order: false,
          ...order.values,
          id: order_id,
          version,
          shipping_address_id: shipping?.id ?? null,
          billing_address_id: billing?.id ?? null,
        }),
      ],
      returning: 'id, display_id',
    },
  ]
}

const NOTHING_HAPPENED = {
  fulfilled_quantity: 0,
  delivered_quantity: 0,
  shipped_quantity: 0,
  return_requested_quantity: 0,
  return_received_quantity: 0,
  return_dismissed_quantity: 0,
  written_off_quantity: 0,
}
