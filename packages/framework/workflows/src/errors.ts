import { StoaError } from '@stoa/kernel'

const TIMEOUT = 'step_timeout'
const CANCELED = 'workflow_canceled'

/** A step was not done in time. */
export const timedOut = (step: string, what: string) =>
  new StoaError('conflict', `Step "${step}" ${what}.`, { code: TIMEOUT })

/** Whether an error says that a step waited, or an outside system took, longer than its `timeout`. */
export const isTimeout = (error: unknown): boolean => StoaError.is(error) && error.code === TIMEOUT

/** An execution was canceled: what it did is taken back. */
export class Canceled extends StoaError {
  readonly execution_id: string

  constructor(execution_id: string) {
    super('conflict', `Execution ${execution_id} was canceled.`, { code: CANCELED })
    this.execution_id = execution_id
  }
}

/** Whether an error says that the execution somebody waited for was canceled. */
export const isCanceled = (error: unknown): boolean => StoaError.is(error) && error.code === CANCELED
