import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './room-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const columns = async (entity: string, query = '') => {
  const { status, body } = await shop.get(`/views/${entity}/columns${query}`)
  expect(status).toBe(200)
  return body.columns as any[]
}

test('what has a list can be viewed', async () => {
  const { entities } = (await shop.get('/views/entities')).body
  expect(entities).toContainEqual({
    name: 'Notification',
    pluralName: 'notifications',
    module: 'notification',
    propertyCount: expect.any(Number),
    hasOverrides: false,
  })
  for (const { pluralName, propertyCount } of entities) {
    expect((await columns(pluralName)).length).toBeGreaterThan(0)
    expect(propertyCount).toBeGreaterThan(0)
  }
})

test('its columns are its values, those of the route first', async () => {
  const found = await columns('notifications')
  expect(found.map(({ id }) => id).slice(0, 4)).toEqual(['id', 'to', 'channel', 'template'])
  const column = (id: string) => found.find((one) => one.id === id)
  expect(column('to')).toEqual({
    id: 'to',
    name: 'To',
    field: 'to',
    sortable: true,
    hideable: true,
    default_visible: true,
    data_type: 'string',
    semantic_type: 'field',
    context: 'generic',
    category: 'field',
    render_mode: 'text',
    filter: { enabled: true, operators: ['$eq', '$ne', '$in', '$nin', '$like', '$ilike'] },
    default_order: 1,
    source: { module: 'notification', entity: 'Notification' },
  })
  expect(column('status')).toMatchObject({
    data_type: 'enum',
    category: 'status',
    render_mode: 'status',
    default_visible: false,
    filter: { enumValues: ['pending', 'success', 'failure'] },
  })
  expect(column('data')).toMatchObject({
    sortable: false,
    filter: { enabled: false },
    default_visible: false,
  })
  expect(column('created_at')).toMatchObject({
    data_type: 'date',
    category: 'timestamp',
    default_visible: true,
  })
  expect(column('search_document')).toBeUndefined()
})

test('what can be sorted by can be sorted by', async () => {
  for (const { field, sortable } of await columns('notifications')) {
    const { status } = await shop.get(`/notifications?order=${field}`)
    if (sortable) expect([field, status]).toEqual([field, 200])
  }
})

test('an entity has several names, and one that has none is not found', async () => {
  const expected = await columns('notifications')
  for (const name of ['notification', 'Notification', 'Notifications']) {
    expect(await columns(name)).toEqual(expected)
  }
  for (const name of ['unicorns', '__proto__', 'user_preference']) {
    expect(await shop.get(`/views/${name}/columns`)).toMatchObject({
      status: 404,
      body: { type: 'not_found', message: expect.stringContaining(name) },
    })
  }
})

test('what the shop calls a property counts for more', async () => {
  const { body } = await shop.send('POST', '/property-labels', {
    entity: 'Notification',
    property: 'to',
    label: 'Whom',
    description: 'An address',
  })
  const [to] = (await columns('notifications')).filter(({ id }) => id === 'to')
  expect(to).toMatchObject({
    name: 'Whom',
    description: 'An address',
    custom_label: true,
    label_id: body.property_label.id,
  })
  await shop.send('DELETE', `/property-labels/${body.property_label.id}`)
  expect((await columns('notifications')).find(({ id }) => id === 'to')).not.toHaveProperty('custom_label')
})

test('as much is told of each as is asked for', async () => {
  const found = await columns('notifications', '?fields=name,sortable')
  expect(found[1]).toEqual({ id: 'to', name: 'To', sortable: true })
  expect((await shop.get('/views/notifications/columns?fields=colour')).status).toBe(400)
})

test('a read takes two statements', async () => {
  expect(await shop.counted(() => columns('notifications'))).toBe(2)
  expect(await shop.counted(() => shop.get('/views/entities'))).toBe(1)
})
