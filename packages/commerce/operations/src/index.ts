import type { StoaServer } from '@stoa/http'
import { adminUploads } from './admin/uploads.ts'
import { staticFiles } from './static-files.ts'

export { fileUpload } from './admin/file-upload.ts'
export { defineExport, type Export, type ExportDefinition } from './define-export.ts'

/** The routes of what keeps a shop running, as a Fastify plugin. */
export async function operations(app: StoaServer): Promise<void> {
  await app.register(adminUploads as never)
  await app.register(staticFiles as never)
}
