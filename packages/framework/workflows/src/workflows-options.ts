/**
 * How long executions are kept once they have ended. Register one to have it otherwise.
 *
 * @example
 * provide(WorkflowsOptions, () => new WorkflowsOptions({ keep_succeeded_days: 1 }))
 */
export class WorkflowsOptions {
  /** Days for which those that succeeded are kept. Default: 7. */
  readonly keep_succeeded_days: number
  /** Days for which those that failed or were canceled are kept. Default: 30. */
  readonly keep_failed_days: number
  /** Days for which a signal is kept at most for those that may still come to wait for it. Default: 7. */
  readonly keep_signals_days: number

  constructor({
    keep_succeeded_days = 7,
    keep_failed_days = 30,
    keep_signals_days = 7,
  }: Partial<WorkflowsOptions> = {}) {
    this.keep_succeeded_days = keep_succeeded_days
    this.keep_failed_days = keep_failed_days
    this.keep_signals_days = keep_signals_days
  }
}
