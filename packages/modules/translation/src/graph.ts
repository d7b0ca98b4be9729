import { defineSearch, defineSearchDocument, defineTranslations } from '@stoa/query'
import { translated } from './translated.ts'

/** How queries come to the words of other languages. */
export const graph = [
  defineSearch('locale', ['code', 'name']),
  defineSearch('translation_settings', ['entity_type']),
  defineSearchDocument('translation', ['reference_id', 'reference', 'locale_code']),
  defineTranslations({
    translated,
    target: 'translation',
    join: (row, self) => ({
      from: `stoa_translation.translation ${self}`,
      where: [`${self}.reference_id = ${row}.id`],
      order: `${self}.locale_code`,
    }),
  }),
]
