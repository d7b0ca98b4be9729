import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { PricingService } from './service.ts'

/** What things cost, and whom. */
export const pricingModule = defineModule({
  name: 'pricing',
  entities: Object.values(entities),
  migrations,
  service: PricingService,
  graph,
})
