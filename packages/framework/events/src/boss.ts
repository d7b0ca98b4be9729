import { type Container, connectionOf, Database, type Log } from '@stoa/kernel'
import { type DatabaseOptions, type Db, PgBoss } from 'pg-boss'

const SCHEMA = 'stoa_boss'

/** pg-boss on the shop's database, on a small pool of its own. Started by the first that needs it, stopped by the last. */
export class Boss {
  readonly #database: Database
  #users = 0
  #started: Promise<PgBoss> | undefined

  constructor(container: Container) {
    this.#database = container.resolve(Database)
  }

  /** Every call needs its {@link stop}. */
  start(log: Log): Promise<PgBoss> {
    this.#users += 1
    this.#started ??= this.#open(log)
    return this.#started
  }

  async stop(): Promise<void> {
    this.#users -= 1
    if (this.#users > 0 || !this.#started) return
    const boss = await this.#started
    this.#started = undefined
    await boss.stop({ graceful: true, timeout: 60_000 })
  }

  /** Lets pg-boss send a statement in the open transaction. */
  get joined(): Db {
    return {
      executeSql: async (text, values = []) => ({ rows: await this.#database.query(text, values) }),
    }
  }

  async #open(log: Log): Promise<PgBoss> {
    const boss = new PgBoss({
      ...(connectionOf(this.#database.pool) as DatabaseOptions),
      application_name: 'stoa-boss',
      schema: SCHEMA,
      max: 3,
      useListenNotify: true,
      superviseIntervalSeconds: 30,
    })
    boss.on('error', (error) => log('pg-boss failed', { error }))
    boss.on('warning', ({ message, data }) => log(message, { data }))
    await boss.start()
    return boss
  }
}
