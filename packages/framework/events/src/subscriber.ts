import { type Container, StoaError } from '@stoa/kernel'
import type { StoaEvent } from './event.ts'

/** What a handler gets beside the event. */
export interface HandlerContext {
  container: Container
}

/** Something that reacts to events. */
export interface Subscriber<Payload extends object = any> {
  /**
   * Letters, digits, `.`, `_` and `-`. It is the subscriber's lasting identity: what it has done is remembered under this
   * name across restarts and hosts, so do not change it.
   */
  name: string
  /** The event or events it reacts to; `*` for all. */
  event: string | readonly string[]
  /** Reacts. If it throws, it is called again later. */
  handler: (event: StoaEvent<Payload>, context: HandlerContext) => Promise<unknown> | unknown
  /**
   * Whether the handler runs inside a transaction, together with the note that it has run: then its effects in the
   * database happen once. `false` for handlers that call outside systems: they run at least once, and hold no
   * transaction open meanwhile. Default: true.
   */
  transaction?: boolean
  /** After how many failures an event becomes a dead letter of this subscriber. Default: 10. */
  attempts?: number
  /** Milliseconds before the second attempt; doubled for each further one, up to an hour. Default: 1,000. */
  retry_delay?: number
  /** How many events one host hands to it at a time. Default: 1. */
  concurrency?: number
  /**
   * Whether it gets events of one `subject` one after the other, over all hosts, in the order in which they were emitted
   * by transactions that waited for each other. That holds for the first time that each is delivered: one that fails is
   * tried again later, and does not hold up the next. Default: false, which is faster.
   */
  ordered?: boolean
  /**
   * Seconds. When the name is new to the database, it is also given the events of this time before, as far as they have
   * been dispatched without it. Default: 300, so that hosts of one deployment may start one after the other.
   */
  catch_up?: number
}

/** A subscriber in a file of its own, typed. */
export const defineSubscriber = <Payload extends object = any>(subscriber: Subscriber<Payload>) => subscriber

const NAME = /^[\w.-]+$/

export function checkName(kind: 'subscriber' | 'job', name: string): void {
  if (!NAME.test(name)) {
    throw new StoaError(
      'invalid_data',
      `The name of ${kind} "${name}" may only have letters, digits, ".", "_" and "-".`,
    )
  }
}

/** @throws StoaError `invalid_data` for a subscriber that would never be given anything */
export function checkEvents(subscriber: Subscriber): void {
  const events = eventsOf(subscriber)
  if (events.length > 0 && events.every(Boolean)) return
  throw new StoaError(
    'invalid_data',
    `Subscriber ${subscriber.name} names no event. Name one, or "*" for all.`,
  )
}

export const eventsOf = ({ event }: Subscriber): readonly string[] =>
  typeof event === 'string' ? [event] : event
