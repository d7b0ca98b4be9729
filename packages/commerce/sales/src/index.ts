import type { StoaServer } from '@stoa/http'
import { adminOrders } from './admin/orders.ts'
import { storeOrders } from './store/orders.ts'

export { salesGraph } from './graph.ts'
export { placedOrderFields } from './store/order-fields.ts'

/** The routes of orders, as a Fastify plugin. */
export async function sales(app: StoaServer): Promise<void> {
  await app.register(storeOrders as never)
  await app.register(adminOrders as never)
}
