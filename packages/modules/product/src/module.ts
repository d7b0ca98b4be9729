import { defineModule, provide } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { productGraph } from './graph.ts'
import { HandleStrategy } from './handle-strategy.ts'
import { migrations } from './migrations/index.ts'
import { ProductService } from './service.ts'

/** Products and all that describes them. */
export const productModule = defineModule({
  name: 'product',
  entities: Object.values(entities),
  migrations,
  service: ProductService,
  graph: productGraph,
  providers: [provide(HandleStrategy, () => new HandleStrategy())],
})
