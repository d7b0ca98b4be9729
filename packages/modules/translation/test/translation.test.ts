import { type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TranslationService, translationModule } from '../src/index.ts'
import { KitchenService, kitchenModule } from './kitchen.ts'

let database: TestDatabase
let modules: Modules
let translations: TranslationService
let query: Query
let soup: string
let bread: string

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([kitchenModule, queryModule, translationModule], { database: database.url })
  await modules.migrate()
  translations = modules.resolve(TranslationService)
  query = modules.resolve(Query)
  const dishes = await modules.resolve(KitchenService).createDishes([
    {
      title: 'Soup',
      subtitle: 'Of the day',
      handle: 'soup',
      portions: [{ name: 'Small', grams: 200 }],
    },
    { title: 'Bread', handle: 'bread' },
  ])
  ;[soup, bread] = dishes.map(({ id }) => id) as [string, string]
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const german = (reference_id: string, words: Record<string, string>, reference = 'dish') => ({
  reference,
  reference_id,
  locale_code: 'de-de',
  translations: words,
})
const FIELDS = ['title', 'subtitle', 'portions.name', 'portions.grams']
const shown = (id: string, locale?: string) =>
  query.retrieve('dish', id, { fields: FIELDS, ...(locale ? { context: { locale } } : {}) })

/** What a read sends to PostgreSQL. */
async function sqlOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = []
  const stop = modules.database.onStatement((text) => {
    sent.push(text)
  })
  await work()
  stop()
  return sent
}

test('a query gives the words of the language it is asked for, at every depth, in one statement', async () => {
  const [variant] = (await shown(soup)).portions
  await translations.translate([
    german(soup, { title: 'Suppe' }),
    german(variant.id, { name: 'Klein' }, 'portion'),
  ])
  const sent = await sqlOf(async () => {
    expect(await shown(soup, 'de-DE')).toMatchObject({
      title: 'Suppe',
      subtitle: 'Of the day',
      portions: [{ name: 'Klein', grams: 200 }],
    })
  })
  expect(sent).toHaveLength(1)
  expect(await shown(soup)).toMatchObject({ title: 'Soup', portions: [{ name: 'Small' }] })
  for (const other of ['fr-FR', 'de-AT', 'de']) expect(await shown(soup, other)).toEqual(await shown(soup))
  expect(await query.list('dish', { fields: ['title'], context: { locale: 'de-DE' } })).toMatchObject([
    { title: 'Suppe' },
    { title: 'Bread' },
  ])
})

test('without a language the SQL is that of a shop without translations', async () => {
  const plain = await startModules([kitchenModule, queryModule], { database: database.url })
  const read = (at: Query) => () =>
    at.listText('dish', { key: 'dishes', limit: 20, fields: ['*', '*portions'] })
  const sent = await sqlOf(read(query))
  let without = ''
  plain.database.onStatement((text) => {
    without = text
  })
  await read(plain.resolve(Query))()
  expect(sent).toEqual([without])
  expect(without).not.toContain('translation')
  await plain.close()
})

test('an empty word is none, and one that is removed is as it was written', async () => {
  const [row] = await translations.translate([german(bread, { title: '', subtitle: 'Von heute' })])
  expect(row).toMatchObject({ locale_code: 'de-DE', translated_field_count: 1 })
  const breadIn = (locale: string) =>
    query.retrieve('dish', bread, { fields: ['title', 'subtitle'], context: { locale } })
  expect(await breadIn('de-DE')).toMatchObject({ title: 'Bread', subtitle: 'Von heute' })
  await translations.softDeleteTranslations([row?.id as string])
  expect(await breadIn('de-DE')).toMatchObject({ subtitle: null })
})

