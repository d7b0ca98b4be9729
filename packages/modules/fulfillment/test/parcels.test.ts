import { createId, type Modules, startModules } from '@stoa/kernel'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FulfillmentService, fulfillmentModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: FulfillmentService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([fulfillmentModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(FulfillmentService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const label = { tracking_number: 'T1', tracking_url: 'https://carrier.test/T1', label_url: '' }

async function parcel(items = 1): Promise<string> {
  const id = createId('ful')
  await service.addParcel({
    id,
    values: { location_id: 'sloc_1', data: { a: 1 } },
    delivery_address: { city: 'Bonn' },
    items: Array.from({ length: items }, () => ({ title: 'Mug', sku: 'MUG', barcode: '', quantity: '1.5' })),
    labels: [label],
  })
  return id
}

test('a parcel is written in one statement, however much is in it', async () => {
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  const id = await parcel(20)
  stop()
  expect(texts).toHaveLength(1)
  const written = await service.retrieveFulfillment(id, {
    relations: ['items', 'labels', 'delivery_address'],
  })
  expect(written).toMatchObject({
    location_id: 'sloc_1',
    requires_shipping: true,
    data: { a: 1 },
    delivery_address: { city: 'Bonn' },
    labels: [label],
  })
  expect(written.items).toHaveLength(20)
})

test('a parcel is shipped, then delivered, and each only from where it makes sense', async () => {
  const id = await parcel()
  await service.shipParcel(id, 'user_1', { labels: [label], metadata: { a: 2 } })
  const { shipped_at } = await service.retrieveFulfillment(id)
  await service.shipParcel(id, 'user_2')
  expect(await service.retrieveFulfillment(id, { relations: ['labels'] })).toMatchObject({
    shipped_at,
    marked_shipped_by: 'user_1',
    metadata: { a: 2 },
    labels: [label, label],
  })
  await expect(service.cancelParcel(id)).rejects.toMatchObject({
    type: 'not_allowed',
    message: expect.stringContaining('shipped already'),
  })
  await service.deliverParcel(id)
  await expect(service.deliverParcel(id)).rejects.toMatchObject({ type: 'not_allowed' })
  await expect(service.shipParcel(id, null)).rejects.toMatchObject({ type: 'not_allowed' })
})

test('a canceled parcel goes nowhere, unless it is kept after all', async () => {
  const id = await parcel()
  await service.cancelParcel(id)
  for (const work of [
    () => service.cancelParcel(id),
    () => service.shipParcel(id, null),
    () => service.deliverParcel(id),
  ]) {
    await expect(work()).rejects.toMatchObject({ type: 'invalid_data' })
  }
  await service.keepParcel(id)
  await service.deliverParcel(id)
  await expect(service.cancelParcel('ful_none')).rejects.toMatchObject({ type: 'not_found' })
})
