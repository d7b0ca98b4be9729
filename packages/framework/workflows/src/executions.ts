import { createId, type Database } from '@stoa/kernel'
import type { Workflow } from './definition.ts'
import type { Claim, Execution, ExecutionStep } from './execution.ts'
import type { Failure } from './failure.ts'
import { LeaseLost } from './interruption.ts'
import { fromJson, toJson } from './stored.ts'

const LEASE = (parameter: string) => `now() + ${parameter}::float8 * interval '1 second'`

/** Holds the execution's row until the step's transaction is over, so that nobody takes it over in between. */
const MINE = `with mine as (select id from stoa_workflows.execution where id = $1 and owner = $2 for share)`

/** What starting an execution came to: this host's own, or one that is there already. */
export interface Begun {
  id: string
  mine: boolean
  status: Execution['status']
  result: any
}

/** The execution's own rows: each method is one statement, in the open transaction if there is one. */
export class Executions {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async begin(
    workflow: Workflow,
    owner: string,
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
       returning id, owner is not distinct from $8 as mine, status, result::text as result`,
      [
        createId('wf_exec'),
        workflow.name,
        workflow.version,
        key ?? null,
        workflow.once,
        transaction_id ?? null,
        input,
        owner,
        workflow.lease,
      ],
      { name: 'workflows_begin' },
    )
    return { ...(row as Begun), result: fromJson(row?.result ?? null) }
  }

  /** Records a finished local step. In the step's own transaction. */
  async done(id: string, owner: string, step: string, result: string | null): Promise<void> {
    const recorded = await this.#database.query(
      `${MINE} insert into stoa_workflows.step (execution_id, name, kind, status, result, finished_at)
       select id, $3::text, 'local', 'done', $4::json, now() from mine returning position`,
      [id, owner, step, result],
      { name: 'workflows_done' },
    )
    if (recorded.length === 0) throw new LeaseLost(id)
  }

  /** Records that an outside system is about to be called. */
  async intend(id: string, owner: string, step: string): Promise<void> {
    const recorded = await this.#database.query(
      `${MINE} insert into stoa_workflows.step (execution_id, name, kind, status)
       select id, $3::text, 'external', 'intended' from mine returning position`,
      [id, owner, step],
      { name: 'workflows_intend' },
    )
    if (recorded.length === 0) throw new LeaseLost(id)
  }

  /** Records what the outside system gave. */
  async called(id: string, owner: string, step: string, result: string | null): Promise<void> {
    const recorded = await this.#database.query(
      `${MINE} update stoa_workflows.step s set status = 'done', result = $4::json, finished_at = now()
       from mine where s.execution_id = mine.id and s.name = $3 returning s.position`,
      [id, owner, step, result],
      { name: 'workflows_called' },
    )
    if (recorded.length === 0) throw new LeaseLost(id)
  }

  /** Records that a step failed, so that the function sees it fail again after a crash. */
  async stepFailed(
    id: string,
    owner: string,
    step: string,
    kind: ExecutionStep['kind'],
    error: Failure,
  ): Promise<void> {
    const recorded = await this.#database.query(
      `${MINE} insert into stoa_workflows.step as s (execution_id, name, kind, status, error, finished_at)
       select id, $3::text, $4::text, 'failed', $5::json, now() from mine
       on conflict (execution_id, name) do update set status = 'failed', error = excluded.error, finished_at = now()
       where s.status = 'intended' returning position`,
      [id, owner, step, kind, toJson(error)],
    )
    if (recorded.length === 0) throw new LeaseLost(id)
  }

  async compensating(id: string, owner: string, error: Failure): Promise<void> {
    const recorded = await this.#database.query(
      `update stoa_workflows.execution set status = 'compensating', error = $3::json where id = $1 and owner = $2
       returning id`,
      [id, owner, toJson(error)],
    )
    if (recorded.length === 0) throw new LeaseLost(id)
  }

  async compensated(id: string, owner: string, step: string): Promise<void> {
    const recorded = await this.#database.query(
      `${MINE} update stoa_workflows.step s set status = 'compensated' from mine
       where s.execution_id = mine.id and s.name = $3 returning s.position`,
      [id, owner, step],
    )
    if (recorded.length === 0) throw new LeaseLost(id)
  }

  /** Ends an execution, and wakes those who wait for it. */
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
         set status = $3, result = $4::json, error = $5::json, finished_at = now(), owner = null, lease_expires_at = null
         where id = $1 and owner = $2 returning id, key
       )
       select case when key is not null then pg_notify('stoa_workflows', id) end from finished`,
      [id, owner, status, result, error && toJson(error)],
      { name: 'workflows_finish' },
    )
    if (recorded.length === 0) throw new LeaseLost(id)
  }

  /** Gives an execution up until later. */
  async postpone(id: string, owner: string, seconds: number): Promise<void> {
    await this.#database.query(
      `update stoa_workflows.execution set owner = null, lease_expires_at = now(), resume_at = ${LEASE('$3')},
         attempts = attempts + 1
       where id = $1 and owner = $2`,
      [id, owner, seconds],
    )
  }

  async renew(id: string, owner: string, lease: number): Promise<boolean> {
    const renewed = await this.#database.query(
      `update stoa_workflows.execution set lease_expires_at = ${LEASE('$3')} where id = $1 and owner = $2 returning id`,
      [id, owner, lease],
    )
    return renewed.length > 0
  }

  /**
   * Takes over executions whose host no longer says that it is alive.
   *
   * @param workflows whose functions this host has
   * @param id only this one
   */
  async takeOver(workflows: readonly Workflow[], limit: number, id?: string): Promise<Claim[]> {
    const known = workflows.map(({ name, version, lease }) => ({ name, version, lease }))
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
       returning e.id, e.workflow, e.version, e.key, e.input::text as input, e.error, e.attempts`,
      [JSON.stringify(known), owner, limit, id ?? null],
    )
    if (claims.length === 0) return []
    const steps = await this.#database.query<ExecutionStep & { execution_id: string }>(
      `select execution_id, name, kind, status, result::text as result, error from stoa_workflows.step
       where execution_id = any($1) order by position`,
      [claims.map((claim) => claim.id)],
    )
    return claims.map((claim) => ({
      ...claim,
      owner,
      input: fromJson(claim.input),
      steps: steps.filter(({ execution_id }) => execution_id === claim.id).map(parsed),
    }))
  }

  async retrieve(id: string): Promise<(Execution & { postponed: boolean; abandoned: boolean }) | undefined> {
    const [row] = await this.#database.query<Execution & { postponed: boolean; abandoned: boolean }>(
      `select id, workflow, version, key, transaction_id, status, input::text as input,
         result::text as result, error, created_at, finished_at,
         coalesce(resume_at > now(), false) as postponed,
         finished_at is null and lease_expires_at <= now() as abandoned
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

  async steps(id: string): Promise<ExecutionStep[]> {
    const steps = await this.#database.query<ExecutionStep>(
      `select name, kind, status, result::text as result, error from stoa_workflows.step
       where execution_id = $1 order by position`,
      [id],
    )
    return steps.map(parsed)
  }
}

const parsed = ({ name, kind, status, result, error }: ExecutionStep): ExecutionStep => ({
  name,
  kind,
  status,
  result: fromJson(result),
  error,
})
