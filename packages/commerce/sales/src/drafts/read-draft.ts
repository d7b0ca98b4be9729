import type { PromotedSale } from '@stoa/catalog'
import type { Container } from '@stoa/kernel'
import { previewFields, previewOrder } from '@stoa/order'
import { Query, type ResultRow } from '@stoa/query'

const FIELDS = [...previewFields, 'region_id', 'sales_channel_id', '*shipping_address']

/** A draft with all that its prices depend on, and its open edit. One statement. */
export const readDraft = (container: Container, orderId: string): Promise<ResultRow> =>
  container.resolve(Query).retrieve('order', orderId, { fields: FIELDS })

/**
 * What promotions look at of a draft. A pure function.
 *
 * @param draft as {@link readDraft} gives it
 * @param options.edited as its open edit would make it, or else as it is
 */
export function saleOf(draft: ResultRow, { edited }: { edited: boolean }): PromotedSale {
  const order = previewOrder(edited ? draft : { ...draft, order_change: null })
  const { id, region_id, customer_id, email, sales_channel_id, currency_code, shipping_address } = draft
  const sale = {
    id,
    region_id,
    customer_id,
    email,
    sales_channel_id,
    currency_code,
    shipping_address,
    items: (order.items as PromotedSale['items']).filter(({ quantity }) => quantity > 0),
    shipping_methods: order.shipping_methods as PromotedSale['shipping_methods'],
  }
  return sale
}
