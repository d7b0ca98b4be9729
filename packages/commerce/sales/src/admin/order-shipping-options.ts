import type { StoaServer } from '@stoa/http'
import { Query } from '@stoa/query'
import { type Shipped, shippingOptionsFor } from '@stoa/settings'
import { Type } from 'typebox'

/** Of which fulfillments of an order can be made: also those that its buyer could not choose. */
export async function adminOrderShippingOptions(app: StoaServer): Promise<void> {
  app.get(
    '/admin/orders/:id/shipping-options',
    { schema: { params: Type.Object({ id: Type.String() }) } },
    async (request) => {
      const order = await request.container
        .resolve(Query)
        .retrieve<Shipped & Record<string, unknown>>('order', request.params.id, {
          fields: ['id', 'sales_channel_id', 'currency_code', 'region_id', '*shipping_address'],
        })
      const shipping_options = await shippingOptionsFor(request.container, order, { in_store: false })
      return { shipping_options, count: shipping_options.length, offset: 0, limit: shipping_options.length }
    },
  )
}
