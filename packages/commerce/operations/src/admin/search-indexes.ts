import { dateTime, type StoaServer } from '@stoa/http'
import { Database, StoaError } from '@stoa/kernel'
import { Query } from '@stoa/query'
import { Workflows } from '@stoa/workflows'
import { Type } from 'typebox'
import { reindex } from '../search/reindex.ts'
import { assertIndexed, searchIndexes } from '../search/search-index.ts'

const params = Type.Object({ id: Type.String() })

/** Part of an index cannot be built by itself, nor in place while it is used: whatever is asked for, all of it is built anew. */
const rebuild = Type.Object(
  {
    since: Type.Optional(dateTime()),
    filters: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    strategy: Type.Optional(Type.Union([Type.Literal('swap'), Type.Literal('in_place')])),
  },
  { additionalProperties: false },
)

/** `/admin/search-indexes`: what `q` finds rows by. PostgreSQL keeps them true; they are rebuilt where they have grown too large. */
export async function adminSearchIndexes(app: StoaServer): Promise<void> {
  app.get('/admin/search-indexes', async ({ container }) => ({
    search_indexes: await searchIndexes(container.resolve(Database), container.resolve(Query)),
    enabled: true,
  }))

  app.post(
    '/admin/search-indexes/:id/reindex',
    { schema: { params, body: rebuild } },
    async ({ container, params: { id } }) => {
      assertIndexed(container.resolve(Query), id)
      const job = await container.resolve(Workflows).startExecution(reindex, { name: id }, { key: id })
      return { job_id: job.id, indexes: [id] }
    },
  )

  app.delete('/admin/search-indexes/:id', { schema: { params } }, async ({ container, params: { id } }) => {
    assertIndexed(container.resolve(Query), id)
    throw new StoaError(
      'not_allowed',
      `The search index ${id} belongs to the table and goes with it: without it every search would read all rows. To have it built anew, POST /admin/search-indexes/${id}/reindex.`,
    )
  })
}
