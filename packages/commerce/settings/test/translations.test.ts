import { eventsModule } from '@stoa/events'
import { type Asker, Authenticator, createServer, type StoaServer, type Wants } from '@stoa/http'
import { Database, type Modules, provide, startModules } from '@stoa/kernel'
import { paymentModule } from '@stoa/payment'
import { queryModule } from '@stoa/query'
import { RegionService, regionModule } from '@stoa/region'
import { taxModule } from '@stoa/tax'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { translationModule } from '@stoa/translation'
import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminLocales } from '../src/admin/locales.ts'
import { adminTranslations } from '../src/admin/translations.ts'
import { storeRegions } from '../src/store/regions.ts'

/** A bearer token is what its user may do, with commas; `user` may do everything. Asks the database as a real one would. */
class Users extends Authenticator {
  readonly #database: Database

  constructor(database: Database) {
    super()
    this.#database = database
  }

  async authenticate(_request: FastifyRequest, { credentials }: Wants): Promise<Asker> {
    await this.#database.query('select 1')
    const { bearer } = credentials
    const publishable_key = { id: 'apk_1', sales_channel_ids: [] }
    if (bearer === undefined) return { publishable_key }
    const actor = { type: 'user', id: 'user_1' }
    return { actor: bearer === 'user' ? actor : { ...actor, permissions: bearer.split(',') } }
  }
}

let database: TestDatabase
let modules: Modules
let app: StoaServer
let north: string
let south: string

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules(
    [queryModule, eventsModule, regionModule, taxModule, paymentModule, translationModule],
    {
      database: database.url,
      providers: [provide(Authenticator, (container) => new Users(container.resolve(Database)))],
    },
  )
  await modules.migrate()
  app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(adminLocales as never)
  await app.register(adminTranslations as never)
  await app.register(storeRegions as never)
  const regions = await modules.resolve(RegionService).createRegions([
    { name: 'North', currency_code: 'eur' },
    { name: 'South', currency_code: 'eur' },
  ] as never)
  ;[north, south] = (regions as unknown as { id: string }[]).map(({ id }) => id) as [string, string]
})

afterAll(async () => {
  await app?.close()
  await modules?.close()
  await database?.drop()
})

const send = async (method: 'GET' | 'POST', url: string, body?: object, token = 'user') => {
  const answer = await app.inject({
    method,
    url: `/admin${url}`,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { payload: body }),
  })
  return { status: answer.statusCode, body: answer.json() }
}
const get = (url: string, token?: string) => send('GET', url, undefined, token)
const batch = (body: object) => send('POST', '/translations/batch', body)
const nameOf = async (query: string, header?: string) => {
  const answer = await app.inject({
    url: `/store/regions/${north}${query}`,
    headers: {
      'x-publishable-api-key': 'pk_1',
      ...(header === undefined ? {} : { 'x-medusa-locale': header }),
    },
  })
  return answer.statusCode === 200 ? answer.json().region.name : answer.statusCode
}
const counted = async (work: () => Promise<unknown>) => {
  let statements = 0
  const stop = modules.database.onStatement(() => {
    statements++
  })
  await work()
  stop()
  return statements
}

const german = (reference_id: string, name: string) => ({
  reference: 'region',
  reference_id,
  locale_code: 'de-DE',
  translations: { name },
})

test('languages are listed, and found by their code however it is written', async () => {
  const { body } = await get('/locales?q=german&limit=3')
  expect(body).toMatchObject({ offset: 0, limit: 3 })
  expect(body.locales[0]).toMatchObject({ code: 'de-AT', name: 'German (Austria)' })
  expect((await get('/locales')).body).toMatchObject({ limit: 200, count: expect.any(Number) })
  expect((await get('/locales/de-de')).body.locale).toMatchObject({ code: 'de-DE', name: 'German (Germany)' })
  for (const code of ['xx-XX', '%20', 'a'.repeat(300)]) {
    expect(await get(`/locales/${code}`)).toMatchObject({ status: 404, body: { type: 'not_found' } })
  }
})

