import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { StoreService } from './service.ts'

/** The shop itself. */
export const storeModule = defineModule({
  name: 'store',
  entities: Object.values(entities),
  migrations,
  service: StoreService,
  graph,
})
