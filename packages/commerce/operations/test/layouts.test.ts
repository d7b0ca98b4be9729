import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './room-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const path = (zone: string) => `/layouts/${zone}/configuration`
const set = (zone: string, order: number, body: object = {}, token?: string) =>
  shop.send('POST', path(zone), { configuration: { widgets: { sales: { order } } }, ...body }, token)
const orderOf = (layout: any) => layout?.configuration.widgets.sales.order ?? null
const seen = async (zone: string, token?: string) => {
  const { personal_configuration, default_configuration, active_scope } = (await shop.get(path(zone), token))
    .body
  return [orderOf(personal_configuration), orderOf(default_configuration), active_scope]
}

test('a page has a layout for each user and one for everybody, and whoever sets one looks at it', async () => {
  expect(await seen('home')).toEqual([null, null, 'default'])
  await set('home', 1, { is_default: true }, 'other')
  expect(await seen('home')).toEqual([null, 1, 'default'])
  const { body } = await set('home', 2)
  expect(body).toEqual({
    personal_configuration: {
      id: expect.stringMatching(/^lyconf_/),
      zone: 'home',
      user_id: 'user_1',
      is_system_default: false,
      configuration: { widgets: { sales: { order: 2 } } },
      created_at: expect.any(String),
      updated_at: expect.any(String),
    },
    default_configuration: expect.objectContaining({ user_id: null, is_system_default: true }),
    active_scope: 'personal',
  })
  expect(await seen('home', 'other')).toEqual([null, 1, 'default'])
  await set('home', 3, { is_default: true })
  expect(await seen('home')).toEqual([2, 3, 'default'])
  await set('home', 4)
  expect(await seen('home')).toEqual([4, 3, 'personal'])
  expect(await shop.send('DELETE', path('home'))).toEqual({ status: 200, body: { success: true } })
  expect(await seen('home')).toEqual([null, 3, 'default'])
})

test('a list has the own ones and those for everybody', async () => {
  await set('product.details', 1)
  await set('product.details', 2, {}, 'other')
  await set('product.details', 3, { is_default: true }, 'other')
  const list = async (query: string) =>
    (await shop.get(`/layouts/configurations${query}`)).body.layout_configurations.map(orderOf)
  expect(await list('?zone=product.details')).toEqual([1, 3])
  expect(await list('?zone=product.details&is_system_default=true')).toEqual([3])
  expect(await list('?zone=product.details&user_id=user_2')).toEqual([])
})

test('a read takes two statements', async () => {
  for (const route of [path('home'), '/layouts/configurations']) {
    expect([route, await shop.counted(() => shop.get(route))]).toEqual([route, 2])
  }
})

test.each([
  [{ configuration: {} }, 'widgets'],
  [{ configuration: { widgets: { sales: { order: 'first' } } } }, 'order'],
  [{ configuration: { widgets: [] } }, 'widgets'],
  [{ configuration: { widgets: {} }, is_default: 1 }, 'is_default'],
])('%j is refused', async (body, name) => {
  expect(await shop.send('POST', path('bad'), body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(name) },
  })
  expect(await seen('bad')).toEqual([null, null, 'default'])
})

test('layouts are for users who may read and change them', async () => {
  expect((await shop.get(path('home'), 'layout:read')).status).toBe(200)
  expect((await set('home', 1, {}, 'layout:read')).status).toBe(403)
  expect((await shop.get('/layouts/configurations', 'view:read')).status).toBe(403)
})
