import type { Log } from '@stoa/kernel'
import type { StoaEvent } from './event.ts'

/** An event on its way to its subscribers. */
export interface Publication {
  event: StoaEvent
  /** The names of those that are to get it. */
  subscribers: readonly string[]
  /** 0 for the first time; otherwise how often this one subscriber has been given the event before. */
  attempt: number
}

/** Where a transport brings an event for one subscriber. */
export interface Consumer {
  /** The subscriber's name: hosts with the same name share the events. */
  name: string
  /** The events it wants; `*` for all. */
  events: readonly string[]
  /** How many may be delivered at a time on this host. */
  concurrency: number
  /**
   * Takes one event. Once it resolves, the event is done with, whatever came of it: retries are published anew. If it
   * rejects, or the process dies, the transport delivers again.
   *
   * @param redelivered whether the transport has delivered this very message before
   */
  deliver(event: StoaEvent, redelivered: boolean): Promise<void>
}

/**
 * Carries events from the dispatcher to the hosts that have subscribers. The default keeps them in PostgreSQL; register
 * another under this class.
 */
export abstract class EventTransport {
  /** Connects. No consumer is active before {@link consume}. */
  abstract start(options: { log: Log }): Promise<void>

  /** Makes sure that what is published for these subscribers from now on is kept until one of their hosts takes it. */
  abstract prepare(consumers: readonly Consumer[]): Promise<void>

  /** Begins to deliver to a subscriber of this host. */
  abstract consume(consumer: Consumer): Promise<void>

  /**
   * Takes events over. Called in the transaction that marks them as dispatched: must have them safe when it resolves, or
   * reject. May be called again with the same events if that transaction fails.
   */
  abstract publish(publications: readonly Publication[]): Promise<void>

  /** Ends deliveries, waiting for those in flight, and disconnects. */
  abstract stop(): Promise<void>
}