test('words are added, changed and removed in one batch, and a storefront gets them in its language', async () => {
  const made = await batch({ create: [german(north, 'Norden'), german(south, 'Süden')] })
  expect(made.status).toBe(200)
  expect(made.body).toEqual({
    created: [
      {
        id: expect.stringMatching(/^trans_/),
        ...german(north, 'Norden'),
        created_at: expect.any(String),
        updated_at: expect.any(String),
        deleted_at: null,
      },
      expect.objectContaining(german(south, 'Süden')),
    ],
    updated: [],
    deleted: { ids: [], object: 'translation', deleted: true },
  })
  expect(await nameOf('')).toBe('North')
  expect(await nameOf('?locale=de-DE')).toBe('Norden')
  expect(await nameOf('?locale=de-de')).toBe('Norden')
  expect(await nameOf('', 'de-DE')).toBe('Norden')
  expect(await nameOf('?locale=fr-FR', 'de-DE')).toBe('North')
  const [first, second] = made.body.created
  const changed = await batch({
    update: [{ id: first.id, translations: { name: 'Nordland' } }],
    delete: [second.id],
  })
  expect(changed.body).toMatchObject({
    updated: [{ id: first.id, translations: { name: 'Nordland' } }],
    deleted: { ids: [second.id] },
  })
  expect(await nameOf('?locale=de-DE')).toBe('Nordland')
  const events = await modules.database.query(
    `select name from stoa_events.event where name like 'translation.%' order by position`,
  )
  expect(events.map(({ name }) => name)).toEqual([
    'translation.created',
    'translation.created',
    'translation.updated',
    'translation.deleted',
  ])
})

test('what is no language: a query is refused, and a header counts for nothing', async () => {
  for (const query of ['?locale=§', '?locale=undefined-', '?locale[]=de-DE&locale[]=fr-FR']) {
    expect([query, await nameOf(query)]).toEqual([query, 400])
  }
  for (const header of ['', 'undefined', 'de_DE', "'; drop table x"]) {
    expect([header, await nameOf('', header)]).toEqual([header, 'North'])
  }
})

test('a storefront asks twice, in any language', async () => {
  const get = (query: string) => nameOf(query)
  expect(await counted(() => get(''))).toBe(2)
  expect(await counted(() => get('?locale=de-DE'))).toBe(2)
})

test('a batch does all of it or nothing', async () => {
  const { count } = (await get('/translations')).body
  for (const [body, status, message] of [
    [{ create: [german('reg_none', 'Nichts')] }, 404, 'reg_none'],
    [{ create: [german(south, 'Süden'), { ...german(south, 'x'), reference: 'unicorn' }] }, 400, 'unicorn'],
    [{ create: [german(south, 'Süden')], update: [{ id: 'trans_none' }] }, 404, 'trans_none'],
    [{ create: [german(south, 'Süden'), german(south, 'Sud')] }, 400, ''],
    [{ create: [{ ...german(south, 'Süden'), locale_code: 'xx-YY' }] }, 400, 'xx-YY'],
    [{ create: [{ ...german(south, 'Süden'), translations: { name: 5 } }] }, 400, 'name'],
    [{ create: [{ ...german(south, 'Süden'), translations: { currency_code: 'x' } }] }, 400, 'currency_code'],
  ] as const) {
    expect(await batch(body)).toMatchObject({
      status,
      body: { message: expect.stringContaining(message) },
    })
  }
  expect((await get('/translations')).body.count).toBe(count)
})

test('a batch takes as many statements for many as for one', async () => {
  const regions = await modules
    .resolve(RegionService)
    .createRegions(
      Array.from({ length: 7 }, (_, at) => ({ name: `Region ${at}`, currency_code: 'eur' })) as never,
    )
  const ids = (regions as unknown as { id: string }[]).map(({ id }) => id)
  const of = (some: string[]) => counted(() => batch({ create: some.map((id) => german(id, 'Gegend')) }))
  expect(await of(ids.slice(1))).toBe(await of(ids.slice(0, 1)))
})

