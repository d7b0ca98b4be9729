import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

/** Where a widget stands, and whether. */
export interface WidgetPreference {
  hidden?: boolean
  section?: string
  order?: number
}

const LayoutConfigurationSchema = defineEntity({
  name: 'LayoutConfiguration',
  schema: 'stoa_settings',
  properties: {
    id: id('lyconf'),
    zone: p.text(),
    user_id: p.text().nullable(),
    is_system_default: p.boolean().default(false),
    configuration: p.json<{ widgets: Record<string, WidgetPreference> }>(),
    ...timestamps,
  },
  uniques: [
    { properties: ['zone', 'user_id'], where: 'deleted_at is null' },
    {
      name: 'layout_configuration_default_unique',
      properties: ['zone'],
      where: 'is_system_default and deleted_at is null',
    },
  ],
})

/** How a page of the admin is laid out: for one user, or for everybody. */
export class LayoutConfiguration extends LayoutConfigurationSchema.class {}
LayoutConfigurationSchema.setClass(LayoutConfiguration)
