import { setTimeout as sleep } from 'node:timers/promises'
import type { JsMsg } from '@nats-io/jetstream'
import type { Consumer, StoaEvent } from '@stoa/events'
import type { Log } from '@stoa/kernel'
import { parseMessage } from './envelope.ts'
import { Slots } from './slots.ts'

/** Milliseconds before it is tried again to deal with a message, such as when the database is away; doubled each time. */
const FIRST_DELAY = 1_000
/** How often that is tried before the message makes way for others, and for how many milliseconds. */
const TRIES = 5
const GIVEN_BACK = 30_000

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
  readonly #ending = new AbortController()

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

  /** Gives back what could not be dealt with so far. Resolves once no handler is at work. */
  async end(): Promise<void> {
    this.#ending.abort()
    await Promise.all(this.#inFlight)
  }

  async #handle(message: JsMsg): Promise<void> {
    const beat = setInterval(() => quietly(() => message.working()), this.#settings.ack_wait / 3)
    try {
      const done = await this.#insist(message)
      quietly(() => (done ? message.ack() : message.nak(this.#ending.signal.aborted ? 0 : GIVEN_BACK)))
    } finally {
      clearInterval(beat)
    }
  }

  /**
   * Hands the message over, several times if need be. It is not given back meanwhile: the server takes each time for one on
   * which the process died, and waits longer and longer when one really does.
   *
   * @returns whether it is done with
   */
  async #insist(message: JsMsg): Promise<boolean> {
    for (let tried = 0; tried < TRIES && !this.#ending.signal.aborted; tried += 1) {
      try {
        const event = await this.#read(message)
        if (event) await this.#consumer.deliver(event, message.redelivered || tried > 0)
        return true
      } catch (error) {
        const name = this.#consumer.name
        this.#settings.log(`Subscriber ${name} could not be given an event. It is tried again.`, { error })
        await this.#pause(FIRST_DELAY * 2 ** tried)
      }
    }
    return false
  }

  async #pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#ending.signal }).catch(() => undefined)
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
