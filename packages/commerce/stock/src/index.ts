import type { StoaServer } from '@stoa/http'
import type { Workflow } from '@stoa/workflows'
import { adminInventoryItems } from './admin/inventory-items.ts'
import { adminLocationLevels } from './admin/location-levels.ts'
import { adminReservations } from './admin/reservations.ts'
import { exportInventoryItems } from './export-inventory-items.ts'

export { stockGraph } from './graph.ts'
export { changeLevels, type LevelBatch } from './levels.ts'

/** What the stock does in the background, for the host. */
export const stockSubscribers = exportInventoryItems.subscribers
export const stockWorkflows: readonly Workflow<any, any>[] = [exportInventoryItems.workflow]

/** The stock's routes, as a Fastify plugin. */
export async function stock(app: StoaServer): Promise<void> {
  await app.register(adminInventoryItems as never)
  await app.register(adminLocationLevels as never)
  await app.register(adminReservations as never)
}
