import type { Container, Log } from '@stoa/kernel'
import type { Job, PgBoss } from 'pg-boss'
import { ulidToUUID } from 'ulid'
import { Boss } from './boss.ts'
import type { StoaEvent } from './event.ts'
import { type Consumer, EventTransport, type Publication } from './transport.ts'

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

/** Jobs of one moment are fetched in the order of their ids, and events' ids sort by time. */
const jobId = ({ id }: StoaEvent) => ulidToUUID(id.slice(id.indexOf('_') + 1))

const queueOf = (subscriber: string) => `event.${subscriber}`

/** Brings events through PostgreSQL alone: one queue a subscriber, one job an event in it. */
export class PgBossTransport extends EventTransport {
  readonly #shared: Boss
  #boss: PgBoss | undefined

  constructor(container: Container) {
    super()
    this.#shared = container.resolve(Boss)
  }

  override async start({ log }: { log: Log }): Promise<void> {
    this.#boss = await this.#shared.start(log)
  }

  override async prepare(consumers: readonly Consumer[]): Promise<void> {
    const queues = consumers.map(({ name }) => queueOf(name))
    if (queues.length === 0) return
    const existing = new Set((await this.#running.getQueues(queues)).map(({ name }) => name))
    for (const queue of queues) {
      if (!existing.has(queue)) await this.#running.createQueue(queue, QUEUE)
    }
  }

  override async consume({ name, concurrency, deliver }: Consumer): Promise<void> {
    const options = {
      batchSize: BATCH,
      burstWhenBatchFull: true,
      localConcurrency: concurrency,
    }
    await this.#running.work(queueOf(name), options, async (jobs: Job<StoaEvent>[]) => {
      for (const { data, retryCount } of jobs) await deliver(data, retryCount > 0)
    })
  }

  override async publish(publications: readonly Publication[]): Promise<void> {
    const jobs = new Map<string, { id?: string; data: StoaEvent }[]>()
    for (const { event, subscribers, attempt } of publications) {
      const job = attempt === 0 ? { id: jobId(event), data: event } : { data: event }
      for (const subscriber of subscribers) {
        const queue = queueOf(subscriber)
        const waiting = jobs.get(queue)
        if (waiting) waiting.push(job)
        else jobs.set(queue, [job])
      }
    }
    for (const [queue, waiting] of jobs) {
      await this.#running.insert(queue, waiting, { db: this.#shared.joined })
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
