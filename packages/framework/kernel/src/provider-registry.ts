import { StoaError } from './errors.ts'

/**
 * The providers of one kind that a shop uses, by their ids. A module extends it to have a class of its own to register
 * them under; whoever registers another list under that class replaces the module's.
 *
 * @example
 * export class PaymentProviders extends ProviderRegistry<PaymentProviderStrategy> {
 *   readonly kind = 'payment provider'
 * }
 * provide(PaymentProviders, () => new PaymentProviders([new SystemPaymentProvider(), new MyProvider()]))
 */
export abstract class ProviderRegistry<Provider extends { readonly id: string }> {
  /** What messages call one of them. */
  abstract readonly kind: string
  readonly #byId: ReadonlyMap<string, Provider>

  constructor(providers: readonly Provider[]) {
    this.#byId = new Map(providers.map((provider) => [provider.id, provider]))
  }

  get ids(): string[] {
    return [...this.#byId.keys()]
  }

  has(id: string): boolean {
    return this.#byId.has(id)
  }

  /** @throws StoaError `invalid_data` if there is none with this id */
  get(id: string): Provider {
    const provider = this.#byId.get(id)
    if (provider) return provider
    throw new StoaError(
      'invalid_data',
      `There is no ${this.kind} ${id}. Register it, or choose another: ${this.ids.join(', ') || 'there are none'}.`,
    )
  }
}
