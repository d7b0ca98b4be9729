import type { Container } from '@stoa/kernel'
import type { Job, PgBoss } from 'pg-boss'
import { ulidToUUID } from 'ulid'
import { Boss } from './boss.ts'
import type { StoaEvent } from './event.ts'
import {
  type Consumer,
  EventTransport,
  type Publication,
  type Recipient,
  type TransportHost,
} from './transport.ts'

const YEAR = 365 * 24 * 60 * 60

/**
 * A job that fails here lost its process or the database; a handler's own errors never reach pg-boss. So it is tried
 * again without end.
 */
const QUEUE = {
  notify: true,
  heartbeatSeconds: 30,
  expireInSeconds: 12 * 60 * 60,
  retentionSeconds: YEAR,
  deleteAfterSeconds: 60 * 60,
  retryLimit: 100_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
}

/** More than one, for pg-boss only fetches on without a pause after a full batch of several. */
const BATCH = 10

/** At most one job of a key is under way or waits to be tried again; the next oldest follows. */
const ORDERED_QUEUE = { ...QUEUE, policy: 'key_strict_fifo' as const }

/** Jobs of one moment are fetched in the order of their ids, and events' ids sort by time. */
const jobId = ({ id }: StoaEvent) => ulidToUUID(id.slice(id.indexOf('_') + 1))

/** A queue cannot change its policy: a subscriber that asks for order gets another one. */
const queueOf = ({ name, ordered }: Recipient) => `${ordered ? 'ordered' : 'event'}.${name}`

const incarnationOf = ({ ordered }: Recipient) => (ordered ? 'pg-boss/ordered' : 'pg-boss')

/** Brings events through PostgreSQL alone: one queue a subscriber, one job an event in it. */
export class PgBossTransport extends EventTransport {
  readonly #shared: Boss
  #boss: PgBoss | undefined

  constructor(container: Container) {
    super()
    this.#shared = container.resolve(Boss)
  }

  override async start({ log, consumers, attach }: TransportHost): Promise<void> {
    this.#boss = await this.#shared.start(log)
    if (consumers.length === 0) return
    await this.#createQueues(consumers)
    await attach(new Map(consumers.map((consumer) => [consumer.name, incarnationOf(consumer)])))
    await Promise.all(consumers.map((consumer) => this.#consume(consumer)))
  }

  override async publish(publications: readonly Publication[]): Promise<void> {
    const jobs = new Map<string, object[]>()
    for (const { event, subscribers, attempt } of publications) {
      for (const subscriber of subscribers) {
        const queue = queueOf(subscriber)
        const job = {
          ...(attempt === 0 ? { id: jobId(event) } : {}),
          ...(subscriber.ordered ? { singletonKey: event.subject ?? event.id } : {}),
          data: event,
        }
        const waiting = jobs.get(queue)
        if (waiting) waiting.push(job)
        else jobs.set(queue, [job])
      }
    }
    for (const [queue, waiting] of jobs) {
      await this.#running.insert(queue, waiting, { db: this.#shared.joined })
    }
  }

  override async forget(name: string): Promise<void> {
    for (const ordered of [false, true]) await this.#running.deleteQueue(queueOf({ name, ordered }))
  }

  async #createQueues(consumers: readonly Consumer[]): Promise<void> {
    const existing = new Set((await this.#running.getQueues(consumers.map(queueOf))).map(({ name }) => name))
    for (const consumer of consumers) {
      const queue = queueOf(consumer)
      const options = consumer.ordered ? ORDERED_QUEUE : QUEUE
      if (!existing.has(queue)) await this.#running.createQueue(queue, options)
    }
  }

  async #consume(consumer: Consumer): Promise<void> {
    if (consumer.ordered) return this.#consumeInOrder(consumer)
    const options = {
      batchSize: BATCH,
      burstWhenBatchFull: true,
      localConcurrency: consumer.concurrency,
    }
    await this.#running.work(queueOf(consumer), options, async (jobs: Job<StoaEvent>[]) => {
      for (const { data, retryCount } of jobs) await consumer.deliver(data, retryCount > 0)
    })
  }

  /** Each worker takes one job and looks for the next at once: only what is done makes way for it, and that wakes nobody. */
  async #consumeInOrder(consumer: Consumer): Promise<void> {
    const boss = this.#running
    for (let no = 0; no < consumer.concurrency; no += 1) {
      const worker = await boss.work(queueOf(consumer), async ([job]: Job<StoaEvent>[]) => {
        if (job) await consumer.deliver(job.data, job.retryCount > 0)
        boss.notifyWorker(worker)
      })
    }
  }

  override async stop(): Promise<void> {
    if (!this.#boss) return
    this.#boss = undefined
    await this.#shared.stop()
  }

  get #running(): PgBoss {
    if (!this.#boss) throw new Error('The transport is not started.')
    return this.#boss
  }
}
