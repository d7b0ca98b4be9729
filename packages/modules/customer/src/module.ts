import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { customerGraph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { CustomerService } from './service.ts'

/** Customers with their addresses and groups. */
export const customerModule = defineModule({
  name: 'customer',
  entities: Object.values(entities),
  migrations,
  service: CustomerService,
  graph: customerGraph,
})
