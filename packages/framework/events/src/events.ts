import { type Container, Database, type Log, StoaError } from '@stoa/kernel'
import { type Backlog, readBacklog } from './backlog.ts'
import { Delivery } from './delivery.ts'
import { Dispatcher } from './dispatcher.ts'
import type { NewEvent } from './event.ts'
import { Jobs, type ScheduledJob } from './jobs.ts'
import { insertEvents, readEvent } from './outbox.ts'
import { prune } from './prune.ts'
import { type EventFilter, type EventRecord, listEvents } from './recent.ts'
import { type DeadLetter, listDeadLetters, type ReplayFilter, replay } from './redelivery.ts'
import { attachSubscribers, knownNames, registeredAs, registerSubscribers, shopId } from './registry.ts'
import { resendLost } from './resend-lost.ts'
import { checkEvents, checkName, eventsOf, type Subscriber } from './subscriber.ts'
import { type Consumer, EventTransport } from './transport.ts'

/** Milliseconds from a recovered transport to a look for what it may have lost. */
const LOOK_AFTER_RECOVERY = 20_000
/** Milliseconds after which what a transport says it has delivered is looked at for the last time: no batch takes longer. */
const SETTLED_AFTER = 120_000

/** How a host takes part in delivering events. */
export interface EventsStartOptions {
  /** Hears of handlers that fail and of lost connections. Default: nobody. */
  log?: Log
  /** Days for which dispatched events are kept, so that they can be replayed. Default: 30. */
  keep_days?: number
}

/** Emits events inside transactions and delivers them to subscribers; runs scheduled jobs. */
export class Events {
  readonly #container: Container
  readonly #database: Database
  readonly #subscribers = new Map<string, Subscriber>()
  readonly #jobs: Jobs
  #dispatcher: Dispatcher | undefined
  #look: NodeJS.Timeout | undefined

  constructor(container: Container) {
    this.#container = container
    this.#database = container.resolve(Database)
    this.#jobs = new Jobs(container)
  }

  /**
   * Emits an event, or one for each item of a list: one statement, in the open transaction if there is one. If that rolls
   * back, nothing was emitted; once it has committed, the events are delivered at least once, also if this process dies.
   *
   * @param name such as `order.placed`
   * @param data what subscribers need to know; at least `{ id }`
   * @param options.subject what the event is about. Default: the data's `id`
   * @returns the events' ids
   * @throws StoaError `invalid_data` for a name that is empty or longer than 200 characters
   * @example
   * await database.transaction(async () => {
   *   const order = await orders.createOrders({ … })
   *   await events.emit('order.placed', { id: order.id })
   * })
   */
  async emit(
    name: string,
    data: object | readonly object[],
    options: { subject?: string } = {},
  ): Promise<string[]> {
    const list = Array.isArray(data) ? data : [data]
    return this.emitAll(list.map((item) => ({ name, data: item, ...options })))
  }

