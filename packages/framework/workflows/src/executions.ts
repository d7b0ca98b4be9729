import { createId, type Database } from '@stoa/kernel'
import type { Workflow } from './definition.ts'
import { Canceled } from './errors.ts'
import type { Claim, Execution } from './execution.ts'
import type { Failure } from './failure.ts'
import { type Interruption, LeaseLost } from './interruption.ts'
import { tell } from './progress.ts'
import type { Steps } from './steps.ts'
import { fromJson, toJson } from './stored.ts'

const LEASE = (parameter: string) => `now() + ${parameter}::float8 * interval '1 second'`

/** What starting an execution came to: this host's own, or one that is there already. */
export interface Begun {
  id: string
  mine: boolean
  status: Execution['status']
  result: any
}

/** An execution as those who wait for it see it. */
export interface Seen extends Execution {
  /** Somebody goes on with it later. */
  postponed: boolean
  /** Whoever comes first goes on with it. */
  abandoned: boolean
  /** Somebody wants it stopped. */
  canceling: boolean
}

/** The execution's own rows: each method is one statement, in the open transaction if there is one. */
export class Executions {
  readonly #database: Database
  readonly #steps: Steps

  constructor(database: Database, steps: Steps) {
    this.#database = database
    this.#steps = steps
  }

  /** @param owner null for one that nobody works on yet, and anybody may */
  async begin(
    workflow: Workflow,
    owner: string | null,
    input: string | null,
    key: string | undefined,
    transaction_id: string | undefined,
  ): Promise<Begun> {
    const [row] = await this.#database.query<Begun>(
      `insert into stoa_workflows.execution as e
         (id, workflow, version, key, once, transaction_id, input, owner, lease_expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, ${LEASE('$9')})
       on conflict (workflow, key) where finished_at is null or (once and status = 'succeeded')
       do update set joined = e.joined + 1
       returning id, owner is not distinct from $8 as mine, status, result::text as result,
         case when joined = 0 then ${tell('began', 'e.id')} end`,
      [
        createId('wf_exec'),
        workflow.name,
        workflow.version,
        key ?? null,
        workflow.once,
        transaction_id ?? null,
        input,
        owner,
        owner === null ? 0 : workflow.lease,
      ],
      { name: 'workflows_begin' },
    )
    return { ...(row as Begun), result: fromJson(row?.result ?? null) }
  }

  async compensating(id: string, owner: string, error: Failure): Promise<void> {
    const recorded = await this.#database.query(
      `update stoa_workflows.execution set status = 'compensating', error = $3::json where id = $1 and owner = $2
       returning ${tell('compensation_began', 'id')}`,
      [id, owner, toJson(error)],
    )
    if (recorded.length === 0) throw new LeaseLost(id)
  }

  /**
   * Ends an execution, and wakes those who wait for it. One that is to be canceled cannot succeed any more, and one that
   * failed after that counts as canceled.
   */
  async finish(
    id: string,
    owner: string,
    status: 'succeeded' | 'failed' | 'compensation_failed',
    result: string | null,
    error: Failure | null,
  ): Promise<void> {
    const recorded = await this.#database.query(
      `with finished as (
         update stoa_workflows.execution
         set status = case when $3 = 'failed' and cancel_requested_at is not null then 'canceled' else $3 end,
           result = $4::json, error = $5::json, finished_at = now(), owner = null, lease_expires_at = null
         where id = $1 and owner = $2 and ($3 <> 'succeeded' or cancel_requested_at is null) returning id, key
       )
       select case when key is not null then pg_notify('stoa_workflows', id) end, ${tell('ended', 'id')} as told from finished`,
      [id, owner, status, result, error && toJson(error)],
      { name: 'workflows_finish' },
    )
    if (recorded.length === 0) throw await this.refusal(id, owner)
  }

  /** Gives an execution up until later, because it could not be taken back. */
  async postpone(id: string, owner: string, seconds: number): Promise<void> {
    await this.#database.query(
      `update stoa_workflows.execution
       set owner = null, lease_expires_at = ${LEASE('$3')}, resume_at = ${LEASE('$3')}, attempts = attempts + 1
       where id = $1 and owner = $2`,
      [id, owner, seconds],
    )
  }

  /**
   * Gives an execution up until one of these steps is due or signalled.
   *
   * @param signals how many had come when the steps were last looked at
   * @returns whether it did: not if a signal has come since, somebody wants it canceled or another host has it
   */
  async park(id: string, owner: string, steps: readonly string[], signals: number): Promise<boolean> {
    const parked = await this.#database.query(
      `with due as (
         select coalesce(min(due_at), 'infinity') as at from stoa_workflows.step
         where execution_id = $1 and name = any($3)
       )
       update stoa_workflows.execution set owner = null, lease_expires_at = due.at, resume_at = due.at from due
       where id = $1 and owner = $2 and signals = $4 and cancel_requested_at is null returning id`,
      [id, owner, steps, signals],
    )
    return parked.length > 0
  }

  async renew(id: string, owner: string, lease: number): Promise<boolean> {
    const renewed = await this.#database.query(
      `update stoa_workflows.execution set lease_expires_at = ${LEASE('$3')} where id = $1 and owner = $2 returning id`,
      [id, owner, lease],
    )
    return renewed.length > 0
  }

  /**
   * Asks for an execution to be stopped. One that nobody works on is due at once.
   *
   * @returns whether there was something to stop
   */
  async requestCancel(id: string): Promise<boolean> {
    const asked = await this.#database.query(
      `update stoa_workflows.execution
       set cancel_requested_at = coalesce(cancel_requested_at, now()),
         lease_expires_at = case when owner is null then now() else lease_expires_at end,
         resume_at = case when owner is null then null else resume_at end
       where id = $1 and status = 'running'
       returning case when owner is null then pg_notify('stoa_workflows', 'due') end`,
      [id],
    )
    return asked.length > 0
  }

  /** Tells all hosts, once the open transaction has committed, that there is an execution for one of them. */
  async tellDue(): Promise<void> {
    await this.#database.query(`select pg_notify('stoa_workflows', 'due')`)
  }

  /** Why a host may not go on with an execution. */
  async refusal(id: string, owner: string): Promise<Interruption | Canceled> {
    const [row] = await this.#database.query(
      `select 1 from stoa_workflows.execution where id = $1 and owner = $2 and cancel_requested_at is not null`,
      [id, owner],
    )
    return row ? new Canceled(id) : new LeaseLost(id)
  }

  /**
   * Takes over executions that are due: whose host no longer says that it is alive, or that were given up until now.
   *
   * @param workflows whose functions this host has
   * @param id only this one
   */
  async takeOver(workflows: readonly Workflow[], limit: number, id?: string): Promise<Claim[]> {
    const owner = createId('wfown')
    const claims = await this.#database.query<Omit<Claim, 'steps' | 'owner'>>(
      `with known as (
         select * from jsonb_to_recordset($1::jsonb) as k (name text, version int, lease float8)
       ), left_alone as (
         select e.id, k.lease from stoa_workflows.execution e
         join known k on k.name = e.workflow and k.version = e.version
         where e.finished_at is null and e.lease_expires_at <= now()
           and (e.resume_at is null or e.resume_at <= now()) and ($4::text is null or e.id = $4)
         order by e.lease_expires_at limit $3 for update of e skip locked
       )
       update stoa_workflows.execution e
       set owner = $2, resume_at = null, lease_expires_at = ${LEASE('l.lease')}
       from left_alone l where e.id = l.id
       returning e.id, e.workflow, e.version, e.key, e.input::text as input, e.error, e.attempts,
         e.cancel_requested_at is not null and e.status = 'running' as canceled`,
      [knownJson(workflows), owner, limit, id ?? null],
    )
    if (claims.length === 0) return []
    const steps = await this.#steps.stored(claims.map((claim) => claim.id))
    return claims.map((claim) => ({
      ...claim,
      owner,
      input: fromJson(claim.input),
      steps: steps.filter(({ execution_id }) => execution_id === claim.id),
    }))
  }

  async retrieve(id: string): Promise<Seen | undefined> {
    const [row] = await this.#database.query<Seen>(
      `select id, workflow, version, key, transaction_id, status, input::text as input,
         result::text as result, error, created_at, finished_at,
         coalesce(resume_at > now(), false) as postponed,
         finished_at is null and lease_expires_at <= now() as abandoned, cancel_requested_at is not null as canceling
       from stoa_workflows.execution where id = $1`,
      [id],
      { name: 'workflows_retrieve' },
    )
    return (
      row && {
        ...row,
        input: fromJson(row.input),
        result: fromJson(row.result),
        created_at: new Date(row.created_at),
        finished_at: row.finished_at && new Date(row.finished_at),
      }
    )
  }
}

/** Workflows as the statements here take them. */
export const knownJson = (workflows: readonly Workflow[]) =>
  JSON.stringify(workflows.map(({ name, version, lease }) => ({ name, version, lease })))
