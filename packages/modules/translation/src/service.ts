import { moduleService, type Row, StoaError } from '@stoa/kernel'
import { entities } from './entities/index.ts'
import type { Translation } from './entities/translation.ts'
import type { TranslationSettings } from './entities/translation-settings.ts'
import { localeCode } from './locale-code.ts'
import { type EntityTally, tally } from './statistics.ts'
import { assertColumns, columnsOf, translatableOf } from './translatable.ts'

/** The words of one row in one language. */
export interface NewTranslation {
  reference_id: string
  /** In snake case: `product`. */
  reference: string
  locale_code: string
  /** By the column. */
  translations: Record<string, string>
}

/** Which of an entity's words are shown in other languages. */
export interface NewTranslationSettings {
  entity_type: string
  fields: string[]
  is_active?: boolean
}

const filled = (translations: Record<string, string>) =>
  Object.values(translations).filter((text) => text !== '').length

/** The words of a shop in other languages. */
export class TranslationService extends moduleService(entities) {
  /** What may be translated: columns by their entity, as the started modules say. */
  get translatable(): ReadonlyMap<string, readonly string[]> {
    return translatableOf(this.container)
  }

  /**
   * Translates rows.
   *
   * @throws StoaError `invalid_data` for a language there is not, a column that cannot be translated, or a row that has words in
   *   the language already
   */
  async translate(translations: readonly NewTranslation[]): Promise<Row<Translation>[]> {
    const checked = await this.#checked(translations)
    return this.createTranslations(
      checked.map((row) => ({ ...row, translated_field_count: filled(row.translations) })),
    )
  }

  /**
   * Changes translations. The words that are given take the place of all that there were.
   *
   * @throws StoaError `not_found`; `invalid_data` as {@link translate}
   */
  async changeTranslations(
    changes: readonly ({ id: string } & Partial<NewTranslation>)[],
  ): Promise<Row<Translation>[]> {
    return this.database.transaction(async () => {
      const known = await this.listTranslations({ id: changes.map(({ id }) => id) })
      const byId = new Map(known.map((row) => [row.id, row]))
      const wanted = changes.map(({ id, ...change }) => {
        const row = byId.get(id)
        if (!row) throw new StoaError('not_found', `Translation with id: ${id} was not found`)
        const { reference_id, reference, locale_code, translations } = row
        return { reference_id, reference, locale_code, translations, ...change }
      })
      const checked = await this.#checked(wanted)
      return this.updateTranslations(
        checked.map((row, at) => ({
          ...row,
          id: (changes[at] as { id: string }).id,
          translated_field_count: filled(row.translations),
        })),
      )
    })
  }

  /** @throws StoaError `invalid_data` for an entity or a field that cannot be translated, or an entity that has settings */
  async createSettings(settings: readonly NewTranslationSettings[]): Promise<Row<TranslationSettings>[]> {
    this.#checkSettings(settings)
    return this.createTranslationSettings(settings)
  }

  /** @throws StoaError `not_found`; `invalid_data` as {@link createSettings} */
  async changeSettings(
    changes: readonly ({ id: string } & Partial<NewTranslationSettings>)[],
  ): Promise<Row<TranslationSettings>[]> {
    return this.database.transaction(async () => {
      const known = await this.listTranslationSettings({ id: changes.map(({ id }) => id) })
      const byId = new Map(known.map((row) => [row.id, row]))
      this.#checkSettings(
        changes.map(({ id, ...change }) => {
          const row = byId.get(id)
          if (!row) throw new StoaError('not_found', `TranslationSettings with id: ${id} was not found`)
          return { entity_type: row.entity_type, fields: row.fields, ...change }
        }),
      )
      return this.updateTranslationSettings(changes)
    })
  }

  /**
   * How far the translation has come, in one statement.
   *
   * @param tables where the rows of each entity lie, quoted
   */
  async tally(
    locales: readonly string[],
    tables: ReadonlyMap<string, string>,
  ): Promise<Record<string, EntityTally>> {
    for (const entity of tables.keys()) columnsOf(this.translatable, entity)
    return tally(this.database, [...new Set(locales.map(localeCode))], tables)
  }

  #checkSettings(settings: readonly NewTranslationSettings[]): void {
    const { translatable } = this
    for (const { entity_type, fields } of settings) {
      assertColumns(entity_type, columnsOf(translatable, entity_type), fields)
    }
  }

  /** With the languages in the form they are kept in. */
  async #checked(translations: readonly NewTranslation[]): Promise<NewTranslation[]> {
    const { translatable } = this
    const checked = translations.map(({ reference_id, reference, locale_code, translations: words }) => {
      assertColumns(reference, columnsOf(translatable, reference), Object.keys(words))
      return { reference_id, reference, locale_code: localeCode(locale_code), translations: words }
    })
    const codes = [...new Set(checked.map(({ locale_code }) => locale_code))]
    const known = new Set((await this.listLocales({ code: codes })).map(({ code }) => code))
    const unknown = codes.find((code) => !known.has(code))
    if (unknown === undefined) return checked
    throw new StoaError(
      'invalid_data',
      `There is no locale ${unknown}. GET /admin/locales lists those there are.`,
    )
  }
}
