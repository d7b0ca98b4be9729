import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

/** How a table of the admin looks. */
export interface ViewSettings {
  visible_columns: string[]
  column_order: string[]
  column_widths?: Record<string, number>
  filters?: Record<string, unknown>
  sorting?: { id: string; desc: boolean } | null
  search?: string
}

const ViewConfigurationSchema = defineEntity({
  name: 'ViewConfiguration',
  schema: 'stoa_settings',
  properties: {
    id: id('vconf'),
    entity: p.text(),
    name: p.text().nullable(),
    user_id: p.text().nullable(),
    is_system_default: p.boolean().default(false),
    configuration: p.json<ViewSettings>(),
    ...timestamps,
  },
  indexes: [{ properties: ['entity', 'user_id'], where: 'deleted_at is null' }],
  uniques: [
    {
      name: 'view_configuration_default_unique',
      properties: ['entity'],
      where: 'is_system_default and deleted_at is null',
    },
  ],
})

/** A way to look at a table: a user's own, or the one for everybody who has none. */
export class ViewConfiguration extends ViewConfigurationSchema.class {}
ViewConfigurationSchema.setClass(ViewConfiguration)
