import { createId, type Database, StoaError } from '@stoa/kernel'
import type { StoredStep } from './execution.ts'
import type { Failure } from './failure.ts'
import { checkName } from './names.ts'
import { tell } from './progress.ts'
import { type Owned, STORED, storedStep } from './steps.ts'
import { toJson } from './stored.ts'

/** What a step waits for, beside an answer of its own. */
export interface Awaited {
  /** See {@link addressOf}; null where only an answer counts. */
  address: string | null
  match: object | undefined
  /** Seconds; null without end. */
  timeout: number | null
}

/**
 * Where signals of an event about one thing go.
 *
 * @throws StoaError `invalid_data` if they are too long
 */
export function addressOf(event: string, subject: string): string {
  const address = `${event} ${subject}`
  checkName('event and subject of a signal together', address)
  return address
}

/** Where the answers to one step go. */
const answersTo = (execution_id: string, step: string) => `${execution_id}/${step}`

/**
 * Gives a kept signal to the steps that wait for it, and wakes their executions: one that a host works on only learns that a
 * signal has come, one without is due at once. Executions are locked in the order of their ids, and before their steps.
 */
const REACH = `targets as (
  select id from stoa_workflows.execution where id in (select execution_id from waiting) order by id for update
), reached as (
  update stoa_workflows.step s
  set status = case when kept.error is null then 'done' else 'failed' end, result = kept.payload, error = kept.error,
    signal_id = kept.id
  from kept, targets, waiting
  where waiting.execution_id = targets.id and s.execution_id = targets.id and s.name = waiting.name
    and s.status = 'intended' returning s.execution_id, s.name, s.status
), woken as (
  update stoa_workflows.execution e set signals = e.signals + 1,
    lease_expires_at = case when e.owner is null then now() else e.lease_expires_at end,
    resume_at = case when e.owner is null then null else e.resume_at end
  from reached where e.id = reached.execution_id returning e.id
)
select ${tell('step_done', 'execution_id', 'name')} from reached where status = 'done'
union all select ${tell('step_failed', 'execution_id', 'name')} from reached where status = 'failed'
union all select pg_notify('stoa_workflows', 'due') where exists (select from woken)`

/**
 * What comes from outside, and who waits for it. Signals are kept: one may come before anybody waits. Both sides hold a lock
 * on the address until they have committed, so that one of them always sees the other.
 */
export class Signals {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /**
   * Records that a step waits, or that what it waits for has come already.
   *
   * @returns undefined if this host has the execution no longer, or it is canceled
   */
  async await(
    { id, owner }: Owned,
    step: string,
    { address, match, timeout }: Awaited,
  ): Promise<StoredStep | undefined> {
    const answers = answersTo(id, step)
    return this.#database.transaction(async () => {
      await this.#lock(address === null ? [answers] : [answers, address])
      const [row] = await this.#database.query<StoredStep>(
        `with mine as (
           select id, created_at, snapshot from stoa_workflows.execution
           where id = $1 and owner = $2 and cancel_requested_at is null for share
         ), come as (
           select g.id, g.payload, g.error from stoa_workflows.signal g, mine
           where (g.address = $4 or g.address = $5
               and (g.created_at >= mine.created_at or not pg_visible_in_snapshot(g.xid, mine.snapshot))
               and case when $6::jsonb is null then true else g.payload::jsonb @> $6::jsonb end)
             and not exists (select from stoa_workflows.step s where s.execution_id = $1 and s.signal_id = g.id)
           order by g.created_at, g.id limit 1
         )
         insert into stoa_workflows.step as s (execution_id, name, kind, status, result, error, signal_id,
           waiting_for, match, due_at)
         select mine.id, $3::text, 'wait',
           case when come.id is null then 'intended' when come.error is null then 'done' else 'failed' end,
           come.payload, come.error, come.id,
           $5::text, $6::jsonb, clock_timestamp() + $7::float8 * interval '1 second'
         from mine left join come on true returning ${STORED}, ${tell('step_waits', 's.execution_id', 's.name')}`,
        [id, owner, step, answers, address, match === undefined ? null : toJson(match), timeout],
      )
      return row && storedStep(row)
    })
  }

  /** Keeps a signal and gives it to those who wait for it; each time the same `id` comes after the first, does nothing. */
  async send(id: string, address: string, payload: string | null): Promise<void> {
    await this.#database.transaction(async () => {
      await this.#lock([address])
      await this.#database.query(
        `with kept as (
           insert into stoa_workflows.signal (id, address, payload) values ($1, $2, $3::text::json)
           on conflict (id) do nothing returning id, payload, error
         ), waiting as (
           select distinct on (s.execution_id) s.execution_id, s.name
           from kept, stoa_workflows.step s join stoa_workflows.execution e on e.id = s.execution_id
           where s.waiting_for = $2 and s.status = 'intended' and e.status = 'running'
             and case when s.match is null then true else $3::text::jsonb @> s.match end
           order by s.execution_id, s.position
         ), ${REACH}`,
        [id, address, payload],
      )
    })
  }

  /**
   * Answers one step of one execution.
   *
   * @throws StoaError `not_found`; `not_allowed` if the step does not wait and will not; `invalid_data` if there can be none
   */
  async answer(
    execution_id: string,
    step: string,
    payload: string | null,
    error: Failure | null,
  ): Promise<void> {
    checkName('name of a step', step)
    const answers = answersTo(execution_id, step)
    await this.#database.transaction(async () => {
      await this.#lock([answers])
      await this.#refuseUnawaited(execution_id, step, answers)
      await this.#database.query(
        `with kept as (
           insert into stoa_workflows.signal (id, address, payload, error) values ($1, $2, $3::json, $4::json)
           returning id, payload, error
         ), waiting as (
           select s.execution_id, s.name from kept, stoa_workflows.step s
           where s.execution_id = $5 and s.name = $6 and s.kind = 'wait' and s.status = 'intended'
         ), ${REACH}`,
        [createId('wfsig'), answers, payload, error && toJson(error), execution_id, step],
      )
    })
  }

  async #refuseUnawaited(execution_id: string, step: string, answers: string): Promise<void> {
    const [row] = await this.#database.query<{ status: string; waits: boolean | null; answered: boolean }>(
      `select e.status, s.kind = 'wait' and s.status = 'intended' as waits,
         exists (select from stoa_workflows.signal where address = $3) as answered
       from stoa_workflows.execution e
       left join stoa_workflows.step s on s.execution_id = e.id and s.name = $2 where e.id = $1`,
      [execution_id, step, answers],
    )
    if (!row) throw new StoaError('not_found', `Workflow execution with id: ${execution_id} was not found`)
    if (row.status !== 'running') {
      throw new StoaError(
        'not_allowed',
        `Execution ${execution_id} waits for nothing any more: it is ${row.status}.`,
      )
    }
    if (row.waits === false || row.answered) {
      throw new StoaError(
        'not_allowed',
        `Step "${step}" of execution ${execution_id} does not wait for an answer.`,
      )
    }
  }

  /** Until the transaction is over; in one order, whoever locks. */
  async #lock(addresses: readonly string[]): Promise<void> {
    await this.#database.query(
      `select pg_advisory_xact_lock(key) from (
         select distinct hashtextextended(address, 7863) as key from unnest($1::text[]) as a (address) order by 1) keys`,
      [addresses],
    )
  }
}
