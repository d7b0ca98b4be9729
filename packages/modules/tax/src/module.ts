import { defineModule, provide } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import { graph } from './graph.ts'
import { migrations } from './migrations/index.ts'
import { prepare } from './prepare.ts'
import { TaxService } from './service.ts'
import { SystemTaxProvider } from './system-tax-provider.ts'
import { TaxProviders } from './tax-providers.ts'

/** Which taxes apply where and to what. */
export const taxModule = defineModule({
  name: 'tax',
  entities: Object.values(entities),
  migrations,
  service: TaxService,
  graph,
  providers: [provide(TaxProviders, () => new TaxProviders([new SystemTaxProvider()]))],
  prepare,
})
