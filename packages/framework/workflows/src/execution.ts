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
  /** `intended`: an outside system is being called, it is awaited, or the step is to be tried again. */
  status: 'intended' | 'done' | 'failed' | 'compensated'
  result: any
  error: Failure | null
  attempts: number
  /** When it is tried again, has slept enough or has waited too long. */
  due_at: Date | null
}

/** A step as a host that works on it finds it. */
export interface StoredStep extends Omit<ExecutionStep, 'due_at'> {
  /** Whether it goes on without a signal by now. */
  due: boolean
  /** Seconds until then; null where it never does. */
  due_in: number | null
  /** When the function had what came of it, in microseconds; null if it had not yet. */
  ended: number | null
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
  /** Whether somebody wants it stopped, and nothing has been undone yet. */
  canceled: boolean
  attempts: number
  steps: readonly StoredStep[]
}
