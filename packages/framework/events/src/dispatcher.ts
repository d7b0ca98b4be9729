import { type Container, Database, Listener, type Log } from '@stoa/kernel'
import { claimEvents } from './outbox.ts'
import { claimRedeliveries, nextRedelivery } from './redelivery.ts'
import { type KnownSubscriber, knownSubscribers } from './registry.ts'
import { EventTransport, type Publication } from './transport.ts'
import { takeTurn } from './turn.ts'

/** Rows handed over in one transaction. */
const BATCH = 200
/** Milliseconds after which it looks without having been woken. */
const POLL = 15_000
/** Milliseconds after which it looks whether another host has finished its turn, or died in it. */
const NEXT_TURN = 1_000
const FIRST_WAIT = 500
const LONGEST_WAIT = 30_000

/** Hands committed events to the transport. All hosts of a shop do so, in turns. */
export class Dispatcher {
  readonly #database: Database
  readonly #transport: EventTransport
  readonly #log: Log
  readonly #listener: Listener
  #stopped = false
  #woken = true
  #recoveries = 0
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
    this.recover()
    await Promise.all([this.#listener.stop(), this.#running])
  }

  /** Looks for work now, unless it rests after a failure. */
  wake(): void {
    this.#woken = true
    this.#wakeUp?.()
  }

  /** Looks for work now. */
  recover(): void {
    this.#recoveries += 1
    this.wake()
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
      const recoveries = this.#recoveries
      try {
        if (this.#transport.problem === undefined) {
          await this.#work()
          wait = FIRST_WAIT
          continue
        }
      } catch (error) {
        // A transport that is away says so itself.
        if (this.#transport.problem === undefined)
          this.#log('Events could not be dispatched. They are kept, and it is tried again.', { error })
      }
      await this.#rest(wait, recoveries)
      wait = Math.min(wait * 2, LONGEST_WAIT)
    }
  }

  /** Dispatches a batch, and waits if there is nothing more to do. */
  async #work(): Promise<void> {
    const outcome = await this.#database.transaction(() => this.#dispatch())
    if (outcome === 'more') return
    const next = outcome === 'done' ? await nextRedelivery(this.#database) : NEXT_TURN
    if (next !== undefined) this.wakeIn(Math.min(next, POLL))
    await this.#pause(POLL)
  }

  async #dispatch(): Promise<'more' | 'done' | 'not our turn'> {
    if (!(await takeTurn(this.#database))) return 'not our turn'
    const subscribers = await knownSubscribers(this.#database)
    const events = await claimEvents(this.#database, BATCH)
    const redeliveries = await claimRedeliveries(this.#database, BATCH)
    const publications: Publication[] = [
      ...events.map((event) => ({
        event,
        subscribers: wanting(event.type, subscribers),
        attempt: 0,
        key: event.id,
      })),
      ...redeliveries.map(({ event, subscriber, attempt, due }) => ({
        event,
        subscribers: [named(subscriber, subscribers)],
        attempt: Math.max(attempt, 1),
        key: `${event.id}/${subscriber}/${due}`,
      })),
    ]
    if (publications.length > 0) await this.#transport.publish(publications)
    return events.length === BATCH || redeliveries.length === BATCH ? 'more' : 'done'
  }

  /** A transport that is down is not asked again for every event: only its recovery cuts this short. */
  async #rest(milliseconds: number, recoveries: number): Promise<void> {
    const until = Date.now() + milliseconds
    while (this.#recoveries === recoveries && !this.#stopped && Date.now() < until) {
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
  subscribers.filter(({ events, attached }) => attached && (events.includes(type) || events.includes('*')))

const named = (name: string, subscribers: readonly KnownSubscriber[]) =>
  subscribers.find((subscriber) => subscriber.name === name) ?? { name, ordered: false }
