import type { StoaServer } from '@stoa/http'
import { Workflows } from '@stoa/workflows'
import { adminUploads } from './admin/uploads.ts'
import { adminWorkflowExecutions } from './admin/workflow-executions.ts'
import { adminWorkflowSteps } from './admin/workflow-steps.ts'
import { adminWorkflowSubscriptions } from './admin/workflow-subscriptions.ts'
import { staticFiles } from './static-files.ts'

export { fileUpload } from './admin/file-upload.ts'
export { type Asked, defineExport, type Export, type ExportDefinition } from './define-export.ts'
export { operationsGraph } from './graph.ts'

/** The routes of what keeps a shop running, as a Fastify plugin. Those of workflows need `workflowsModule`. */
export async function operations(app: StoaServer): Promise<void> {
  await app.register(adminUploads as never)
  await app.register(staticFiles as never)
  if (!app.container.has(Workflows)) return
  await app.register(adminWorkflowExecutions as never)
  await app.register(adminWorkflowSteps as never)
  await app.register(adminWorkflowSubscriptions as never)
}
