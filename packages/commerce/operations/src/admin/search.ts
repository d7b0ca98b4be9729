import { oneOrMany, type StoaServer } from '@stoa/http'
import { Query } from '@stoa/query'
import { actorOf } from '@stoa/rest'
import { Type } from 'typebox'
import { searchedEntities } from '../search/searchable.ts'

const querystring = Type.Object(
  {
    q: Type.Optional(Type.String()),
    entity: Type.Optional(oneOrMany(Type.String())),
    limit: Type.Integer({ exclusiveMinimum: 0, maximum: 100, default: 20 }),
    offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
  },
  { additionalProperties: false },
)

/** `GET /admin/search`: what everything that the asker may read has for some words, by kind. */
export async function adminSearch(app: StoaServer): Promise<void> {
  app.get('/admin/search', { schema: { querystring } }, async (request) => {
    const { q, entity = [], limit, offset } = request.query
    const query = request.container.resolve(Query)
    const { permissions } = actorOf(request)
    const entities = searchedEntities(query, [entity].flat(), permissions)
    if (entities.length === 0) return { results: [] }
    const pages = await query.together(
      entities.map((name) => ({
        entity: name,
        fields: [...query.graph.node(name).columns.keys()],
        filters: q === undefined ? {} : { q },
        limit,
        offset,
      })),
      permissions ? { permissions } : {},
    )
    return {
      results: pages.map(({ rows, count }, at) => ({
        entity: entities[at],
        data: rows,
        count,
        offset,
        limit,
      })),
    }
  })
}
