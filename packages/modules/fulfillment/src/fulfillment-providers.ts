import { ProviderRegistry } from '@stoa/kernel'
import type { FulfillmentProviderStrategy } from './fulfillment-provider-strategy.ts'

/**
 * The fulfillment providers there are. The module comes with none: register those the shop uses under this class.
 *
 * @example
 * provide(FulfillmentProviders, () => new FulfillmentProviders([new ManualFulfillment()]))
 */
export class FulfillmentProviders extends ProviderRegistry<FulfillmentProviderStrategy> {
  readonly kind = 'fulfillment provider'
}
