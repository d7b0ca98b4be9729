export type { Log } from '@stoa/kernel'
export {
  defineWorkflow,
  type HookContext,
  type HookFunction,
  type Step,
  type StepContext,
  type StepOptions,
  type Workflow,
  type WorkflowContext,
  type WorkflowFunction,
  type WorkflowOptions,
} from './definition.ts'
export type { Execution, ExecutionStatus, ExecutionStep } from './execution.ts'
export type { Failure } from './failure.ts'
export { workflowsModule } from './module.ts'
export type { Stored } from './stored.ts'
export { type RunOptions, Workflows, type WorkflowsStartOptions } from './workflows.ts'
