import type { JsMsg } from '@nats-io/jetstream'
import type { Consumer, StoaEvent } from '@stoa/events'
import { type Log, StoaError } from '@stoa/kernel'
import { fromMessage } from './envelope.ts'
import type { Names } from './names.ts'
import { Slots } from './slots.ts'

/** Milliseconds before a message is delivered again that could not be dealt with; doubled each time. */
const FIRST_DELAY = 1_000
const LONGEST_DELAY = 60_000

/** What an {@link Intake} stands on. */
export interface IntakeSettings {
  names: Names
  ack_wait: number
  load(id: string): Promise<StoaEvent | undefined>
  log: Log
}

/** Hands messages to one subscriber of this host, as many at a time as it takes. */
export class Intake {
  readonly #consumer: Consumer
  readonly #settings: IntakeSettings
  readonly #slots: Slots
  readonly #wanted: ReadonlySet<string>
  readonly #inFlight = new Set<Promise<void>>()

  constructor(consumer: Consumer, settings: IntakeSettings) {
    this.#consumer = consumer
    this.#settings = settings
    this.#slots = new Slots(consumer.concurrency)
    const { names } = settings
    this.#wanted = new Set([...consumer.events.map((type) => names.event(type)), names.again(consumer.name)])
  }

  /** Resolves when a message could be taken. */
  async vacancy(): Promise<void> {
    await this.#slots.vacancy()
  }

  /** Begins with a message, or gives it back at once if others have been quicker. */
  take(message: JsMsg): void {
    if (!this.#consumer.events.includes('*') && !this.#wanted.has(message.subject)) {
      message.ack()
      return
    }
    if (!this.#slots.take()) {
      message.nak()
      return
    }
    const handling = this.#handle(message).finally(() => {
      this.#inFlight.delete(handling)
      this.#slots.release()
    })
    this.#inFlight.add(handling)
  }

  /** Resolves once no handler is at work. */
  async idle(): Promise<void> {
    await Promise.all(this.#inFlight)
  }

  async #handle(message: JsMsg): Promise<void> {
    const { ack_wait, log } = this.#settings
    const beat = setInterval(() => quietly(() => message.working()), ack_wait / 3)
    try {
      const event = await fromMessage(message.data, (id) => this.#settings.load(id))
      if (event) await this.#consumer.deliver(event, message.redelivered)
      quietly(() => message.ack())
    } catch (error) {
      if (error instanceof StoaError && error.type === 'invalid_data') {
        log(`${error.message} It is left out.`, { error, subject: message.subject })
        quietly(() => message.term())
        return
      }
      log(`Subscriber ${this.#consumer.name} could not be given an event. It is delivered again.`, { error })
      const tried = Math.min(message.info.deliveryCount - 1, 10)
      quietly(() => message.nak(Math.min(FIRST_DELAY * 2 ** tried, LONGEST_DELAY)))
    } finally {
      clearInterval(beat)
    }
  }
}

/** On a lost connection the server hears nothing, and delivers again: the inbox knows what is done. */
function quietly(say: () => void): void {
  try {
    say()
  } catch {
    // See above.
  }
}
