import { type Container, type Log, StoaError } from '@stoa/kernel'
import type { PgBoss } from 'pg-boss'
import { Boss } from './boss.ts'
import { checkName, type HandlerContext } from './subscriber.ts'

/** Work that is done at set times, each time on one host only. */
export interface ScheduledJob {
  /** Letters, digits, `.`, `_` and `-`; unique. */
  name: string
  /** A cron expression of five fields: minute, hour, day of month, month, day of week. */
  cron: string
  /** The time zone the expression is meant in, such as `Europe/Athens`. Default: `UTC`. */
  timezone?: string
  /** Does the work, outside any transaction. If it fails, it is done again at the next set time. */
  handler: (context: HandlerContext) => Promise<unknown> | unknown
}

/** A job in a file of its own, typed. */
export const defineJob = (job: ScheduledJob): ScheduledJob => job

/** `stately`: one run waits at most while one is under way, however many ticks pass. */
const QUEUE = {
  policy: 'stately' as const,
  notify: true,
  heartbeatSeconds: 30,
  expireInSeconds: 12 * 60 * 60,
  deleteAfterSeconds: 24 * 60 * 60,
  retryLimit: 0,
}

const queueOf = (job: string) => `job.${job}`

/** The jobs of this host. */
export class Jobs {
  readonly #container: Container
  readonly #jobs = new Map<string, ScheduledJob>()
  #boss: PgBoss | undefined

  constructor(container: Container) {
    this.#container = container
  }

  add(job: ScheduledJob): void {
    checkName('job', job.name)
    if (this.#jobs.has(job.name)) {
      throw new StoaError('invalid_data', `Two jobs are named ${job.name}. Give one of them another name.`)
    }
    this.#jobs.set(job.name, job)
  }

  async start(log: Log): Promise<void> {
    const boss = await this.#container.resolve(Boss).start(log)
    this.#boss = boss
    const jobs = [...this.#jobs.values()]
    if (jobs.length === 0) return
    const names = jobs.map(({ name }) => queueOf(name))
    const existing = new Set((await boss.getQueues(names)).map(({ name }) => name))
    const schedules = new Map((await boss.getSchedules()).map((schedule) => [schedule.name, schedule]))
    for (const job of jobs) {
      const queue = queueOf(job.name)
      const { cron, timezone: tz = 'UTC' } = job
      if (!existing.has(queue)) await boss.createQueue(queue, QUEUE)
      const known = schedules.get(queue)
      if (known?.cron !== cron || known.timezone !== tz) await boss.schedule(queue, cron, null, { tz })
      await boss.work(queue, () => this.#perform(job, log))
    }
  }

  async runNow(name: string): Promise<void> {
    if (!this.#boss) {
      throw new StoaError('not_allowed', `Job ${name} cannot run before start().`)
    }
    if ((await this.#boss.getQueue(queueOf(name))) === null) {
      throw new StoaError('not_found', `Job ${name} was not found. Schedule it on one of the hosts.`)
    }
    await this.#boss.send(queueOf(name), null)
  }

  async unschedule(name: string): Promise<void> {
    await this.#boss?.unschedule(queueOf(name))
  }

  async stop(): Promise<void> {
    if (!this.#boss) return
    this.#boss = undefined
    await this.#container.resolve(Boss).stop()
  }

  async #perform(job: ScheduledJob, log: Log): Promise<void> {
    try {
      await job.handler({ container: this.#container })
    } catch (error) {
      log(`Job ${job.name} failed. It runs again at its next time.`, { error, job: job.name })
    }
  }
}
