import { defineModule } from '@stoa/kernel'
import { migrations } from './migrations/index.ts'
import { Workflows } from './workflows.ts'

/** The journal of workflows, in the schema `stoa_workflows`. */
export const workflowsModule = defineModule({
  name: 'workflows',
  entities: [],
  migrations,
  service: Workflows,
})
