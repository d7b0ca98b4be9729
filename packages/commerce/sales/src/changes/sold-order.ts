import type { Container } from '@stoa/kernel'
import { Query } from '@stoa/query'
import type { Shipped } from '@stoa/settings'

/** An order, as whoever adds something to it needs it. */
export interface SoldOrder extends Shipped {
  id: string
  customer_group_ids: string[]
}

type Row = Shipped & { id: string; customer: { groups: { id: string }[] } | null } & Record<string, unknown>

/**
 * For whom, in which currency and where to an order was sold.
 *
 * @throws StoaError `not_found`
 */
export async function soldOrder(container: Container, orderId: string): Promise<SoldOrder> {
  const { customer, ...order } = await container.resolve(Query).retrieve<Row>('order', orderId, {
    fields: [
      'id',
      'sales_channel_id',
      'currency_code',
      'region_id',
      '*shipping_address',
      'customer.groups.id',
    ],
  })
  return { ...order, customer_group_ids: (customer?.groups ?? []).map(({ id }) => id) }
}
