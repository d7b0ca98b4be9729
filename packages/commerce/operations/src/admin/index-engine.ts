import type { StoaServer } from '@stoa/http'
import { Type } from 'typebox'

const sync = Type.Object({
  strategy: Type.Optional(Type.Union([Type.Literal('full'), Type.Literal('reset')])),
})

/**
 * `/admin/index`: copies of rows that a system needs which cannot filter across its modules. Queries here walk the tables
 * themselves, so there are none, and nothing can be out of date.
 */
export async function adminIndexEngine(app: StoaServer): Promise<void> {
  app.get('/admin/index/details', async () => ({ metadata: [] }))
  app.post('/admin/index/sync', { schema: { body: sync } }, async () => ({}))
}
