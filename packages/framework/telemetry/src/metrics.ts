import { type Container, Database, type Log } from '@stoa/kernel'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** A value as it is at this moment. */
export interface Sample {
  /** Such as `stoa_events_waiting`. */
  name: string
  help: string
  value: number
  labels?: Record<string, string>
}

/** Milliseconds samples are good for, so that however many ask, the database is asked rarely. */
const FRESH = 5_000
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What this host counts, for Prometheus. */
export class Metrics {
  readonly registry = new Registry()
  /** Seconds from a request to the end of its answer. */
  readonly requests: Histogram<'method' | 'route' | 'status'>
  readonly #gauges = new Map<string, Gauge>()
  readonly #samplers: (() => Promise<Sample[]> | Sample[])[] = []
  readonly #failed: Counter
  #log: Log = () => undefined
  #sampledAt = Number.NEGATIVE_INFINITY
  #sampling: Promise<void> | undefined

  constructor(container: Container) {
    const registers = [this.registry]
    this.requests = new Histogram({
      name: 'stoa_http_request_duration_seconds',
      help: 'Seconds from a request to the end of its answer',
      labelNames: ['method', 'route', 'status'],
      buckets: DURATIONS,
      registers,
    })
    this.#failed = new Counter({
      name: 'stoa_metrics_failed_total',
      help: 'Samples that could not be taken',
      registers,
    })
    collectDefaultMetrics({ register: this.registry })
    watchDatabase(container.resolve(Database), this)
  }

  /**
   * Adds values that are looked up when somebody asks for the metrics, every five seconds at most. One sampler that fails
   * spoils none of the others.
   *
   * @example
   * metrics.sample(async () => [{ name: 'shop_open_carts', help: 'Carts without an order', value: await openCarts() }])
   */
  sample(sampler: () => Promise<Sample[]> | Sample[]): void {
    this.#samplers.push(sampler)
  }

  /** Hears of samplers that fail. */
  logTo(log: Log): void {
    this.#log = log
  }

  /** All metrics in the text form of Prometheus. */
  async text(): Promise<string> {
    await this.#takeSamples()
    return this.registry.metrics()
  }

  async #takeSamples(): Promise<void> {
    if (Date.now() - this.#sampledAt < FRESH) return
    this.#sampling ??= this.#sampleAll().finally(() => {
      this.#sampling = undefined
      this.#sampledAt = Date.now()
    })
    await this.#sampling
  }

  async #sampleAll(): Promise<void> {
    const taken = await Promise.allSettled(this.#samplers.map(async (sampler) => sampler()))
    // What has no value any more, such as a state nothing is in, must not keep its old one.
    for (const gauge of this.#gauges.values()) gauge.reset()
    for (const result of taken) {
      if (result.status === 'fulfilled') for (const sample of result.value) this.#set(sample)
      else {
        this.#failed.inc()
        this.#log('A sample for the metrics could not be taken.', { error: result.reason })
      }
    }
  }

  #set({ name, help, value, labels = {} }: Sample): void {
    let gauge = this.#gauges.get(name)
    if (!gauge) {
      gauge = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [this.registry] })
      this.#gauges.set(name, gauge)
    }
    gauge.set(labels, value)
  }
}

function watchDatabase(database: Database, metrics: Metrics): void {
  const statements = new Histogram({
    name: 'stoa_sql_statement_duration_seconds',
    help: 'Seconds from a statement to its result',
    buckets: DURATIONS,
    registers: [metrics.registry],
  })
  const failures = new Counter({
    name: 'stoa_sql_failures_total',
    help: 'Statements that failed, by SQLSTATE: 40P01 is a deadlock, 40001 a serialization failure',
    labelNames: ['code'],
    registers: [metrics.registry],
  })
  database.onStatement(() => {
    const end = statements.startTimer()
    return (error?: unknown) => {
      end()
      if (error) failures.inc({ code: String((error as { code?: unknown }).code ?? 'unknown') })
    }
  })
  const races = new Counter({
    name: 'stoa_database_lost_races_total',
    help: 'Transactions that deadlocked or could not be serialized, and whether they are run again',
    labelNames: ['reason', 'outcome'],
    registers: [metrics.registry],
  })
  database.onLostRace(({ reason, outcome }) => races.inc({ reason, outcome }))
  metrics.sample(() => {
    const { totalCount, idleCount, waitingCount } = database.pool
    const help = 'Connections to PostgreSQL'
    return [
      { name: 'stoa_database_connections', help, value: idleCount, labels: { state: 'idle' } },
      { name: 'stoa_database_connections', help, value: totalCount - idleCount, labels: { state: 'busy' } },
      {
        name: 'stoa_database_waiting',
        help: 'Those who wait for a connection: more than none for long means the pool is too small',
        value: waitingCount,
      },
    ]
  })
}
