import { type Modules, startModules } from '@stoa/kernel'
import { behindLock, createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminSettingsModule, SettingsService } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let settings: SettingsService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([adminSettingsModule], { database: database.url })
  await modules.migrate()
  settings = modules.resolve(SettingsService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const configuration = { visible_columns: ['a'], column_order: ['a', 'b'], search: 'x' }
const ada = (entity: string) => ({ entity, user_id: 'user_ada' })
const bob = (entity: string) => ({ entity, user_id: 'user_bob' })

test("a view is its user's own, and another's is not found", async () => {
  const id = await settings.createView(ada('orders'), { name: 'Mine', configuration })
  expect(await settings.retrieveViewConfiguration(id)).toMatchObject({
    entity: 'orders',
    name: 'Mine',
    user_id: 'user_ada',
    is_system_default: false,
    configuration,
  })
  for (const attempt of [
    () => settings.changeView(bob('orders'), id, { name: 'Stolen' }),
    () => settings.changeView(bob('orders'), id, { is_system_default: true }),
    () => settings.changeView(ada('products'), id, { name: 'Elsewhere' }),
    () => settings.deleteView(bob('orders'), id),
    () => settings.chooseView(bob('orders'), id),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ type: 'not_found', message: expect.stringContaining(id) })
  }
  expect(await settings.retrieveViewConfiguration(id)).toMatchObject({ name: 'Mine', user_id: 'user_ada' })
})

test('what a change does not say stays, within the configuration too', async () => {
  const id = await settings.createView(ada('orders'), { name: 'Mine', configuration })
  await settings.changeView(ada('orders'), id, { configuration: { visible_columns: ['b'] } })
  const changed = { ...configuration, visible_columns: ['b'] }
  expect(await settings.retrieveViewConfiguration(id)).toMatchObject({ name: 'Mine', configuration: changed })
  await settings.changeView(ada('orders'), id, { name: null })
  expect(await settings.retrieveViewConfiguration(id)).toMatchObject({ name: null, configuration: changed })
})

test('a view that becomes the default takes the place of the one that was', async () => {
  const first = await settings.createView(ada('customers'), { configuration, is_system_default: true })
  expect(await settings.retrieveViewConfiguration(first)).toMatchObject({
    user_id: null,
    is_system_default: true,
  })
  const second = await settings.createView(bob('customers'), { configuration })
  await settings.changeView(bob('customers'), second, { is_system_default: true })
  expect(await settings.retrieveViewConfiguration(first)).toMatchObject({
    user_id: 'user_bob',
    is_system_default: false,
  })
  expect(await settings.retrieveViewConfiguration(second)).toMatchObject({
    user_id: null,
    is_system_default: true,
  })
  await settings.changeView(ada('customers'), second, { is_system_default: false })
  expect(await settings.retrieveViewConfiguration(second)).toMatchObject({ user_id: 'user_ada' })
})

test('of several that become the default at once one is it', async () => {
  const ids = await Promise.all(
    ['one', 'two', 'three'].map((name) => settings.createView(ada('regions'), { name, configuration })),
  )
  await behindLock(
    database.url,
    'select id from stoa_settings.view_configuration where id = any($1::text[]) for update',
    [ids],
    ids.map((id) => () => settings.changeView(ada('regions'), id, { is_system_default: true })),
  )
  const views = await settings.listViewConfigurations({ entity: 'regions' })
  expect(views.filter(({ is_system_default }) => is_system_default)).toHaveLength(1)
})

test('a layout is kept once for each user, and once for everybody', async () => {
  const layout = (order: number) => ({ widgets: { sales: { order } } })
  await Promise.all([1, 2, 3].map((order) => settings.setLayout('home', 'user_ada', layout(order))))
  await settings.setLayout('home', null, layout(4))
  await settings.setLayout('home', null, layout(5))
  await settings.setLayout('home', 'user_ada', layout(6))
  const all = async () =>
    (await settings.listLayoutConfigurations({ zone: 'home' })).map(
      ({ user_id, configuration: { widgets } }) => [user_id, widgets.sales?.order],
    )
  expect((await all()).toSorted()).toEqual(
    [
      [null, 5],
      ['user_ada', 6],
    ].toSorted(),
  )
  await settings.removeLayout('home', 'user_ada')
  expect(await all()).toEqual([[null, 5]])
  await settings.setLayout('home', 'user_ada', layout(7))
  expect(await all()).toHaveLength(2)
})

test('a preference is kept until it is another, or forgotten', async () => {
  const value = async () =>
    (await settings.listUserPreferences({ user_id: 'user_ada', key: 'theme' })).map((row) => row.value)
  await settings.setPreference('user_ada', 'theme', 'dark')
  await settings.setPreference('user_ada', 'theme', { at: 'night' })
  expect(await value()).toEqual([{ at: 'night' }])
  await settings.setPreference('user_ada', 'theme', null)
  expect(await value()).toEqual([])
})
