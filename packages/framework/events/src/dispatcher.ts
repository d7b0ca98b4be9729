import { type Container, Database, Listener, type Log } from '@stoa/kernel'
import { claimEvents } from './outbox.ts'
import { claimRedeliveries, nextRedelivery } from './redelivery.ts'
import { type KnownSubscriber, knownSubscribers } from './registry.ts'
import { EventTransport, type Publication } from './transport.ts'

/** Rows handed over in one transaction. */
const BATCH = 200
/** Milliseconds after which it looks without having been woken. */
const POLL = 15_000
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000

/** Hands committed events to the transport. Any number of hosts may do so at the same time. */
export class Dispatcher {
  readonly #database: Database
  readonly #transport: EventTransport
  readonly #log: Log
  readonly #listener: Listener
  #stopped = false
  #woken = true
  #wakeUp: (() => void) | undefined
  #retry: NodeJS.Timeout | undefined
  #retryAt = Number.POSITIVE_INFINITY
  #running: Promise<void> | undefined

  constructor(container: Container, log: Log) {
    this.#database = container.resolve(Database)
    this.#transport = container.resolve(EventTransport)
    this.#log = log
    this.#listener = new Listener(this.#database.pool, 'stoa_events', () => this.wake())
  }

  /** Resolves once it listens. */
  async start(): Promise<void> {
    await this.#listener.start()
    this.#running = this.#run()
  }

  /** Resolves once the batch in hand is dispatched. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#retry)
    this.wake()
    await Promise.all([this.#listener.stop(), this.#running])
  }

  /** Looks for work now. */
  wake(): void {
    this.#woken = true
    this.#wakeUp?.()
  }

  /** Looks for work in so many milliseconds, or earlier. */
  wakeIn(milliseconds: number): void {
    const at = Date.now() + milliseconds
    if (this.#stopped || at >= this.#retryAt) return
    clearTimeout(this.#retry)
    this.#retryAt = at
    this.#retry = setTimeout(
      () => {
        this.#retryAt = Number.POSITIVE_INFINITY
        this.wake()
      },
      Math.max(milliseconds, 1),
    )
  }

  async #run(): Promise<void> {
    let wait = FIRST_WAIT
    while (!this.#stopped) {
      this.#woken = false
      try {
        const full = await this.#dispatch()
        wait = FIRST_WAIT
        if (full) continue
        const due = await nextRedelivery(this.#database)
        if (due !== undefined) this.wakeIn(Math.min(due, POLL))
        await this.#pause(POLL)
      } catch (error) {
        this.#log('Events could not be dispatched. They are kept, and it is tried again.', { error })
        await this.#rest(wait)
        wait = Math.min(wait * 2, LONGEST_WAIT)
      }
    }
  }

  /** @returns whether there may be more */
  async #dispatch(): Promise<boolean> {
    return this.#database.transaction(async () => {
      const subscribers = await knownSubscribers(this.#database)
      const events = await claimEvents(this.#database, BATCH)
      const redeliveries = await claimRedeliveries(this.#database, BATCH)
      const publications: Publication[] = [
        ...events.map((event) => ({ event, subscribers: wanting(event.type, subscribers), attempt: 0 })),
        ...redeliveries.map(({ event, subscriber, attempt }) => ({
          event,
          subscribers: [subscriber],
          attempt: Math.max(attempt, 1),
        })),
      ].filter((publication) => publication.subscribers.length > 0)
      if (publications.length > 0) await this.#transport.publish(publications)
      return events.length === BATCH || redeliveries.length === BATCH
    })
  }

  /** Nothing but the end of it all cuts it short: a broker that is down is not asked again for every event. */
  async #rest(milliseconds: number): Promise<void> {
    const until = Date.now() + milliseconds
    while (!this.#stopped && Date.now() < until) {
      this.#woken = false
      await this.#pause(until - Date.now())
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    if (this.#woken || this.#stopped) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, milliseconds)
    this.#wakeUp = resolve
    await promise
    clearTimeout(timer)
    this.#wakeUp = undefined
  }
}

const wanting = (type: string, subscribers: readonly KnownSubscriber[]) =>
  subscribers.filter(({ events }) => events.includes(type) || events.includes('*')).map(({ name }) => name)
