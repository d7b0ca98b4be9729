import { defineModule } from '@stoa/kernel'
import { migrations } from './migrations/index.ts'
import { Workflows } from './workflows.ts'

/** Durable workflows. */
export const workflowsModule = defineModule({
  name: 'workflows',
  entities: [],
  migrations,
  service: Workflows,
})
