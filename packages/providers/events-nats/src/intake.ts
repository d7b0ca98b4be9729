import type { JsMsg } from '@nats-io/jetstream'
import type { Consumer, StoaEvent } from '@stoa/events'
import type { Log } from '@stoa/kernel'
import { parseMessage } from './envelope.ts'
import { Slots } from './slots.ts'

/** Milliseconds before a message is delivered again that could not be dealt with; doubled each time. */
const FIRST_DELAY = 1_000
const LONGEST_DELAY = 60_000

/** What an {@link Intake} stands on. */
export interface IntakeSettings {
  ack_wait: number
  load(id: string): Promise<StoaEvent | undefined>
  log: Log
}

/** Hands messages to one subscriber of this host, as many at a time as it takes. */
export class Intake {
  readonly #consumer: Consumer
  readonly #settings: IntakeSettings
  readonly #slots: Slots
  readonly #inFlight = new Set<Promise<void>>()

  constructor(consumer: Consumer, settings: IntakeSettings) {
    this.#consumer = consumer
    this.#settings = settings
    this.#slots = new Slots(consumer.concurrency)
  }

  /** Resolves when a message could be taken. */
  async vacancy(): Promise<void> {
    await this.#slots.vacancy()
  }

  /** Begins with a message, or gives it back at once if others have been quicker. */
  take(message: JsMsg): void {
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
    const beat = setInterval(() => quietly(() => message.working()), this.#settings.ack_wait / 3)
    try {
      const event = await this.#read(message)
      if (event) await this.#consumer.deliver(event, message.redelivered)
      quietly(() => message.ack())
    } catch (error) {
      const { log } = this.#settings
      log(`Subscriber ${this.#consumer.name} could not be given an event. It is delivered again.`, { error })
      const tried = Math.min(message.info.deliveryCount - 1, 10)
      quietly(() => message.nak(Math.min(FIRST_DELAY * 2 ** tried, LONGEST_DELAY)))
    } finally {
      clearInterval(beat)
    }
  }

  /** The message's event; undefined for what others may have put into the stream, or is kept no longer. */
  async #read(message: JsMsg): Promise<StoaEvent | undefined> {
    const carried = parseMessage(message.data)
    if (carried) return 'dataref' in carried ? this.#settings.load(carried.id) : carried
    this.#settings.log('A message in NATS is no event. It is left out.', { subject: message.subject })
    return undefined
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
