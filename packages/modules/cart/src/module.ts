import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { cartGraph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { CartService } from './service.ts'

/** Carts and what is in them. */
export const cartModule = defineModule({
  name: 'cart',
  entities: Object.values(entities),
  migrations,
  service: CartService,
  graph: cartGraph,
})
