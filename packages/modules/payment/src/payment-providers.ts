import { StoaError } from '@stoa/kernel'
import type { PaymentProviderStrategy } from './payment-provider-strategy.ts'

/** The payment services that are installed. Add one in a plugin: `container.resolve(PaymentProviders).add(provider)`. */
export class PaymentProviders {
  readonly #providers = new Map<string, PaymentProviderStrategy>()

  constructor(providers: readonly PaymentProviderStrategy[]) {
    for (const provider of providers) this.add(provider)
  }

  add(provider: PaymentProviderStrategy): void {
    this.#providers.set(provider.id, provider)
  }

  /** @throws StoaError `invalid_data` for a provider that is not installed */
  get(id: string): PaymentProviderStrategy {
    const provider = this.#providers.get(id)
    if (provider) return provider
    throw new StoaError(
      'invalid_data',
      `There is no payment provider ${id}. Installed are ${this.ids().join(', ')}.`,
    )
  }

  ids(): string[] {
    return [...this.#providers.keys()]
  }
}
