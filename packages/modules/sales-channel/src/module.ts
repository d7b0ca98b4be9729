import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { SalesChannelService } from './service.ts'

/** Where the shop sells. */
export const salesChannelModule = defineModule({
  name: 'sales_channel',
  entities: Object.values(entities),
  migrations,
  service: SalesChannelService,
  graph,
})
