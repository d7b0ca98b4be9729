import type { Log } from '@stoa/kernel'
import type { StoaEvent } from './event.ts'

/** Whom a publication is for. */
export interface Recipient {
  /** The subscriber's name. */
  name: string
  /** See {@link Consumer.ordered}. */
  ordered: boolean
}

/** What a subscriber is registered with, by the host that started last. */
export interface Wanted extends Recipient {
  events: readonly string[]
}

/** An event on its way to its subscribers. */
export interface Publication {
  event: StoaEvent
  /** Those that are to get it. None where nobody has subscribed; then it need not be kept for anybody. */
  subscribers: readonly Recipient[]
  /** 0 for the first time; otherwise how often this one subscriber has been given the event before. */
  attempt: number
  /** The same whenever the same publication is tried again, and no other's: what a transport tells duplicates by. */
  key: string
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
   * Whether events of one `subject` come in the order in which they were published for the first time, on whichever
   * host: none before {@link deliver} has resolved for the one before it. Retries, replays and what a new subscriber is
   * caught up on come in between, in no promised order. Events without a subject have none either.
   */
  ordered: boolean
  /**
   * Takes one event; one that it has not asked for does no harm. Once it resolves, the event is done with, whatever came of it: retries are published anew. If it
   * rejects, or the process dies, the transport delivers again.
   *
   * @param redelivered whether the transport may have delivered this very message before
   */
  deliver(event: StoaEvent, redelivered: boolean): Promise<void>
}

/** The host that a transport works for. */
export interface TransportHost {
  log: Log
  /** What tells the shop from others that may reach the same outside system. The same on all its hosts. */
  shop_id: string
  /** Its subscribers. */
  consumers: readonly Consumer[]
  /** Days for which what is published is kept for subscribers that do not run. */
  keep_days: number
  /**
   * What the host's consumers want. Not always what they say themselves: while a new version is rolled out, hosts of both
   * share their events.
   */
  wanted(): Promise<Wanted[]>
  /**
   * Says where the events of consumers wait. To be called before any of theirs are delivered, once everything that is
   * published from then on is kept for them, and again whenever that place was made anew.
   *
   * @param incarnations for each consumer's name a text that changes when what was published for it may be gone. Then
   *   whatever it is owed and has not dealt with is published to it again.
   */
  attach(incarnations: ReadonlyMap<string, string>): Promise<void>
  /** Says that {@link EventTransport.problem} is over. */
  recovered(): void
  /** An event as it stands in the database, for one that is too large to be carried; undefined once it is pruned. */
  load(id: string): Promise<StoaEvent | undefined>
}

/**
 * Carries events from the dispatcher to the hosts that have subscribers. The default keeps them in PostgreSQL; register
 * another under this class.
 *
 * One host publishes at a time, and events in the order in which they were emitted. With that, both pg-boss and NATS keep
 * the order that {@link Consumer.ordered} promises.
 */
export abstract class EventTransport {
  /**
   * Connects and begins to deliver to the host's consumers. Where the outside system is away, it resolves nevertheless
   * and goes on trying: {@link problem} says so meanwhile.
   */
  abstract start(host: TransportHost): Promise<void>

  /**
   * Takes events over. Called in the transaction that marks them as dispatched: must have them safe when it resolves, or
   * reject. May be called again with the same events if that transaction fails.
   */
  abstract publish(publications: readonly Publication[]): Promise<void>

  /** Removes what is kept for a subscriber that no host has any longer. */
  abstract forget(subscriber: string): Promise<void>

  /** Ends deliveries, waiting for those in flight, and disconnects. */
  abstract stop(): Promise<void>

  /** Why nothing can be published or delivered now; undefined if it can. */
  get problem(): string | undefined {
    return undefined
  }

  /**
   * The time before which everything published for a subscriber has been delivered, as far as the transport has not lost
   * it. What it has lost is found by that. Default: undefined, for one that loses nothing.
   */
  async deliveredUntil(_subscriber: string): Promise<Date | undefined> {
    return undefined
  }
}