test('words are found by what they belong to', async () => {
  const list = async (query: string) => (await get(`/translations?${query}`)).body
  expect(await list(`reference_id=${north}`)).toMatchObject({
    count: 1,
    limit: 20,
    translations: [{ reference: 'region', reference_id: north, locale_code: 'de-DE' }],
  })
  expect((await list('reference=product')).count).toBe(0)
  expect((await list(`q=${north.toLowerCase()}`)).count).toBe(1)
  expect((await list('locale_code=fr-FR')).count).toBe(0)
})

test('what is to be translated comes with what there is of it', async () => {
  const { status, body } = await get(`/translations/entities?type=region&id=${north}`)
  expect(status).toBe(200)
  expect(body).toEqual({
    data: [
      {
        id: north,
        name: 'North',
        translations: [expect.objectContaining({ locale_code: 'de-DE', translations: { name: 'Nordland' } })],
      },
    ],
    count: 1,
    offset: 0,
    limit: 20,
  })
  expect((await get('/translations/entities?type=user')).status).toBe(400)
  expect((await get('/translations/entities')).status).toBe(400)
})

test('it is told how far the words have come', async () => {
  const { body } = await get('/translations/statistics?locales=de-DE,fr-FR&entity_types=region')
  const { expected, translated, missing, by_locale } = body.statistics.region
  expect(translated + missing).toBe(expected)
  expect(by_locale['fr-FR']).toEqual({ expected: expected / 2, translated: 0, missing: expected / 2 })
  expect(by_locale['de-DE'].translated).toBe(translated)
  for (const query of [
    'locales=de-DE&entity_types=unicorn',
    'locales=%C2%A7&entity_types=region',
    'locales=de-DE',
  ]) {
    expect([query, (await get(`/translations/statistics?${query}`)).status]).toEqual([query, 400])
  }
})

test('settings say which words are shown', async () => {
  const settings = async () =>
    (await get('/translations/settings?entity_type=region')).body.translation_settings
  const { region } = await settings()
  expect(region).toEqual({
    id: expect.stringMatching(/^trset_/),
    fields: ['name'],
    is_active: true,
    inactive_fields: [],
  })
  const change = (body: object) => send('POST', '/translations/settings/batch', body)
  const { body } = await change({ update: [{ id: region.id, fields: [] }] })
  expect(body).toMatchObject({
    created: [],
    updated: [{ id: region.id, entity_type: 'region', fields: [] }],
    deleted: { ids: [], object: 'translation_settings', deleted: true },
  })
  expect((await settings()).region).toMatchObject({ fields: [], inactive_fields: ['name'] })
  expect(await nameOf('?locale=de-DE')).toBe('North')
  const hidden = (await get(`/translations/entities?type=region&id=${north}`)).body.data
  expect(hidden).toEqual([{ id: north, translations: [expect.anything()] }])
  const taken = await change({ delete: [region.id], create: [{ entity_type: 'region', fields: ['name'] }] })
  expect(taken.body.created).toMatchObject([{ entity_type: 'region', is_active: true }])
  expect(await nameOf('?locale=de-DE')).toBe('Nordland')
  expect(await get('/translations/settings?is_active=false')).toMatchObject({
    body: { translation_settings: {} },
  })
  for (const bad of [
    { create: [{ entity_type: 'region', fields: ['name'] }] },
    { create: [{ entity_type: 'unicorn', fields: [] }] },
    { update: [{ id: taken.body.created[0].id, fields: ['currency_code'] }] },
  ]) {
    expect((await change(bad)).status).toBe(400)
  }
})

test('a read takes two statements', async () => {
  for (const path of [
    '/locales',
    '/locales/de-DE',
    '/translations',
    '/translations/entities?type=region',
    '/translations/statistics?locales=de-DE&entity_types=region,tax_rate,refund_reason',
    '/translations/settings',
  ]) {
    let status = 0
    const statements = await counted(async () => {
      status = (await get(path)).status
    })
    expect([path, status, statements]).toEqual([path, 200, 2])
  }
})

test('they are for users who may read and change them', async () => {
  expect((await get('/translations', 'translation:read')).status).toBe(200)
  expect((await get('/locales', 'translation:read')).status).toBe(403)
  const create = { create: [german(north, 'x')] }
  expect((await send('POST', '/translations/batch', create, 'translation:create')).status).toBe(403)
})
