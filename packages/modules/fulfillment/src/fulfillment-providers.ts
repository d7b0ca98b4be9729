import { StoaError } from '@stoa/kernel'
import type { FulfillmentProviderStrategy } from './fulfillment-provider-strategy.ts'

/**
 * The fulfillment providers there are. The module comes with none: register those the shop uses under this class.
 *
 * @example
 * provide(FulfillmentProviders, () => new FulfillmentProviders([new ManualFulfillment()]))
 */
export class FulfillmentProviders {
  readonly #byId: ReadonlyMap<string, FulfillmentProviderStrategy>

  constructor(providers: readonly FulfillmentProviderStrategy[]) {
    this.#byId = new Map(providers.map((provider) => [provider.id, provider]))
  }

  get ids(): string[] {
    return [...this.#byId.keys()]
  }

  /** @throws StoaError `invalid_data` if there is none with this id */
  get(id: string): FulfillmentProviderStrategy {
    const provider = this.#byId.get(id)
    if (provider) return provider
    throw new StoaError(
      'invalid_data',
      `There is no fulfillment provider ${id}. Register it, or choose another.`,
    )
  }
}
