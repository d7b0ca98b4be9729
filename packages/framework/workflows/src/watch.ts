import { createId, type Database, Listener, type Log } from '@stoa/kernel'
import { PROGRESS, type Progress, type ProgressKind } from './progress.ts'
import { fromJson } from './stored.ts'

/** Hears of what happens to executions, on whichever host. `undefined` says that something may have been missed. */
export type WatchListener = (progress: Progress | undefined) => void

type Notice = [kind: ProgressKind, execution_id: string, step: string | null]

/** Seconds for which a host counts as watching after it last said so. */
const HOLDS = 60
/** Rows read at once. */
const BATCH = 500

/** Watches executions on behalf of everybody on this host who wants to: one connection, and one statement for a burst of changes. */
export class Watch {
  readonly #database: Database
  readonly #log: Log
  readonly #id = createId('wfwatch')
  readonly #listeners = new Set<WatchListener>()
  #listener: Listener | undefined
  #timer: NodeJS.Timeout | undefined
  #notices: Notice[] = []
  #telling: Promise<void> | undefined
  /** Begins and ends take turns. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(database: Database, log: Log) {
    this.#database = database
    this.#log = log
  }

  /** @returns what ends it */
  async add(listener: WatchListener): Promise<() => Promise<void>> {
    this.#listeners.add(listener)
    await this.#adapt()
    return async () => {
      this.#listeners.delete(listener)
      await this.#adapt()
    }
  }

  /** Nobody hears of anything any more. */
  async end(): Promise<void> {
    this.#listeners.clear()
    await this.#adapt()
  }

  /** Listens if, and only if, somebody wants to hear. */
  #adapt(): Promise<unknown> {
    const next = this.#turn.then(async () => {
      if (this.#listeners.size > 0 && !this.#listener) await this.#start()
      if (this.#listeners.size === 0 && this.#listener) await this.#stop()
    })
    this.#turn = next.catch(() => undefined)
    return next
  }

  async #start(): Promise<void> {
    const listener = new Listener(this.#database.pool, PROGRESS, (payload) => this.#hear(payload))
    await listener.start()
    try {
      await this.#renew()
    } catch (error) {
      await listener.stop()
      throw error
    }
    this.#listener = listener
    this.#timer = setInterval(
      () => {
        this.#renew().catch((error) =>
          this.#log('It could not be said that executions are watched.', { error }),
        )
      },
      (HOLDS * 1000) / 3,
    )
    this.#timer.unref()
  }

  async #stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#listener?.stop()
    this.#listener = undefined
    await this.#telling
    await this.#database.query('delete from stoa_workflows.watcher where id = $1', [this.#id])
  }

  /** Also forgets hosts that died while they watched. */
  async #renew(): Promise<void> {
    await this.#database.query(
      `with dead as (delete from stoa_workflows.watcher where until < now() - interval '1 hour')
       insert into stoa_workflows.watcher (id, until) values ($1, now() + $2::float8 * interval '1 second')
       on conflict (id) do update set until = excluded.until`,
      [this.#id, HOLDS],
    )
  }

  #hear(payload: string): void {
    if (payload === '') {
      if (this.#listener) this.#tell(undefined)
      return
    }
    this.#notices.push(JSON.parse(payload) as Notice)
    this.#telling ??= this.#tellAll().finally(() => {
      this.#telling = undefined
    })
  }

  async #tellAll(): Promise<void> {
    while (this.#notices.length > 0) {
      const notices = this.#notices.splice(0, BATCH)
      try {
        for (const progress of await this.#read(notices)) this.#tell(progress)
      } catch (error) {
        this.#log('What happened to executions could not be read.', { error })
        this.#tell(undefined)
      }
    }
  }

  #tell(progress: Progress | undefined): void {
    for (const listener of this.#listeners) listener(progress)
  }

  async #read(notices: readonly Notice[]): Promise<Progress[]> {
    const rows = await this.#database.query<{ kind: ProgressKind; execution: any; step: any }>(
      `select n.kind,
         json_build_object('id', e.id, 'workflow', e.workflow, 'transaction_id', e.transaction_id, 'status', e.status,
           'result', e.result, 'error', e.error) as execution,
         case when s.name is not null then json_build_object('name', s.name, 'kind', s.kind, 'status', s.status,
           'result', s.result, 'error', s.error, 'attempts', s.attempts) end as step
       from unnest($1::text[], $2::text[], $3::text[]) with ordinality as n (kind, execution_id, step, no)
       join stoa_workflows.execution e on e.id = n.execution_id
       left join stoa_workflows.step s on s.execution_id = e.id and s.name = n.step order by n.no`,
      [0, 1, 2].map((column) => notices.map((notice) => notice[column])),
      { json: 'text' },
    )
    return rows.map(({ kind, execution, step }) => ({
      kind,
      execution: fromJson(execution),
      ...(step === null ? {} : { step: fromJson(step) }),
    }))
  }
}
