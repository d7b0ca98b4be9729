import type { Database } from '@stoa/kernel'
import type { ExecutionStep, StoredStep } from './execution.ts'
import type { Failure } from './failure.ts'
import { tell } from './progress.ts'
import { fromJson, toJson } from './stored.ts'

/** An execution, as a host that works on it names it. */
export interface Owned {
  id: string
  owner: string
}

/** Holds the execution's row until the step's transaction is over, so that nobody takes it over in between. */
const MINE = `with mine as (select id from stoa_workflows.execution where id = $1 and owner = $2 for share)`

/** As {@link MINE}, for what begins something: not once somebody wants it stopped. */
const GOING = `with mine as (
  select id from stoa_workflows.execution where id = $1 and owner = $2 and cancel_requested_at is null for share)`

/** The columns of a {@link StoredStep}. */
export const STORED = `name, kind, status, result::text as result, error, attempts,
  coalesce(due_at <= now(), false) as due, extract(epoch from due_at - now())::float8 as due_in,
  (extract(epoch from finished_at) * 1000000)::float8 as ended`

/**
 * The rows of steps: each method is one statement, in the open transaction if there is one. Those that record something
 * give false where this host may not: another one has the execution, or it is canceled.
 */
export class Steps {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Records a finished local step. In the step's own transaction. */
  async done({ id, owner }: Owned, step: string, attempt: number, result: string | null): Promise<boolean> {
    return this.#recorded(
      `${GOING} insert into stoa_workflows.step as s (execution_id, name, kind, status, attempts, result, finished_at)
       select id, $3::text, 'local', 'done', $4::int, $5::json, clock_timestamp() from mine
       on conflict (execution_id, name) do update
       set status = 'done', attempts = excluded.attempts, result = excluded.result, error = null, finished_at = clock_timestamp()
       where s.status = 'intended' returning ${tell('step_done', 's.execution_id', 's.name')}`,
      [id, owner, step, attempt, result],
      'workflows_done',
    )
  }

  /** Records that an outside system is about to be called. */
  async intend({ id, owner }: Owned, step: string): Promise<boolean> {
    return this.#recorded(
      `${GOING} insert into stoa_workflows.step as s (execution_id, name, kind, status)
       select id, $3::text, 'external', 'intended' from mine
       on conflict (execution_id, name) do update set kind = 'external', attempts = s.attempts + 1, due_at = null
       where s.status = 'intended' and s.kind = 'local' returning ${tell('step_began', 's.execution_id', 's.name')}`,
      [id, owner, step],
      'workflows_intend',
    )
  }

  /** Records what the outside system gave. */
  async called({ id, owner }: Owned, step: string, attempt: number, result: string | null): Promise<boolean> {
    return this.#recorded(
      `${MINE} update stoa_workflows.step s
       set status = 'done', attempts = $4, result = $5::json, error = null, finished_at = clock_timestamp()
       from mine where s.execution_id = mine.id and s.name = $3 returning ${tell('step_done', 's.execution_id', 's.name')}`,
      [id, owner, step, attempt, result],
      'workflows_called',
    )
  }

  /** Records that a step failed, so that the function sees it fail again after a crash. */
  async failed(
    { id, owner }: Owned,
    step: string,
    kind: ExecutionStep['kind'],
    attempt: number,
    error: Failure,
  ): Promise<boolean> {
    return this.#recorded(
      `${MINE} insert into stoa_workflows.step as s (execution_id, name, kind, status, attempts, error, finished_at)
       select id, $3::text, $4::text, 'failed', $5::int, $6::json, clock_timestamp() from mine
       on conflict (execution_id, name) do update
       set status = 'failed', attempts = excluded.attempts, error = excluded.error, finished_at = clock_timestamp()
       where s.status = 'intended' returning ${tell('step_failed', 's.execution_id', 's.name')}`,
      [id, owner, step, kind, attempt, toJson(error)],
    )
  }

  /** Records that a step failed and is tried again in so many seconds. */
  async retry(
    { id, owner }: Owned,
    step: string,
    kind: ExecutionStep['kind'],
    attempt: number,
    seconds: number,
    error: Failure,
  ): Promise<boolean> {
    return this.#recorded(
      `${GOING} insert into stoa_workflows.step as s (execution_id, name, kind, status, attempts, error, due_at)
       select id, $3::text, $4::text, 'intended', $5::int, $6::json, now() + $7::float8 * interval '1 second' from mine
       on conflict (execution_id, name) do update
       set attempts = excluded.attempts, error = excluded.error, due_at = excluded.due_at
       where s.status = 'intended' returning ${tell('step_retries', 's.execution_id', 's.name')}`,
      [id, owner, step, kind, attempt, toJson(error), seconds],
    )
  }

  async compensated({ id, owner }: Owned, step: string): Promise<boolean> {
    return this.#recorded(
      `${MINE} update stoa_workflows.step s set status = 'compensated' from mine
       where s.execution_id = mine.id and s.name = $3 returning ${tell('step_compensated', 's.execution_id', 's.name')}`,
      [id, owner, step],
    )
  }

  /** Records that the execution sleeps. */
  async sleep({ id, owner }: Owned, step: string, until: number | Date): Promise<boolean> {
    const seconds = typeof until === 'number' ? until : null
    return this.#recorded(
      `${GOING} insert into stoa_workflows.step as s (execution_id, name, kind, status, due_at)
       select id, $3::text, 'wait', 'intended', coalesce($4::timestamptz, now() + $5::float8 * interval '1 second') from mine
       returning ${tell('step_waits', 's.execution_id', 's.name')}`,
      [id, owner, step, seconds === null ? (until as Date).toISOString() : null, seconds],
    )
  }

  /** Ends a wait whose time is over: with an error, or without where it only slept. Not if a signal has come first. */
  async over({ id, owner }: Owned, step: string, error: Failure | null): Promise<boolean> {
    return this.#recorded(
      `${MINE} update stoa_workflows.step s
       set status = case when $4::json is null then 'done' else 'failed' end, error = $4::json, finished_at = clock_timestamp()
       from mine where s.execution_id = mine.id and s.name = $3 and s.status = 'intended' returning
         case when s.status = 'done' then ${tell('step_done', 's.execution_id', 's.name')}
           else ${tell('step_failed', 's.execution_id', 's.name')} end`,
      [id, owner, step, error && toJson(error)],
    )
  }

  /**
   * All as of one moment, without a lock: a signal that is not seen here must not be counted either.
   *
   * Steps that hold an execution, and whether this host still has it. Those that a signal ended are ended for the function,
   * too, from now on.
   *
   * @returns undefined if it has not; otherwise also how many signals have reached the execution by then
   */
  async look(
    { id, owner }: Owned,
    names: readonly string[],
  ): Promise<{ signals: number; canceled: boolean; steps: StoredStep[] } | undefined> {
    const rows = await this.#database.query<StoredStep & { signals: number; canceled: boolean }>(
      `with mine as (
         select id, signals, cancel_requested_at is not null as canceled from stoa_workflows.execution
         where id = $1 and owner = $2
       ), seen as (
         update stoa_workflows.step s set finished_at = clock_timestamp() from mine
         where s.execution_id = mine.id and s.name = any($3) and s.status <> 'intended' and s.finished_at is null
           and not mine.canceled returning s.name, s.finished_at
       ), held as (
         select s.name, kind, status, result, error, attempts, due_at, coalesce(seen.finished_at, s.finished_at) as finished_at
         from stoa_workflows.step s left join seen on seen.name = s.name
         where s.execution_id = $1 and s.name = any($3)
       )
       select mine.signals, mine.canceled, s.* from mine left join (select ${STORED} from held) s on true order by s.ended`,
      [id, owner, names],
    )
    const [first] = rows
    const steps = rows.filter(({ name }) => name !== null).map(storedStep)
    return first && { signals: first.signals, canceled: first.canceled, steps }
  }

  /** The steps of executions that a host takes over, in the order in which they began. */
  async stored(ids: readonly string[]): Promise<(StoredStep & { execution_id: string })[]> {
    const rows = await this.#database.query<StoredStep & { execution_id: string }>(
      `select execution_id, ${STORED} from stoa_workflows.step where execution_id = any($1) order by position`,
      [ids],
    )
    return rows.map((row) => ({ ...storedStep(row), execution_id: row.execution_id }))
  }

  /** The steps of an execution, for whoever wants to see them. */
  async list(id: string): Promise<ExecutionStep[]> {
    const rows = await this.#database.query<ExecutionStep>(
      `select name, kind, status, result::text as result, error, attempts, due_at from stoa_workflows.step
       where execution_id = $1 order by position`,
      [id],
    )
    return rows.map((row) => ({
      ...row,
      result: fromJson(row.result),
      due_at: row.due_at && new Date(row.due_at),
    }))
  }

  async #recorded(text: string, values: unknown[], name?: string): Promise<boolean> {
    const rows = await this.#database.query(text, values, name === undefined ? {} : { name })
    return rows.length > 0
  }
}

/** A row of {@link STORED}, with its JSON read. */
export const storedStep = ({
  name,
  kind,
  status,
  result,
  error,
  attempts,
  due,
  due_in,
  ended,
}: StoredStep): StoredStep => ({
  name,
  kind,
  status,
  result: fromJson(result),
  error,
  attempts,
  due,
  due_in,
  ended,
})
