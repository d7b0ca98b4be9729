import type { StoaServer } from '@stoa/http'
import { adminUploads } from './admin/uploads.ts'
import { staticFiles } from './static-files.ts'

/** The routes of what keeps a shop running, as a Fastify plugin. */
export async function operations(app: StoaServer): Promise<void> {
  await app.register(adminUploads as never)
  await app.register(staticFiles as never)
}
