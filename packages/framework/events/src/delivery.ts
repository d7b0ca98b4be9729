import { type Container, Database, type Log, withLogFields } from '@stoa/kernel'
import type { StoaEvent } from './event.ts'
import { countAttempt, type Failure, noteFailure } from './redelivery.ts'
import { eventsOf, type Subscriber } from './subscriber.ts'
import { traceDelivery } from './tracing.ts'
import { Unknown } from './unknown.ts'

const ENTER = `
  with settled as (delete from stoa_events.redelivery where subscriber = $1 and event_id = $2)
  insert into stoa_events.inbox (subscriber, event_id) values ($1, $2) on conflict do nothing returning event_id`

/** Brings events to one subscriber of this host: each one's effects once, failures tried again later. */
export class Delivery {
  readonly #container: Container
  readonly #database: Database
  readonly #subscriber: Subscriber
  readonly #log: Log
  readonly #retryIn: (milliseconds: number) => void
  readonly #wanted: ReadonlySet<string>
  readonly #unknown: Unknown

  /** @param retryIn told when a failed event is due again */
  constructor(
    container: Container,
    subscriber: Subscriber,
    log: Log,
    retryIn: (milliseconds: number) => void,
  ) {
    this.#container = container
    this.#database = container.resolve(Database)
    this.#subscriber = subscriber
    this.#log = log
    this.#retryIn = retryIn
    this.#wanted = new Set(eventsOf(subscriber))
    this.#unknown = new Unknown(this.#database, subscriber.name)
  }

  /** Never rejects for what the handler throws, only if the failure cannot be noted. */
  async deliver(event: StoaEvent, redelivered: boolean): Promise<void> {
    if (!this.#wanted.has('*') && !this.#wanted.has(event.type)) return this.#passOn(event)
    const subscriber = this.#subscriber.name
    return withLogFields({ event_id: event.id, subscriber }, () =>
      traceDelivery(subscriber, event, (failed) => this.#deliver(event, redelivered, failed)),
    )
  }

  async #deliver(event: StoaEvent, redelivered: boolean, failed: (error: unknown) => void): Promise<void> {
    const { name, attempts = 10 } = this.#subscriber
    try {
      if (redelivered && (await countAttempt(this.#database, name, event.id)) > attempts) {
        throw new Error('The process ended each time the handler was given this event.')
      }
      await (this.#subscriber.transaction === false ? this.#outside(event) : this.#inside(event))
    } catch (error) {
      failed(error)
      await this.#failed(event, error, redelivered)
    }
  }

  async #passOn(event: StoaEvent): Promise<void> {
    const wait = await this.#unknown.passOn(event)
    if (wait !== undefined) this.#retryIn(wait)
  }

  /** The inbox row and the handler's effects are one transaction: both, or neither. A twin waits for it at the row. */
  #inside(event: StoaEvent): Promise<void> {
    return this.#database.transaction(async () => {
      if (await this.#enter(event)) await this.#handle(event)
    })
  }

  async #outside(event: StoaEvent): Promise<void> {
    const done = await this.#database.query(
      'select from stoa_events.inbox where subscriber = $1 and event_id = $2',
      [this.#subscriber.name, event.id],
      { name: 'events_inbox' },
    )
    if (done.length === 0) await this.#handle(event)
    await this.#enter(event)
  }

  async #enter(event: StoaEvent): Promise<boolean> {
    const entered = await this.#database.query(ENTER, [this.#subscriber.name, event.id], {
      name: 'events_inbox_enter',
    })
    return entered.length > 0
  }

  async #handle(event: StoaEvent): Promise<void> {
    await this.#subscriber.handler(event, { container: this.#container })
  }

  async #failed(event: StoaEvent, error: unknown, counted: boolean): Promise<void> {
    const { name, attempts = 10, retry_delay = 1000 } = this.#subscriber
    const words = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    // PostgreSQL stores no text with a null in it, and a failure that cannot be noted comes back for ever.
    const message = words.replaceAll('\0', '')
    const failure = await noteFailure(
      this.#database,
      name,
      event.id,
      message,
      { attempts, retry_delay },
      counted,
    )
    this.#report(event, error, failure)
    if (failure.retry_in !== null) this.#retryIn(failure.retry_in)
  }

  #report(event: StoaEvent, error: unknown, { attempts, retry_in }: Failure): void {
    const outcome = retry_in === null ? 'It is a dead letter now.' : 'It is tried again.'
    this.#log(
      `Subscriber ${this.#subscriber.name} failed on ${event.type} (attempt ${attempts}). ${outcome}`,
      {
        error,
        subscriber: this.#subscriber.name,
        event_id: event.id,
        attempts,
      },
    )
  }
}
