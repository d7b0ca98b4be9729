export type { Log } from '@stoa/kernel'
export {
  type AcceptedRun,
  defineWorkflow,
  type HookContext,
  type HookFunction,
  type Workflow,
  type WorkflowContext,
  type WorkflowFunction,
  type WorkflowOptions,
} from './definition.ts'
export { isCanceled, isTimeout } from './errors.ts'
export type { Execution, ExecutionStatus, ExecutionStep } from './execution.ts'
export type { Failure } from './failure.ts'
export { workflowsModule } from './module.ts'
export type { ExecutionCounts, StuckExecution } from './overview.ts'
export type { Progress, ProgressKind } from './progress.ts'
export { isWorthRetrying, type RetryOptions } from './retry.ts'
export type { RunOptions, StartOptions } from './run-options.ts'
export type { Step, StepContext, StepIdentity, StepOptions, WaitOptions } from './step.ts'
export type { Stored } from './stored.ts'
export type { WatchListener } from './watch.ts'
export { type Signal, type StartedExecution, Workflows, type WorkflowsStartOptions } from './workflows.ts'
export { WorkflowsOptions } from './workflows-options.ts'
