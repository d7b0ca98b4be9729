import { SettingsService } from '@stoa/admin-settings'
import { fieldsQuery, type StoaServer } from '@stoa/http'
import { Database } from '@stoa/kernel'
import { type FieldRules, Query, resolveFields } from '@stoa/query'
import { Type } from 'typebox'
import { columnsOf, type ViewColumn } from '../views/columns.ts'
import { enumValuesIn } from '../views/enum-values.ts'
import { namesOf, viewedEntities, viewedEntity } from '../views/viewed-entity.ts'

const NAMES =
  `id name description field sortable hideable default_visible data_type semantic_type context computed relationship
  default_order category render_mode filter source custom_label label_id`.split(/\s+/)

const columnFields = { defaults: NAMES, allowed: NAMES } satisfies FieldRules

/** What may be viewed, and which columns a view of it may have. */
export async function adminViewColumns(app: StoaServer): Promise<void> {
  app.get('/admin/views/entities', async () => ({
    entities: viewedEntities(app).map(({ node, name, plural, module }) => ({
      name,
      pluralName: plural,
      module,
      propertyCount: new Set([...node.columns.keys(), ...node.fields.keys()]).size,
      hasOverrides: false,
    })),
  }))

  app.get(
    '/admin/views/:entity/columns',
    { schema: { params: Type.Object({ entity: Type.String() }), querystring: fieldsQuery() } },
    async ({ container, params, query }) => {
      const wanted = resolveFields(query.fields, columnFields)
      const entity = viewedEntity(app, params.entity)
      const labels = await container
        .resolve(SettingsService)
        .listPropertyLabels({ entity: namesOf(entity) } as never)
      const byProperty = new Map(labels.map((label) => [label.property, label]))
      const columns = columnsOf(container.resolve(Query), entity, enumValuesIn(container.resolve(Database)))
      return {
        columns: columns.map((column) => pick(labelled(column, byProperty.get(column.field)), wanted)),
      }
    },
  )
}

/** What the shop calls a property counts for more. */
function labelled(
  column: ViewColumn,
  label: { id: string; label: string; description?: string | null } | undefined,
): ViewColumn {
  if (!label) return column
  const description = label.description ? { description: label.description } : {}
  return { ...column, ...description, name: label.label, custom_label: true, label_id: label.id }
}

const pick = (column: ViewColumn, names: readonly string[]) =>
  Object.fromEntries(Object.entries(column).filter(([name]) => names.includes(name)))
