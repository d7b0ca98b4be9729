import { SettingsService } from '@stoa/admin-settings'
import { fieldsQuery, nullable, type StoaServer } from '@stoa/http'
import { checkFields, fieldRules, readMany, resource, transaction } from '@stoa/rest'
import { Type } from 'typebox'

const fields = fieldRules('id entity property label description created_at updated_at')

const text = () => Type.String({ minLength: 1 })
const filters = { entity: Type.String(), property: Type.String(), q: Type.String() }

const newLabel = Type.Object({
  entity: text(),
  property: text(),
  label: text(),
  description: Type.Optional(nullable(Type.String())),
})
const change = Type.Object({
  label: Type.Optional(text()),
  description: Type.Optional(nullable(Type.String())),
})
const list = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema) =>
  Type.Optional(Type.Array(schema, { maxItems: 1_000 }))
const batch = Type.Object({
  create: list(newLabel),
  update: list(Type.Object({ id: text(), ...change.properties })),
  delete: list(Type.String()),
})

/** `/admin/property-labels`: what properties are called in this shop. */
export async function adminPropertyLabels(app: StoaServer): Promise<void> {
  const service = app.container.resolve(SettingsService)
  const path = '/admin/property-labels'
  const entity = 'property_label'
  const labels = resource(app, { path, entity, fields })
  labels.list({ default_limit: 20, filters, logical: false })
  labels.retrieve()
  labels.create(newLabel, (body) => service.createPropertyLabels(body))
  labels.update(change, (body, _request, id) => service.updatePropertyLabels({ ...body, id }))
  labels.delete((id) => service.softDeletePropertyLabels(id))

  app.post(`${path}/batch`, { schema: { body: batch, querystring: fieldsQuery() } }, async (request) => {
    checkFields(request, fields)
    const { create = [], update = [], delete: removed = [] } = request.body
    return transaction(request, async () => {
      // What goes first makes room: a label may take the place of another in one batch.
      if (removed.length > 0) await service.softDeletePropertyLabels(removed)
      const made = create.length > 0 ? await service.createPropertyLabels(create) : []
      if (update.length > 0) await service.updatePropertyLabels(update)
      const ids = [...made, ...update].map(({ id }) => id)
      const rows = (await readMany(request, { entity, fields, ids })) as { id: string }[]
      return {
        created: rows.slice(0, made.length),
        updated: rows.slice(made.length),
        deleted: removed.map((id) => ({ id, object: entity, deleted: true })),
      }
    })
  })
}
