import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { InventoryService } from './service.ts'

/** What is in stock, and what of it is promised. */
export const inventoryModule = defineModule({
  name: 'inventory',
  entities: Object.values(entities),
  migrations,
  service: InventoryService,
  graph,
})
