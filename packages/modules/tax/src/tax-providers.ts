import { StoaError } from '@stoa/kernel'
import type { TaxProviderStrategy } from './tax-provider-strategy.ts'

/**
 * The tax providers there are. Register another under this class to add to them.
 *
 * @example
 * provide(TaxProviders, () => new TaxProviders([new SystemTaxProvider(), new MyTaxProvider()]))
 */
export class TaxProviders {
  readonly #byId: ReadonlyMap<string, TaxProviderStrategy>

  constructor(providers: readonly TaxProviderStrategy[]) {
    this.#byId = new Map(providers.map((provider) => [provider.id, provider]))
  }

  get ids(): string[] {
    return [...this.#byId.keys()]
  }

  /** @throws StoaError `invalid_data` if there is none with this id */
  get(id: string): TaxProviderStrategy {
    const provider = this.#byId.get(id)
    if (provider) return provider
    throw new StoaError(
      'invalid_data',
      `There is no tax provider ${id}. Register it, or give the tax region another.`,
    )
  }
}
