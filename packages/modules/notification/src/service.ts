import { deleteInBatches, moduleService, type Row, StoaError } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { Notification } from './entities/notification.ts'
import type { NewNotification } from './new-notification.ts'
import type { Message } from './notification-provider-strategy.ts'
import { NotificationProviders } from './notification-providers.ts'
import { claim, type Kept, type Outcome, settle, type Wanted, wantedOf } from './sending.ts'

/** How many messages are under way at once; so many may go out again after a host died. */
const AT_ONCE = 10

interface Failed {
  message: Message
  error: unknown
}

/** Messages to people, and what became of them. */
export class NotificationService extends moduleService(entities) {
  /**
   * Sends messages, and keeps them with what became of each. A message whose `idempotency_key` has been sent already is not
   * sent again; one that failed before is.
   *
   * @returns the messages, in the order in which they were given
   * @throws StoaError `not_allowed` in a transaction: what is sent cannot be rolled back. Use a subscriber with
   *   `transaction: false`
   * @throws StoaError `invalid_data` for a channel that no provider serves; then none is sent
   * @throws StoaError `conflict` if another call is sending one with the same key just now, `unexpected_state` if a provider
   *   could not send one. All others are sent: call it again with the same keys
   * @example
   * await notifications.send({
   *   to: order.email, channel: 'email', template: 'order-placed', data: { order }, idempotency_key: event.id,
   * })
   */
  async send(notification: NewNotification): Promise<Row<Notification>>
  async send(notifications: readonly NewNotification[]): Promise<Row<Notification>[]>
  async send(
    given: NewNotification | readonly NewNotification[],
  ): Promise<Row<Notification> | Row<Notification>[]> {
    const wanted = wantedOf([given].flat() as NewNotification[])
    this.#refuseTransaction(wanted)
    const kept = await claim(
      this.database,
      [...new Set(wanted)],
      this.container.resolve(NotificationProviders),
    )
    const failed = await this.#sendAll(messagesOf(kept, wanted))
    const rows = await this.#read(kept, wanted)
    if (failed.length > 0) throw notSent(failed)
    return Array.isArray(given) ? rows : (rows[0] as Row<Notification>)
  }

  /**
   * Removes messages that were asked for long ago, whatever became of them. The key of one that is gone sends again, so keep
   * them for longer than events, which may be delivered again.
   *
   * @param days how long they are kept. Default: 90
   * @returns how many went
   */
  async prune(days = 90): Promise<number> {
    const old = "created_at < now() - $1::float8 * interval '1 day'"
    return deleteInBatches(this.database, 'stoa_notification.notification', old, [days])
  }

  /** @returns those that could not be sent */
  async #sendAll(messages: readonly Message[]): Promise<Failed[]> {
    const failed: Failed[] = []
    for (let from = 0; from < messages.length; from += AT_ONCE) {
      const some = messages.slice(from, from + AT_ONCE)
      const outcomes = await Promise.all(some.map((message) => this.#sendOne(message, failed)))
      await settle(this.database, outcomes)
    }
    return failed
  }

  async #sendOne(message: Message, failed: Failed[]): Promise<Outcome> {
    try {
      const provider = this.container.resolve(NotificationProviders).of(message.channel)
      const { id: external_id = null } = await provider.send(message)
      return { id: message.id, status: 'success', external_id }
    } catch (error) {
      failed.push({ message, error })
      return { id: message.id, status: 'failure', external_id: null }
    }
  }

  /** @throws StoaError `conflict` for one that another call is sending */
  async #read(kept: readonly Kept[], wanted: readonly Wanted[]): Promise<Row<Notification>[]> {
    const rows = await this.listNotifications({ id: kept.map(({ id }) => id) })
    return wanted.map((one) => {
      const row = rows.find((row) => isOf(row, one))
      if (row && row.status !== 'pending') return row
      throw new StoaError(
        'conflict',
        `The notification with the idempotency key ${one.notification.idempotency_key} is being sent by another call. Try again in a moment.`,
      )
    })
  }

  #refuseTransaction([first]: readonly Wanted[]): void {
    if (!this.database.inTransaction) return
    throw new StoaError(
      'not_allowed',
      `A notification to ${first?.notification.to} was to be sent in a transaction, but what is sent cannot be rolled back. Emit an event, and send it in a subscriber with transaction: false.`,
    )
  }
}

const isOf = (row: { id: string; idempotency_key?: string | null }, { id, notification }: Wanted) =>
  notification.idempotency_key ? row.idempotency_key === notification.idempotency_key : row.id === id

/** What is sent is what is kept; what is not kept comes with the call. */
const messagesOf = (kept: readonly Kept[], wanted: readonly Wanted[]): Message[] =>
  kept
    .filter(({ mine }) => mine)
    .map((row) => {
      const { mine: _, idempotency_key: __, data, provider_data, ...message } = row
      const asked = wanted.find((one) => isOf(row, one))?.notification
      return {
        ...message,
        data: data ?? {},
        provider_data: provider_data ?? {},
        content: asked?.content,
        attachments: asked?.attachments,
      }
    })

function notSent(failed: readonly Failed[]): StoaError {
  const [{ message, error }] = failed as [Failed]
  const others = failed.length > 1 ? `, and ${failed.length - 1} more` : ''
  return new StoaError(
    'unexpected_state',
    `The notification ${message.id} to ${message.to} over ${message.channel} could not be sent${others}: ${(error as Error)?.message ?? error}`,
    { cause: error },
  )
}
