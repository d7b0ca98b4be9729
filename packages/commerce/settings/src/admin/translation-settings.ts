import type { StoaServer } from '@stoa/http'
import { transaction } from '@stoa/rest'
import { TranslationService } from '@stoa/translation'
import { Type } from 'typebox'

const querystring = Type.Object({
  entity_type: Type.Optional(Type.String()),
  is_active: Type.Optional(Type.Boolean()),
})

const fields = () => Type.Array(Type.String())
const list = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) =>
  Type.Optional(Type.Array(schema, { maxItems: 1_000 }))

const batch = Type.Object({
  create: list(
    Type.Object({ entity_type: Type.String(), fields: fields(), is_active: Type.Optional(Type.Boolean()) }),
  ),
  update: list(
    Type.Object({
      id: Type.String(),
      entity_type: Type.Optional(Type.String()),
      fields: Type.Optional(fields()),
      is_active: Type.Optional(Type.Boolean()),
    }),
  ),
  delete: list(Type.String()),
})

/** Which words of what are shown in other languages. */
export async function translationSettings(app: StoaServer): Promise<void> {
  const service = app.container.resolve(TranslationService)

  app.get('/admin/translations/settings', { schema: { querystring } }, async ({ query }) => {
    const { entity_type, is_active } = query
    const settings = await service.listTranslationSettings({
      ...(entity_type === undefined ? {} : { entity_type }),
      ...(is_active === undefined ? {} : { is_active }),
    })
    return {
      translation_settings: Object.fromEntries(
        settings.map(({ id, entity_type, fields, is_active }) => {
          const columns = service.translatable.get(entity_type) ?? []
          const inactive_fields = columns.filter((column) => !fields.includes(column))
          return [entity_type, { id, fields, is_active, inactive_fields }]
        }),
      ),
    }
  })

  app.post('/admin/translations/settings/batch', { schema: { body: batch } }, (request) => {
    const { create = [], update = [], delete: removed = [] } = request.body
    return transaction(request, async () => {
      if (removed.length > 0) await service.softDeleteTranslationSettings(removed)
      const created = create.length > 0 ? await service.createSettings(create) : []
      const updated = update.length > 0 ? await service.changeSettings(update) : []
      return {
        created,
        updated,
        deleted: { ids: removed, object: 'translation_settings', deleted: true },
      }
    })
  })
}
