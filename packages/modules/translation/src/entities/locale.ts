import { defineEntity, p } from '@mikro-orm/core'
import { id, timestamps } from '@stoa/kernel'

const LocaleSchema = defineEntity({
  name: 'Locale',
  schema: 'stoa_translation',
  properties: {
    id: id('loc'),
    code: p.text(),
    name: p.text(),
    ...timestamps,
  },
  uniques: [{ properties: ['code'], where: 'deleted_at is null' }],
})

/** A language, maybe as it is spoken somewhere, by its BCP 47 tag. */
export class Locale extends LocaleSchema.class {}
LocaleSchema.setClass(Locale)
