import { ProviderRegistry } from '@stoa/kernel'
import type { TaxProviderStrategy } from './tax-provider-strategy.ts'

/**
 * The tax providers there are. Register another list under this class to add to them.
 *
 * @example
 * provide(TaxProviders, () => new TaxProviders([new SystemTaxProvider(), new MyTaxProvider()]))
 */
export class TaxProviders extends ProviderRegistry<TaxProviderStrategy> {
  readonly kind = 'tax provider'
}
