import { filtersOf, listQuery, type StoaServer } from '@stoa/http'
import { Query } from '@stoa/query'
import { checkReach } from '@stoa/rest'
import { exportOrders } from '../export-orders.ts'
import { orderFilters, whichOrders } from './orders.ts'

/** Orders as a file, written in the background. */
export async function adminOrderExport(app: StoaServer): Promise<void> {
  const querystring = listQuery({ default_limit: 15, filters: orderFilters })
  const config = { permission: 'order:read' }
  app.post('/admin/orders/export', { schema: { querystring }, config }, async (request, reply) => {
    const { container, query } = request
    const filters = whichOrders(filtersOf(query, Object.keys(orderFilters) as never[]))
    checkReach(request, 'order', { fields: [], own: [], filters })
    // Whoever asks hears at once of filters that mean nothing.
    await container.resolve(Query).count('order', { filters })
    return reply.status(202).send({ transaction_id: await exportOrders.request(container, { filters }) })
  })
}
