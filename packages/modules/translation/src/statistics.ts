import type { Database } from '@stoa/kernel'

/** How many words there should be in another language, and how many there are. */
export interface Tally {
  expected: number
  translated: number
  missing: number
}

/** {@link Tally} over all languages that were asked about, and for each. */
export interface EntityTally extends Tally {
  by_locale: Record<string, Tally>
}

/** Of one entity: its living rows, and how many words of those fields each language has. */
const tallyOf = (table: string, at: number) => `
  select $${at}::text as entity, (select count(*) from ${table} r where r.deleted_at is null)::int
      * coalesce(jsonb_array_length(s.fields), 0) as expected, (
    select coalesce(json_object_agg(locale_code, words), '{}') from (
      select t.locale_code, sum((
        select count(*) from jsonb_each_text(t.translations) word where s.fields ? word.key and word.value <> ''))::int as words
      from stoa_translation.translation t join ${table} r on r.id = t.reference_id and r.deleted_at is null
      where t.reference = $${at} and t.locale_code = any($1::text[]) and t.deleted_at is null group by t.locale_code) counted
    ) as translated
  from (select 1) one left join stoa_translation.translation_settings s
    on s.entity_type = $${at} and s.is_active and s.deleted_at is null`

/**
 * Counts in one statement.
 *
 * @param tables where the rows of each entity lie, quoted
 */
export async function tally(
  database: Database,
  locales: readonly string[],
  tables: ReadonlyMap<string, string>,
): Promise<Record<string, EntityTally>> {
  if (tables.size === 0) return {}
  const rows = await database.query<{ entity: string; expected: number; translated: Record<string, number> }>(
    [...tables.values()].map((table, index) => tallyOf(table, index + 2)).join('\nunion all\n'),
    [locales, ...tables.keys()],
  )
  return Object.fromEntries(
    rows.map(({ entity, expected, translated }) => {
      const by_locale = Object.fromEntries(
        locales.map((locale) => [locale, tallied(expected, translated[locale] ?? 0)]),
      )
      const all = Object.values(by_locale).reduce((sum, one) => sum + one.translated, 0)
      return [entity, { ...tallied(expected * locales.length, all), by_locale }]
    }),
  )
}

const tallied = (expected: number, translated: number): Tally => ({
  expected,
  translated,
  missing: expected - translated,
})
