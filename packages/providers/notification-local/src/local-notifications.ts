import type { Log } from '@stoa/kernel'
import { type Message, NotificationProviderStrategy } from '@stoa/notification'

/** What {@link LocalNotifications} serve, and where they end. */
export interface LocalNotificationsOptions {
  /** Default: `feed` and `email`. */
  channels?: readonly string[]
  /** Default: the console. */
  log?: Log
}

/**
 * Messages that go no further than the log. For `feed` that is all there is to do, as the admin reads what is kept; for other
 * channels it is what a developer needs. What a message says in words is not logged: it may hold secrets.
 */
export class LocalNotifications extends NotificationProviderStrategy {
  readonly id = 'local'
  readonly name = 'Local notifications'
  readonly channels: readonly string[]
  readonly #log: Log

  constructor({ channels = ['feed', 'email'], log = toConsole }: LocalNotificationsOptions = {}) {
    super()
    this.channels = channels
    this.#log = log
  }

  async send({ id, to, from, channel, template, data }: Message): Promise<{ id?: string }> {
    const whom = to === '' ? 'everybody' : to
    this.#log(`Notification to ${whom} over ${channel}: ${template ?? 'no template'}`, {
      notification_id: id,
      from,
      data,
    })
    return {}
  }
}

const toConsole: Log = (message, fields) => console.info(message, fields)
