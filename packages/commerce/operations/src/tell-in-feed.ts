import { defineSubscriber, type Subscriber } from '@stoa/events'
import { NotificationService } from '@stoa/notification'

/** What the admin shows its users in its feed. */
export interface FeedEntry {
  title: string
  description: string
  /** What they may download. */
  file?: { filename: string; url: string; mimeType: string }
}

/**
 * A subscriber that tells the users of the admin of each event with this name, once. Where notifications are not started it does
 * nothing. It has to be registered with the host.
 *
 * @param entryOf what they are told, from the event's data
 * @example
 * tellInFeed<{ count: number }>('product.import_finished', ({ count }) => ({
 *   title: 'Product import', description: `${count} products were imported.`,
 * }))
 */
export const tellInFeed = <Payload extends object>(
  event: string,
  entryOf: (data: Payload) => FeedEntry,
): Subscriber<Payload> =>
  defineSubscriber<Payload>({
    name: `stoa.feed.${event}`,
    event,
    transaction: false,
    handler: async ({ id, data }, { container }) => {
      if (!container.has(NotificationService)) return
      await container.resolve(NotificationService).send({
        to: '',
        channel: 'feed',
        template: 'admin-ui',
        data: { ...entryOf(data) },
        trigger_type: event,
        idempotency_key: id,
      })
    },
  })
