import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

const PropertyLabelSchema = defineEntity({
  name: 'PropertyLabel',
  schema: 'stoa_settings',
  properties: {
    id: id('plbl'),
    entity: p.text(),
    property: p.text(),
    label: p.text(),
    description: p.text().nullable(),
    ...timestamps,
  },
  uniques: [{ properties: ['entity', 'property'], where: 'deleted_at is null' }],
})

/** What a property is called in this shop. */
export class PropertyLabel extends PropertyLabelSchema.class {}
PropertyLabelSchema.setClass(PropertyLabel)
