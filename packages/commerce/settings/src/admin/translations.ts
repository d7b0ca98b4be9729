import { Events } from '@stoa/events'
import { type StoaServer, words } from '@stoa/http'
import { Query } from '@stoa/query'
import { assertFound, fieldRules, readMany, resource, transaction } from '@stoa/rest'
import { type NewTranslation, TranslationService } from '@stoa/translation'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { translationProgress } from './translation-progress.ts'
import { translationSettings } from './translation-settings.ts'

const fields = fieldRules('id reference_id reference locale_code translations')
const saved = fieldRules(
  'id reference_id reference locale_code translations created_at updated_at deleted_at',
)

const filters = { q: Type.String(), reference_id: words(), reference: Type.String(), locale_code: words() }

const text = () => Type.String({ minLength: 1 })
const translated = () => Type.Record(Type.String(), Type.String())
const list = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) =>
  Type.Optional(Type.Array(schema, { maxItems: 1_000 }))

const batch = Type.Object({
  create: list(
    Type.Object({ reference_id: text(), reference: text(), locale_code: text(), translations: translated() }),
  ),
  update: list(
    Type.Object({
      id: text(),
      reference_id: Type.Optional(text()),
      reference: Type.Optional(text()),
      locale_code: Type.Optional(text()),
      translations: Type.Optional(translated()),
    }),
  ),
  delete: list(Type.String()),
})

/** `/admin/translations`: the words of the shop in other languages, what may have some, and how far they have come. */
export async function adminTranslations(app: StoaServer): Promise<void> {
  if (!app.container.has(TranslationService)) return
  const service = app.container.resolve(TranslationService)
  const entity = 'translation'
  resource(app, { path: '/admin/translations', entity, fields }).list({ default_limit: 20, filters })

  app.post('/admin/translations/batch', { schema: { body: batch } }, (request) => {
    const { create = [], update = [], delete: removed = [] } = request.body
    return transaction(request, async () => {
      // What goes first makes room: a translation may take the place of another in one batch.
      if (removed.length > 0) await service.softDeleteTranslations(removed)
      const made = create.length > 0 ? await service.translate(create) : []
      const changed = update.length > 0 ? await service.changeTranslations(update) : []
      await assertRows(request, [...made, ...changed])
      await tell(request, { created: made, updated: changed, deleted: removed.map((id) => ({ id })) })
      const ids = [...made, ...changed].map(({ id }) => id)
      const rows = await readMany(request, { entity, fields: saved, ids })
      return {
        created: rows.slice(0, made.length),
        updated: rows.slice(made.length),
        deleted: { ids: removed, object: entity, deleted: true },
      }
    })
  })

  await app.register(translationProgress as never)
  await app.register(translationSettings as never)
}

/** @throws StoaError `not_found` for rows that are not there to be translated */
async function assertRows(
  { container }: FastifyRequest,
  translations: readonly Pick<NewTranslation, 'reference' | 'reference_id'>[],
): Promise<void> {
  const byEntity = Map.groupBy(translations, ({ reference }) => reference)
  const asked = [...byEntity].map(([entity, some]) => ({
    entity,
    ids: [...new Set(some.map(({ reference_id }) => reference_id))],
  }))
  if (asked.length === 0) return
  const pages = await container
    .resolve(Query)
    .together(
      asked.map(({ entity, ids }) => ({ entity, fields: ['id'], filters: { id: ids }, limit: ids.length })),
    )
  for (const [at, { entity, ids }] of asked.entries()) {
    assertFound(
      entity,
      ids,
      (pages[at]?.rows ?? []).map(({ id }) => id as string),
    )
  }
}

/** One statement for all of them. */
async function tell(
  { container }: FastifyRequest,
  changes: Readonly<Record<string, readonly { id: string }[]>>,
): Promise<void> {
  const events = Object.entries(changes).flatMap(([what, rows]) =>
    rows.map(({ id }) => ({ name: `translation.${what}`, data: { id } })),
  )
  if (events.length > 0) await container.resolve(Events).emitAll(events)
}
