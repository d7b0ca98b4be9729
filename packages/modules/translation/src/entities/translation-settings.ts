import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

const TranslationSettingsSchema = defineEntity({
  name: 'TranslationSettings',
  schema: 'stoa_translation',
  properties: {
    id: id('trset'),
    entity_type: p.text(),
    fields: p.json<string[]>(),
    is_active: p.boolean().default(true),
    ...timestamps,
  },
  uniques: [{ properties: ['entity_type'], where: 'deleted_at is null' }],
})

/** Which of an entity's words are shown in other languages, and whether any are. */
export class TranslationSettings extends TranslationSettingsSchema.class {}
TranslationSettingsSchema.setClass(TranslationSettings)
