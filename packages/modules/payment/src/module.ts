import { defineModule } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { paymentGraph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { PaymentService } from './service.ts'

/** What is to be paid, tried, authorised, captured and refunded. */
export const paymentModule = defineModule({
  name: 'payment',
  entities: Object.values(entities),
  migrations,
  service: PaymentService,
  graph: paymentGraph,
})
