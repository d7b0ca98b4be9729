import type { Database } from '@stoa/kernel'
import type { Workflow } from './definition.ts'
import type { Execution, ExecutionStatus } from './execution.ts'
import { knownJson } from './executions.ts'

/** How many executions there are; for metrics. */
export interface ExecutionCounts
  extends Record<Exclude<ExecutionStatus, 'running' | 'compensating'>, number> {
  /** A host works on them, or is about to. */
  running: number
  /** They rest until a signal comes or their time is over. */
  waiting: number
  /** What they did is being taken back. */
  compensating: number
  /** Of the unfinished ones, those that are due and of a version that this host does not know, nor any other. */
  stuck: number
  /** Seconds since the oldest unfinished one began; 0 where there is none. */
  oldest_unfinished: number
}

/** An execution that nobody goes on with, for no host knows its workflow in that version. */
export type StuckExecution = Pick<Execution, 'id' | 'workflow' | 'version' | 'status' | 'created_at'>

/** Who has the definition would have taken it over long before. */
const STUCK = `e.finished_at is null and e.lease_expires_at < now() - interval '1 minute' and k.name is null`

const KNOWN = `known as (select * from jsonb_to_recordset($1::jsonb) as k (name text, version int))`

const JOINED = `stoa_workflows.execution e left join known k on k.name = e.workflow and k.version = e.version`

const NONE = { succeeded: 0, failed: 0, canceled: 0, compensation_failed: 0 }

/** Looks at all executions. */
export class Overview {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** One statement. */
  async counts(workflows: readonly Workflow[]): Promise<ExecutionCounts> {
    const [row] = await this.#database.query<ExecutionCounts & { finished: object | null }>(
      `with ${KNOWN}, unfinished as (
         select e.status, e.owner is null and e.lease_expires_at > now() as rests, ${STUCK} as stuck, e.created_at
         from ${JOINED} where e.finished_at is null
       ), finished as (
         select status, count(*)::int as count from stoa_workflows.execution
         where finished_at is not null and pruned_at is null group by status
       )
       select (select json_object_agg(status, count) from finished) as finished,
         count(*) filter (where status = 'running' and not rests)::int as running,
         count(*) filter (where status = 'running' and rests)::int as waiting,
         count(*) filter (where status = 'compensating')::int as compensating,
         count(*) filter (where stuck)::int as stuck,
         greatest(coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0), 0)::float8 as oldest_unfinished
       from unfinished`,
      [knownJson(workflows)],
    )
    const { finished, ...unfinished } = row as NonNullable<typeof row>
    return { ...unfinished, ...NONE, ...finished }
  }

  /** The oldest first. */
  async stuck(workflows: readonly Workflow[], limit: number): Promise<StuckExecution[]> {
    const rows = await this.#database.query<StuckExecution>(
      `with ${KNOWN} select e.id, e.workflow, e.version, e.status, e.created_at from ${JOINED}
       where ${STUCK} order by e.created_at limit $2`,
      [knownJson(workflows), limit],
    )
    return rows.map((row) => ({ ...row, created_at: new Date(row.created_at) }))
  }
}
