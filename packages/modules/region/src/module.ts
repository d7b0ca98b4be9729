import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { prepare } from './prepare.ts'
import { RegionService } from './service.ts'

/** Regions and the countries in them. */
export const regionModule = defineModule({
  name: 'region',
  entities: Object.values(entities),
  migrations,
  service: RegionService,
  graph,
  prepare,
})
