import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { StockLocationService } from './service.ts'

/** Where goods lie. */
export const stockLocationModule = defineModule({
  name: 'stock_location',
  entities: Object.values(entities),
  migrations,
  service: StockLocationService,
  graph,
})
