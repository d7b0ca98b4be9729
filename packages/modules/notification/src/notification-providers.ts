import { ProviderRegistry, StoaError } from '@stoa/kernel'
import type { NotificationProviderStrategy } from './notification-provider-strategy.ts'

/**
 * The services that carry messages, one a channel. The module comes with none: register those the shop uses under this class.
 *
 * @example
 * provide(NotificationProviders, () => new NotificationProviders([new LocalNotifications({ channels: ['feed'] }), new MyMail()]))
 */
export class NotificationProviders extends ProviderRegistry<NotificationProviderStrategy> {
  readonly kind = 'notification provider'
  readonly #byChannel = new Map<string, NotificationProviderStrategy>()

  /** @throws StoaError `invalid_data` where two serve one channel */
  constructor(providers: readonly NotificationProviderStrategy[]) {
    super(providers)
    for (const provider of providers) {
      for (const channel of provider.channels) this.#add(channel, provider)
    }
  }

  get channels(): string[] {
    return [...this.#byChannel.keys()]
  }

  /** @throws StoaError `invalid_data` if none serves the channel */
  of(channel: string): NotificationProviderStrategy {
    const provider = this.#byChannel.get(channel)
    if (provider) return provider
    throw new StoaError(
      'invalid_data',
      `No notification provider serves the channel ${channel}. Register one, or choose another: ${this.channels.join(', ') || 'there are none'}.`,
    )
  }

  #add(channel: string, provider: NotificationProviderStrategy): void {
    const other = this.#byChannel.get(channel)
    if (other) {
      throw new StoaError(
        'invalid_data',
        `Notification providers ${other.id} and ${provider.id} both serve the channel ${channel}. Take it from one of them.`,
      )
    }
    this.#byChannel.set(channel, provider)
  }
}