test('what the settings do not show is as it was written', async () => {
  const [settings] = await translations.listTranslationSettings({ entity_type: 'dish' })
  expect(settings).toMatchObject({
    fields: ['title', 'subtitle'],
    is_active: true,
  })
  const id = settings?.id as string
  const title = async () => (await shown(soup, 'de-DE')).title
  await translations.changeSettings([{ id, fields: ['subtitle'] }])
  expect(await title()).toBe('Soup')
  await translations.changeSettings([{ id, fields: ['title'], is_active: false }])
  expect(await title()).toBe('Soup')
  await translations.changeSettings([{ id, is_active: true }])
  expect(await title()).toBe('Suppe')
  await translations.softDeleteTranslationSettings(id)
  expect(await title()).toBe('Soup')
  await modules.migrate()
  expect(await translations.listTranslationSettings({ entity_type: 'dish' })).toEqual([])
  await translations.createSettings([{ entity_type: 'dish', fields: ['title', 'subtitle'] }])
  expect(await title()).toBe('Suppe')
})

test('what cannot be translated is refused, by name', async () => {
  for (const [wrong, message] of [
    [{ reference: 'unicorn' }, /unicorn.*dish/],
    [{ translations: { handle: 'suppe' } }, /handle.*title/],
    [{ locale_code: '§' }, /§/],
    [{ locale_code: 'xx-YY' }, /xx-YY/],
  ] as const) {
    const attempt = translations.translate([{ ...german(bread, { title: 'Brot' }), ...wrong }])
    await expect(attempt).rejects.toMatchObject({
      type: 'invalid_data',
      message: expect.stringMatching(message),
    })
  }
  await expect(translations.createSettings([{ entity_type: 'portion', fields: ['id'] }])).rejects.toThrow(
    'id of a portion cannot be translated',
  )
})

test('a row has one translation in a language', async () => {
  await translations.translate([german(bread, { title: 'Brot' })])
  await expect(translations.translate([german(bread, { title: 'Laib' })])).rejects.toMatchObject({
    type: 'invalid_data',
  })
})

test('changed words take the place of all that there were', async () => {
  const [row] = await translations.listTranslations({ reference_id: bread })
  const id = row?.id as string
  const [changed] = await translations.changeTranslations([{ id, translations: { subtitle: 'Von heute' } }])
  expect(changed).toMatchObject({ translations: { subtitle: 'Von heute' }, translated_field_count: 1 })
  const [moved] = await translations.changeTranslations([{ id, locale_code: 'FR-fr' }])
  expect(moved).toMatchObject({ locale_code: 'fr-FR', translations: { subtitle: 'Von heute' } })
  await expect(translations.changeTranslations([{ id: 'trans_none' }])).rejects.toMatchObject({
    type: 'not_found',
  })
})

test('it is counted how far the words have come, in one statement', async () => {
  const tables = new Map(['dish', 'portion'].map((name) => [name, query.graph.node(name).table]))
  const sent = await sqlOf(async () => {
    expect(await translations.tally(['de-de', 'fr-FR', 'it-IT'], tables)).toEqual({
      dish: {
        expected: 12,
        translated: 2,
        missing: 10,
        by_locale: {
          'de-DE': { expected: 4, translated: 1, missing: 3 },
          'fr-FR': { expected: 4, translated: 1, missing: 3 },
          'it-IT': { expected: 4, translated: 0, missing: 4 },
        },
      },
      portion: {
        expected: 3,
        translated: 1,
        missing: 2,
        by_locale: {
          'de-DE': { expected: 1, translated: 1, missing: 0 },
          'fr-FR': { expected: 1, translated: 0, missing: 1 },
          'it-IT': { expected: 1, translated: 0, missing: 1 },
        },
      },
    })
  })
  expect(sent).toHaveLength(1)
})

test('languages come along, once, and are called something', async () => {
  const before = await translations.listLocales()
  expect(before.length).toBeGreaterThan(140)
  expect(before.find(({ code }) => code === 'en-US')).toMatchObject({
    id: expect.stringMatching(/^loc_/),
    name: 'English (United States)',
  })
  await translations.softDeleteLocales([before[0]?.id as string])
  await modules.migrate()
  expect(await translations.listLocales()).toHaveLength(before.length - 1)
})
