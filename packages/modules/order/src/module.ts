import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { orderGraph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { OrderService } from './service.ts'

/** Orders: what was bought, at which price, and how far it has come. */
export const orderModule = defineModule({
  name: 'order',
  entities: Object.values(entities),
  migrations,
  service: OrderService,
  graph: orderGraph,
})
