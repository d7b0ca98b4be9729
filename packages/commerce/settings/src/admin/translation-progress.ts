import { listQuery, oneOrMany, pagination, parseOrder, type StoaServer, words } from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import { Query, resolveFields } from '@stoa/query'
import { TranslationService } from '@stoa/translation'
import { Type } from 'typebox'

const rows = Type.Object({
  ...listQuery({ default_limit: 20, filters: { id: words() }, logical: false }).properties,
  type: Type.String(),
})

const counted = Type.Object({
  locales: oneOrMany(Type.String()),
  entity_types: oneOrMany(Type.String()),
})

/** What is to be translated, and how far that has come. */
export async function translationProgress(app: StoaServer): Promise<void> {
  const service = app.container.resolve(TranslationService)

  app.get('/admin/translations/entities', { schema: { querystring: rows } }, async (request) => {
    const { type, id, order, fields, with_deleted = false } = request.query
    const { limit, offset } = pagination(request.query)
    const columns = translatable(service, type)
    const all = ['id', ...columns, '*translations']
    const wanted = resolveFields(fields, { defaults: all, allowed: all })
    const [page, settings] = await request.container.resolve(Query).together([
      {
        entity: type,
        fields: wanted,
        filters: id === undefined ? {} : { id },
        order: parseOrder(order),
        with_deleted,
        limit,
        offset,
      },
      { entity: 'translation_settings', fields: ['fields'], filters: { entity_type: type }, limit: 1 },
    ])
    const shown = new Set((settings?.rows[0]?.fields as string[] | undefined) ?? columns)
    const hidden = columns.filter((column) => !shown.has(column))
    const data = (page?.rows ?? []).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.includes(name))),
    )
    return { data, count: page?.count ?? 0, offset, limit }
  })

  app.get('/admin/translations/statistics', { schema: { querystring: counted } }, async (request) => {
    const { graph } = request.container.resolve(Query)
    const types = split(request.query.entity_types)
    for (const type of types) translatable(service, type)
    const tables = new Map(types.map((type) => [type, graph.node(type).table]))
    return { statistics: await service.tally(split(request.query.locales), tables) }
  })
}

/** @throws StoaError `invalid_data` for what has no words to translate */
function translatable(service: TranslationService, type: string): readonly string[] {
  const columns = service.translatable.get(type)
  if (columns) return columns
  throw new StoaError(
    'invalid_data',
    `Invalid request: ${type.slice(0, 100)} has nothing to translate. What has: ${[...service.translatable.keys()].sort().join(', ')}.`,
  )
}

const split = (given: string | string[]): string[] => [
  ...new Set(
    [given]
      .flat()
      .flatMap((text) => text.split(','))
      .map((text) => text.trim())
      .filter(Boolean),
  ),
]
