import { SettingsService } from '@stoa/admin-settings'
import type { StoaServer } from '@stoa/http'
import { NotificationService } from '@stoa/notification'
import { Query } from '@stoa/query'
import { type Workflow, Workflows } from '@stoa/workflows'
import { adminIndexEngine } from './admin/index-engine.ts'
import { adminInstalled } from './admin/installed.ts'
import { adminLayouts } from './admin/layouts.ts'
import { adminNotifications } from './admin/notifications.ts'
import { adminPropertyLabels } from './admin/property-labels.ts'
import { adminSearch } from './admin/search.ts'
import { adminSearchIndexes } from './admin/search-indexes.ts'
import { adminUploads } from './admin/uploads.ts'
import { adminViewColumns } from './admin/view-columns.ts'
import { adminViewConfigurations } from './admin/view-configurations.ts'
import { adminWorkflowExecutions } from './admin/workflow-executions.ts'
import { adminWorkflowSteps } from './admin/workflow-steps.ts'
import { adminWorkflowSubscriptions } from './admin/workflow-subscriptions.ts'
import { reindex } from './search/reindex.ts'
import { staticFiles } from './static-files.ts'

export { fileUpload } from './admin/file-upload.ts'
export { type Asked, defineExport, type Export, type ExportDefinition } from './define-export.ts'
export { operationsGraph } from './graph.ts'
export { Installed } from './installed.ts'
export { type FeedEntry, tellInFeed } from './tell-in-feed.ts'

/** What the operations do in the background, for the host. */
export const operationsWorkflows: readonly Workflow<any, any>[] = [reindex]

/** The routes of what keeps a shop running, as a Fastify plugin. Those of a module that is not started are left out. */
export async function operations(app: StoaServer): Promise<void> {
  await app.register(adminUploads as never)
  await app.register(staticFiles as never)
  await app.register(adminInstalled as never)
  await app.register(adminIndexEngine as never)
  if (app.container.has(Query)) await app.register(adminSearch as never)
  if (app.container.has(NotificationService)) await app.register(adminNotifications as never)
  if (app.container.has(SettingsService)) {
    await app.register(adminViewColumns as never)
    await app.register(adminViewConfigurations as never)
    await app.register(adminLayouts as never)
    await app.register(adminPropertyLabels as never)
  }
  if (!app.container.has(Workflows)) return
  await app.register(adminWorkflowExecutions as never)
  await app.register(adminWorkflowSteps as never)
  await app.register(adminWorkflowSubscriptions as never)
  await app.register(adminSearchIndexes as never)
}
