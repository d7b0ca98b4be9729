import { defineModule, provide } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { FulfillmentProviders } from './fulfillment-providers.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { prepare } from './prepare.ts'
import { FulfillmentService } from './service.ts'

/** How goods reach their buyers. */
export const fulfillmentModule = defineModule({
  name: 'fulfillment',
  entities: Object.values(entities),
  migrations,
  service: FulfillmentService,
  graph,
  providers: [provide(FulfillmentProviders, () => new FulfillmentProviders([]))],
  prepare,
})
