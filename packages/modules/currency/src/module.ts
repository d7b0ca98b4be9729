import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { prepare } from './prepare.ts'
import { CurrencyService } from './service.ts'

/** The currencies there are. */
export const currencyModule = defineModule({
  name: 'currency',
  entities: Object.values(entities),
  migrations,
  service: CurrencyService,
  graph,
  prepare,
})
