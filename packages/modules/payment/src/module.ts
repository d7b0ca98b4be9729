import { defineModule, provide } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { paymentGraph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { PaymentProviders } from './payment-providers.ts'
import { prepare } from './prepare.ts'
import { PaymentService } from './service.ts'
import { SystemPaymentProvider } from './system-payment-provider.ts'

/** What is to be paid, tried, authorised, captured and refunded. */
export const paymentModule = defineModule({
  name: 'payment',
  entities: Object.values(entities),
  migrations,
  service: PaymentService,
  graph: paymentGraph,
  providers: [provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider()]))],
  prepare,
})
