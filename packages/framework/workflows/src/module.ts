import { defineModule, provide } from '@stoa/kernel'
import { migrations } from './migrations/index.ts'
import { Workflows } from './workflows.ts'
import { WorkflowsOptions } from './workflows-options.ts'

/** Durable workflows. */
export const workflowsModule = defineModule({
  name: 'workflows',
  entities: [],
  migrations,
  service: Workflows,
  providers: [provide(WorkflowsOptions, () => new WorkflowsOptions())],
})
