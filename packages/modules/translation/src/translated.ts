/**
 * SQL that gives a row's word in another language, or null: where nobody has translated it, where the translation is empty, and
 * where the settings say that it is not shown. What the settings say is asked once a statement.
 *
 * @param row of the entity, by its alias
 * @param locale the placeholder of the language's tag
 */
export const translated = (entity: string, column: string, row: string, locale: string): string => `(
  select nullif(translation.translations ->> '${column}', '') from stoa_translation.translation translation
  where translation.reference_id = ${row}.id and translation.locale_code = ${locale} and translation.deleted_at is null
    and exists (select from stoa_translation.translation_settings settings where settings.entity_type = '${entity}'
      and settings.is_active and settings.fields ? '${column}' and settings.deleted_at is null))`
