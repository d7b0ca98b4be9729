import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './room-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const configuration = { visible_columns: ['title'], column_order: ['title', 'status'] }
const path = (entity: string, rest = '') => `/views/${entity}/configurations${rest}`
const create = async (entity: string, body: object = {}, token?: string) => {
  const answer = await shop.send('POST', path(entity), { configuration, ...body }, token)
  expect(answer.status).toBe(200)
  return answer.body.view_configuration
}
const active = async (entity: string, token?: string) => (await shop.get(path(entity, '/active'), token)).body
const choose = (entity: string, id: string | null, token?: string) =>
  shop.send('POST', path(entity, '/active'), { view_configuration_id: id }, token)

test('a view is kept as the wire has it', async () => {
  const view = await create('products', {
    name: 'Cheap',
    configuration: {
      ...configuration,
      column_widths: { title: 200.5 },
      filters: { status: ['draft'] },
      sorting: { id: 'title', desc: true },
      search: 'mug',
    },
  })
  expect(view).toEqual({
    id: expect.stringMatching(/^vconf_/),
    entity: 'products',
    name: 'Cheap',
    user_id: 'user_1',
    is_system_default: false,
    configuration: {
      ...configuration,
      column_widths: { title: 200.5 },
      filters: { status: ['draft'] },
      sorting: { id: 'title', desc: true },
      search: 'mug',
    },
    created_at: expect.any(String),
    updated_at: expect.any(String),
  })
  expect((await shop.get(path('products', `/${view.id}?fields=name`))).body).toEqual({
    view_configuration: { id: view.id, name: 'Cheap' },
  })
})

test('a user sees their own views and the default, of the one entity', async () => {
  const [own, common] = [await create('customers'), await create('customers', { is_system_default: true })]
  const others = await create('customers', {}, 'other')
  await create('regions')
  const list = async (query = '', token?: string) => {
    const { body } = await shop.get(path('customers', query), token)
    expect(body).toMatchObject({ offset: 0, limit: 20, count: body.view_configurations.length })
    return body.view_configurations.map(({ id }: { id: string }) => id)
  }
  expect(await list()).toEqual([own.id, common.id])
  expect(await list('', 'other')).toEqual([common.id, others.id])
  expect(await list('?is_system_default=true')).toEqual([common.id])
  expect(await list('?user_id=user_2')).toEqual([])
  for (const [method, body] of [
    ['GET', undefined],
    ['POST', { name: 'Stolen' }],
    ['DELETE', undefined],
  ] as const) {
    expect(await shop.send(method, path('customers', `/${others.id}`), body)).toMatchObject({
      status: 404,
      body: { type: 'not_found' },
    })
    expect((await shop.send(method, path('regions', `/${own.id}`), body)).status).toBe(404)
  }
  expect((await choose('customers', others.id)).status).toBe(404)
})

test('who has chosen no view looks at the default, and who has at that one', async () => {
  expect(await active('tags')).toEqual({ view_configuration: null, active_view_configuration_id: null })
  const own = await create('tags')
  expect(await active('tags')).toMatchObject({ view_configuration: null })
  const common = await create('tags', { is_system_default: true })
  expect(await active('tags')).toMatchObject({ active_view_configuration_id: common.id })
  expect(await choose('tags', own.id)).toEqual({ status: 200, body: { success: true } })
  expect(await active('tags')).toMatchObject({
    view_configuration: { id: own.id },
    active_view_configuration_id: own.id,
  })
  expect(await active('tags', 'other')).toMatchObject({ active_view_configuration_id: common.id })
  await choose('tags', common.id)
  expect(await active('tags')).toMatchObject({ active_view_configuration_id: common.id })
  await choose('tags', own.id)
  await choose('tags', null)
  expect(await active('tags')).toMatchObject({ active_view_configuration_id: common.id })
})

test('a view can become active as it is saved, and is not once it is gone', async () => {
  const first = await create('types', { set_active: true })
  expect(await active('types')).toMatchObject({ active_view_configuration_id: first.id })
  const second = await create('types')
  const changed = await shop.send('POST', path('types', `/${second.id}`), {
    set_active: true,
    configuration: { search: 'blue' },
  })
  expect(changed.body.view_configuration.configuration).toEqual({ ...configuration, search: 'blue' })
  expect(await active('types')).toMatchObject({ active_view_configuration_id: second.id })
  expect(await shop.send('DELETE', path('types', `/${second.id}`))).toEqual({
    status: 200,
    body: { id: second.id, object: 'view_configuration', deleted: true },
  })
  expect(await active('types')).toEqual({ view_configuration: null, active_view_configuration_id: null })
})

test('a read takes two statements', async () => {
  const { id } = await create('budgets', { set_active: true })
  for (const rest of ['', `/${id}`, '/active']) {
    const statements = await shop.counted(() => shop.get(path('budgets', rest)))
    expect([rest, statements]).toEqual([rest, 2])
  }
})

test.each([
  [{}, 'configuration'],
  [{ configuration: { visible_columns: ['a'] } }, 'column_order'],
  [{ configuration: { ...configuration, visible_columns: 'a' } }, 'visible_columns'],
  [{ configuration: { ...configuration, sorting: { id: 'a' } } }, 'desc'],
  [{ configuration, is_system_default: 'yes' }, 'is_system_default'],
  [{ configuration, name: 5 }, 'name'],
])('%j is refused', async (body, name) => {
  expect(await shop.send('POST', path('products'), body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(name) },
  })
})

test('fields that there are not are refused before anything is written', async () => {
  const views = async () => (await shop.get(path('refused'))).body.count
  const body = { configuration }
  expect((await shop.send('POST', path('refused', '?fields=nothing'), body)).status).toBe(400)
  expect(await views()).toBe(0)
})

test('views are for users who may read and change them', async () => {
  expect((await shop.get(path('products'), 'view:read')).status).toBe(200)
  expect((await shop.send('POST', path('products'), { configuration }, 'view:read')).status).toBe(403)
  expect((await shop.get('/views/entities', 'product:read')).status).toBe(403)
  expect((await shop.get(path('products'), 'nobody')).status).toBe(401)
})
