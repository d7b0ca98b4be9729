import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { PromotionService } from './service.ts'

/** What is taken off carts, for whom, when and how often. */
export const promotionModule = defineModule({
  name: 'promotion',
  entities: Object.values(entities),
  migrations,
  service: PromotionService,
  graph,
})
