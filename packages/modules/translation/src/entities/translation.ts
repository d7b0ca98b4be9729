import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

const TranslationSchema = defineEntity({
  name: 'Translation',
  schema: 'stoa_translation',
  properties: {
    id: id('trans'),
    reference_id: p.text(),
    reference: p.text(),
    locale_code: p.text(),
    translations: p.json<Record<string, string>>(),
    translated_field_count: p.integer().default(0),
    search_document: p.text().hidden().nullable().persist(false),
    ...timestamps,
  },
  uniques: [{ properties: ['reference_id', 'locale_code'], where: 'deleted_at is null' }],
  indexes: [{ properties: ['reference', 'locale_code', 'id'], where: 'deleted_at is null' }],
})

/** The words of one row in one language. */
export class Translation extends TranslationSchema.class {}
TranslationSchema.setClass(Translation)