  /** As {@link emit}, for events of different names: still one statement. */
  async emitAll(events: readonly NewEvent[]): Promise<string[]> {
    return insertEvents(this.#database, events)
  }

  /**
   * Adds a subscriber to this host; before {@link start}. Its effects happen once for each event, on whichever host has it.
   *
   * @throws StoaError `invalid_data` if its name is taken or has other than letters, digits, `.`, `_` and `-`, or if it
   *   names no event; `not_allowed` after the start
   * @example
   * events.subscribe({
   *   name: 'count-orders',
   *   event: 'order.placed',
   *   handler: (event, { container }) => container.resolve(Counter).add(event.data.id),
   * })
   */
  subscribe<Payload extends object = any>(subscriber: Subscriber<Payload>): void {
    this.#refuseStarted(`Subscriber ${subscriber.name}`)
    checkName('subscriber', subscriber.name)
    checkEvents(subscriber)
    if (this.#subscribers.has(subscriber.name)) {
      throw new StoaError(
        'invalid_data',
        `Two subscribers are named ${subscriber.name}. Give one of them another name.`,
      )
    }
    this.#subscribers.set(subscriber.name, subscriber)
  }

  /**
   * Adds a job that runs at set times; before {@link start}. Each time it runs on one host only.
   *
   * @throws StoaError as {@link subscribe}
   * @example
   * events.schedule({ name: 'expire-carts', cron: '0 4 * * *', handler: ({ container }) => … })
   */
  schedule(job: ScheduledJob): void {
    this.#refuseStarted(`Job ${job.name}`)
    this.#jobs.add(job)
  }

  /** Runs a scheduled job now, on one of the hosts that have it. */
  async runJob(name: string): Promise<void> {
    await this.#jobs.runNow(name)
  }

  /** Forgets when a job runs, for one that is no longer in the code of any host. Needs {@link start}. */
  async unschedule(name: string): Promise<void> {
    await this.#jobs.unschedule(name)
  }

  /**
   * Begins to dispatch events, to deliver them to this host's subscribers and to run its jobs. A host that does not call
   * it only emits. Where the transport's outside system is away, it resolves all the same: see {@link problem}.
   */
  async start({ log = () => undefined, keep_days = 30 }: EventsStartOptions = {}): Promise<void> {
    this.#refuseStarted('start()')
    this.#jobs.add({
      name: 'stoa.prune-events',
      cron: '17 3 * * *',
      handler: () => this.prune(keep_days),
    })
    this.#jobs.add({
      name: 'stoa.resend-lost-events',
      cron: '* * * * *',
      handler: () => this.resendLost(),
    })
    const dispatcher = new Dispatcher(this.#container, log)
    this.#dispatcher = dispatcher
    const subscribers = [...this.#subscribers.values()]
    await registerSubscribers(this.#database, subscribers)
    await this.#transport.start({
      log,
      shop_id: await shopId(this.#database),
      keep_days,
      consumers: subscribers.map((subscriber) => this.#consumer(subscriber, dispatcher, log)),
      wanted: () => registeredAs(this.#database, [...this.#subscribers.keys()]),
      attach: (incarnations) => this.#attach(incarnations, log),
      recovered: () => {
        dispatcher.recover()
        this.#lookSoon(log)
      },
      load: (id) => readEvent(this.#database, id),
    })
    await Promise.all([dispatcher.start(), this.#jobs.start(log)])
  }

  /** Ends what {@link start} began. Waits for handlers in flight. Call it before the modules are closed. */
  async stop(): Promise<void> {
    if (!this.#dispatcher) return
    clearTimeout(this.#look)
    await this.#dispatcher.stop()
    await Promise.all([this.#transport.stop(), this.#jobs.stop()])
  }

  /**
   * Why events are not carried now, such as a broker that is away; undefined if they are. Emitting goes on all the same:
   * events wait in the database.
   */
  get problem(): string | undefined {
    return this.#dispatcher && this.#transport.problem
  }

  /** What waits, in one statement: for metrics. */
  async backlog(): Promise<Backlog> {
    return readBacklog(this.#database)
  }

  /** Events and what has become of them, the newest first. */
  async list(filter: EventFilter = {}): Promise<EventRecord[]> {
    return listEvents(this.#database, filter)
  }

  /** Dead letters, oldest first: events that a subscriber failed on as often as it may. */
  async listDead(options: { subscriber?: string; limit?: number } = {}): Promise<DeadLetter[]> {
    return listDeadLetters(this.#database, { limit: 100, ...options })
  }

  /**
   * Sends dispatched events again, to subscribers that have not dealt with them: dead letters, or everything after the
   * transport has lost its data.
   *
   * @returns to how many subscribers times events
   * @example
   * await events.replay({ dead: true, subscribers: ['send-receipt'] })
   */
  async replay(filter: ReplayFilter): Promise<number> {
    return replay(this.#database, filter)
  }

  /**
   * Forgets a subscriber that is no longer in the code of any host, so that events are no longer kept for it. Needs
   * {@link start}.
   *
   * @throws StoaError `not_allowed` before the start
   * @throws what the transport throws where its outside system is away; then nothing is forgotten
   */
  async forgetSubscriber(name: string): Promise<void> {
    if (!this.#dispatcher) {
      throw new StoaError('not_allowed', `Subscriber ${name} cannot be forgotten before start().`)
    }
    await this.#transport.forget(name)
    await this.#database.query(
      `with gone as (delete from stoa_events.redelivery where subscriber = $1)
       delete from stoa_events.subscriber where name = $1`,
      [name],
    )
  }

  /**
   * Sends again what the transport has lost without noticing, such as what it had not yet written to its disk when its
   * machine lost power. Done every minute by itself, and soon after a transport that was away is back.
   *
   * @param options.margin milliseconds that clocks may differ by. Default: 15,000
   * @returns to how many subscribers times events
   */
  async resendLost({ margin = 15_000 }: { margin?: number } = {}): Promise<number> {
    let resent = 0
    for (const name of await knownNames(this.#database)) {
      const delivered = await this.#transport.deliveredUntil(name)
      if (!delivered) continue
      const before = (milliseconds: number) => new Date(delivered.getTime() - milliseconds)
      resent += await resendLost(this.#database, name, {
        until: before(margin),
        settled: before(Math.max(margin, SETTLED_AFTER)),
      })
    }
    return resent
  }

  /**
   * Removes events that were dispatched more than so many days ago. Done once a day by itself.
   *
   * @returns how many
   */
  async prune(days: number): Promise<number> {
    return prune(this.#database, days)
  }

  get #transport(): EventTransport {
    return this.#container.resolve(EventTransport)
  }

  #consumer(subscriber: Subscriber, dispatcher: Dispatcher, log: Log): Consumer {
    const delivery = new Delivery(this.#container, subscriber, log, (wait) => dispatcher.wakeIn(wait))
    return {
      name: subscriber.name,
      events: eventsOf(subscriber),
      concurrency: subscriber.concurrency ?? 1,
      ordered: subscriber.ordered ?? false,
      deliver: (event, redelivered) => delivery.deliver(event, redelivered),
    }
  }

  async #attach(incarnations: ReadonlyMap<string, string>, log: Log): Promise<void> {
    for (const { subscriber, moved, resent } of await attachSubscribers(this.#database, incarnations)) {
      if (!moved || resent === 0) continue
      log(`The events of subscriber ${subscriber} wait in a new place. ${resent} are sent to it again.`, {
        subscriber,
        resent,
      })
    }
  }

  /** What went down may have come back without what it had last been given. */
  #lookSoon(log: Log): void {
    clearTimeout(this.#look)
    this.#look = setTimeout(() => {
      this.resendLost().then(
        (resent) => {
          if (resent > 0) log(`The transport had lost events. They are sent again: ${resent}.`, { resent })
        },
        (error) => log('It could not be looked for events that the transport has lost.', { error }),
      )
    }, LOOK_AFTER_RECOVERY).unref()
  }

  #refuseStarted(what: string): void {
    if (this.#dispatcher) {
      throw new StoaError('not_allowed', `${what} comes too late: the events are already started.`)
    }
  }
}
