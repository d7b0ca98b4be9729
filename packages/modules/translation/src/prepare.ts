import { type Container, createId, Database } from '@stoa/kernel'
import { locales } from './locales.ts'
import { translatableOf } from './translatable.ts'

/** Sees to it that the languages are there, and settings for whatever may be translated. What was deleted stays so. */
export async function prepare(container: Container): Promise<void> {
  const database = container.resolve(Database)
  await database.query(
    `insert into stoa_translation.locale (id, code, name)
     select id, code, name from json_to_recordset($1) as given (id text, code text, name text)
     where not exists (select from stoa_translation.locale known where known.code = given.code)
     on conflict (code) where deleted_at is null do nothing`,
    [JSON.stringify(locales.map((locale) => ({ id: createId('loc'), ...locale })))],
  )
  const settings = [...translatableOf(container)].map(([entity_type, fields]) => ({
    id: createId('trset'),
    entity_type,
    fields,
  }))
  await database.query(
    `insert into stoa_translation.translation_settings (id, entity_type, fields)
     select id, entity_type, fields from json_to_recordset($1) as given (id text, entity_type text, fields jsonb)
     where not exists (select from stoa_translation.translation_settings known where known.entity_type = given.entity_type)
     order by entity_type
     on conflict (entity_type) where deleted_at is null do nothing`,
    [JSON.stringify(settings)],
  )
}
