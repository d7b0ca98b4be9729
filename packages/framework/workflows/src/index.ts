export {
  defineWorkflow,
  type Hook,
  type Step,
  type StepContext,
  type StepOptions,
  type Workflow,
  type WorkflowContext,
} from './define-workflow.ts'
export { workflowsModule } from './module.ts'
export { type RunOptions, Workflows } from './workflows.ts'
