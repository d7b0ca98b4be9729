import type { Failure } from './failure.ts'

export type ExecutionStatus =
  | 'running'
  | 'compensating'
  | 'succeeded'
  | 'failed'
  | 'canceled'
  | 'compensation_failed'

/** An execution of a workflow. */
export interface Execution {
  id: string
  workflow: string
  version: number
  key: string | null
  transaction_id: string | null
  status: ExecutionStatus
  input: any
  result: any
  error: Failure | null
  created_at: Date
  finished_at: Date | null
}

/** A step of an execution, as far as it got. */
export interface ExecutionStep {
  name: string
  kind: 'local' | 'external' | 'wait'
  /** `intended`: an outside system is being called, or nobody knows what came of it. */
  status: 'intended' | 'done' | 'failed' | 'compensated'
  result: any
  error: Failure | null
}

/** What a host needs to go on with an execution. */
export interface Claim {
  id: string
  workflow: string
  version: number
  key: string | null
  owner: string
  input: any
  /** Set where it is being undone. */
  error: Failure | null
  attempts: number
  steps: readonly ExecutionStep[]
}
