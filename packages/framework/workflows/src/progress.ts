import type { Execution, ExecutionStep } from './execution.ts'

/** What happened to an execution, or to one of its steps. */
export type ProgressKind =
  | 'began'
  | 'step_began'
  | 'step_waits'
  | 'step_done'
  | 'step_retries'
  | 'step_failed'
  | 'compensation_began'
  | 'step_compensated'
  | 'ended'

/** Something that happened, and how things stand since. */
export interface Progress {
  kind: ProgressKind
  execution: Pick<Execution, 'id' | 'workflow' | 'transaction_id' | 'status' | 'result' | 'error'>
  step?: Pick<ExecutionStep, 'name' | 'kind' | 'status' | 'result' | 'error' | 'attempts'>
}

export const PROGRESS = 'stoa_workflows_progress'

/**
 * SQL that tells those who watch, once the transaction has committed. It costs next to nothing as long as nobody does: to
 * notify takes a lock that all transactions of the server share.
 *
 * @param id SQL for the execution's id
 * @param step SQL for the step's name
 */
export const tell = (kind: ProgressKind, id: string, step = 'null::text') =>
  `case when exists (select from stoa_workflows.watcher where until > now())
     then pg_notify('${PROGRESS}', json_build_array('${kind}', ${id}, ${step})::text) end`
