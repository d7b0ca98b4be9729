import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop } from './room-shop.ts'

let shop: Awaited<ReturnType<typeof openShop>>

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const create = (property: string, more: object = {}) =>
  shop.send('POST', '/property-labels', { entity: 'Order', property, label: `The ${property}`, ...more })
const labels = async (query = '') => (await shop.get(`/property-labels${query}`)).body

test('a label is made, read, changed and removed', async () => {
  const { status, body } = await create('display_id', { description: 'As on the invoice' })
  const label = {
    id: expect.stringMatching(/^plbl_/),
    entity: 'Order',
    property: 'display_id',
    label: 'The display_id',
    description: 'As on the invoice',
    created_at: expect.any(String),
    updated_at: expect.any(String),
  }
  expect([status, body]).toEqual([200, { property_label: label }])
  const { id } = body.property_label
  const changed = await shop.send('POST', `/property-labels/${id}`, { label: 'Number', description: null })
  expect(changed.body.property_label).toMatchObject({ id, label: 'Number', description: null })
  expect((await shop.get(`/property-labels/${id}`)).body).toEqual(changed.body)
  expect((await shop.send('DELETE', `/property-labels/${id}`)).body).toEqual({
    id,
    object: 'property_label',
    deleted: true,
  })
  expect((await shop.get(`/property-labels/${id}`)).status).toBe(404)
})

test('a property has one label', async () => {
  await create('email')
  expect(await create('email')).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect((await create('email', { entity: 'Customer' })).status).toBe(200)
  expect((await labels('?property=email')).count).toBe(2)
  expect((await labels('?entity=Customer&property=email')).count).toBe(1)
  expect((await labels('?q=THE%20email&limit=1')).property_labels).toHaveLength(1)
})

test('a batch does all of it or nothing, and one may take the place of another', async () => {
  const [old, kept] = [await create('total'), await create('status')].map(
    ({ body }) => body.property_label.id,
  )
  const made = { entity: 'Order', property: 'total', label: 'Sum' }
  const { status, body } = await shop.send('POST', '/property-labels/batch', {
    create: [made],
    update: [{ id: kept, label: 'State' }],
    delete: [old],
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    created: [made],
    updated: [{ id: kept, label: 'State', property: 'status' }],
    deleted: [{ id: old, object: 'property_label', deleted: true }],
  })
  const { count } = await labels()
  const failed = await shop.send('POST', '/property-labels/batch', {
    create: [{ entity: 'Order', property: 'region', label: 'Land' }],
    update: [{ id: 'plbl_none', label: 'Nothing' }],
    delete: [kept],
  })
  expect(failed).toMatchObject({ status: 404, body: { message: expect.stringContaining('plbl_none') } })
  expect((await labels()).count).toBe(count)
})

test('a batch takes as many statements for many as for one', async () => {
  const batch = async (name: string, size: number) => {
    const some = Array.from({ length: size }, (_, at) => `${name}_${at}`)
    const given = await Promise.all(some.map(async (one) => (await create(one)).body.property_label.id))
    return shop.counted(() =>
      shop.send('POST', '/property-labels/batch', {
        create: some.map((one) => ({ entity: 'Batch', property: one, label: one })),
        update: given.map((id) => ({ id, label: 'Changed' })),
      }),
    )
  }
  expect(await batch('many', 5)).toBe(await batch('one', 1))
  expect(await shop.counted(() => labels())).toBe(2)
})

test.each([
  [{ property: 'a', label: 'A' }, 'entity'],
  [{ entity: 'Order', property: '', label: 'A' }, 'property'],
  [{ entity: 'Order', property: 'a', label: '' }, 'label'],
  [{ entity: 'Order', property: 'a', label: 5 }, 'label'],
])('%j is refused', async (body, name) => {
  expect(await shop.send('POST', '/property-labels', body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(name) },
  })
})

test('labels are for users who may read and change them', async () => {
  expect((await shop.get('/property-labels', 'property_label:read')).status).toBe(200)
  expect((await shop.send('POST', '/property-labels/batch', {}, 'property_label:create')).status).toBe(403)
})
