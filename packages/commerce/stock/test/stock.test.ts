import { eventsModule } from '@stoa/events'
import { type Asker, Authenticator, createServer, type StoaServer } from '@stoa/http'
import { InventoryService, inventoryModule } from '@stoa/inventory'
import { type Modules, provide, startModules } from '@stoa/kernel'
import { queryModule } from '@stoa/query'
import { StockLocationService, stockLocationModule } from '@stoa/stock-location'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stock, stockGraph } from '../src/index.ts'

/** Lets everybody in: who is asking is the accounts' concern. */
class OpenDoor extends Authenticator {
  async authenticate(): Promise<Asker> {
    return { actor: { type: 'user', id: 'user_1' } }
  }
}

let database: TestDatabase
let modules: Modules
let app: StoaServer
let berlin: string
let lyon: string

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([queryModule, eventsModule, inventoryModule, stockLocationModule], {
    database: database.url,
    graph: stockGraph,
    providers: [provide(Authenticator, () => new OpenDoor())],
  })
  await modules.migrate()
  app = await createServer({ container: modules.container, cookie_secret: 'a secret of the tests' })
  await app.register(stock as never)
  const [one, two] = await modules
    .resolve(StockLocationService)
    .createStockLocations([{ name: 'Berlin' }, { name: 'Lyon' }])
  berlin = one?.id as string
  lyon = two?.id as string
})

afterAll(async () => {
  await app?.close()
  await modules?.close()
  await database?.drop()
})

async function call(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object) {
  const answer = await app.inject({
    method,
    url: `/admin${url}`,
    headers: { authorization: 'Bearer token' },
    ...(body ? { payload: body } : {}),
  })
  return { status: answer.statusCode, body: answer.json() }
}

async function createItem(sku: string, stocked = 10) {
  const { status, body } = await call('POST', '/inventory-items', {
    sku,
    title: `Item ${sku}`,
    location_levels: [{ location_id: berlin, stocked_quantity: stocked }],
  })
  expect(status, JSON.stringify(body)).toBe(200)
  return body.inventory_item
}

const levelsOf = async (id: string) =>
  (await call('GET', `/inventory-items/${id}/location-levels`)).body.inventory_levels

test('an item is created with its levels, found, changed and deleted', async () => {
  const item = await createItem('whole')
  expect(item).toMatchObject({
    sku: 'whole',
    stocked_quantity: 10,
    reserved_quantity: 0,
    location_levels: [{ location_id: berlin, stocked_quantity: 10 }],
  })
  expect((await call('GET', '/inventory-items?sku=whole')).body).toMatchObject({ count: 1 })
  expect((await call('GET', `/inventory-items?location_levels[location_id]=${lyon}`)).body.count).toBe(0)
  const changed = await call('POST', `/inventory-items/${item.id}`, { title: 'New', weight: 2.5 })
  expect(changed.body.inventory_item).toMatchObject({ title: 'New', weight: 2.5, sku: 'whole' })
  expect((await call('POST', '/inventory-items', { sku: 'whole' })).status).toBe(400)
  expect((await call('DELETE', `/inventory-items/${item.id}`)).body).toEqual({
    id: item.id,
    object: 'inventory_item',
    deleted: true,
  })
  expect((await call('GET', `/inventory-items/${item.id}`)).status).toBe(404)
})

test('an item whose location does not exist is not created at all', async () => {
  const answer = await call('POST', '/inventory-items', {
    sku: 'lost',
    location_levels: [{ location_id: 'sloc_none', stocked_quantity: 1 }],
  })
  expect(answer).toMatchObject({ status: 404, body: { message: expect.stringContaining('sloc_none') } })
  expect((await call('GET', '/inventory-items?sku=lost')).body.count).toBe(0)
})

test('levels are added, set and taken away', async () => {
  const item = await createItem('levels')
  const path = `/inventory-items/${item.id}/location-levels`
  const added = await call('POST', path, { location_id: lyon, stocked_quantity: 3 })
  expect(added.body.inventory_item).toMatchObject({ stocked_quantity: 13 })
  expect((await call('POST', path, { location_id: lyon })).status).toBe(400)
  expect((await call('POST', `${path}/${lyon}`, { stocked_quantity: -1 })).status).toBe(400)
  expect((await call('POST', `${path}/${lyon}`, { reserved_quantity: 1 })).status).toBe(400)
  expect((await call('POST', `${path}/sloc_none`, { stocked_quantity: 1 })).status).toBe(404)
  await call('POST', `${path}/${lyon}`, { stocked_quantity: 5, incoming_quantity: 7 })
  expect((await levelsOf(item.id)).find((level: any) => level.location_id === lyon)).toMatchObject({
    stocked_quantity: 5,
    incoming_quantity: 7,
    available_quantity: 5,
  })
  const gone = await call('DELETE', `${path}/${lyon}`)
  expect(gone.body).toMatchObject({ object: 'inventory-level', deleted: true, parent: { id: item.id } })
  expect(await levelsOf(item.id)).toHaveLength(1)
})

test('many levels change at once, or none does, in as many statements as for few', async () => {
  const items = await Promise.all(Array.from({ length: 40 }, (_, index) => createItem(`batch-${index}`)))
  const batch = (count: number, from: number) => ({
    create: items.slice(from, from + count).map(({ id }) => ({
      inventory_item_id: id,
      location_id: lyon,
      stocked_quantity: 4,
    })),
  })
  const cost = async (body: object) => {
    let statements = 0
    const stop = modules.database.onStatement(() => statements++)
    const answer = await call('POST', '/inventory-items/location-levels/batch', body)
    stop()
    expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    return [statements, answer.body] as const
  }
  const [few] = await cost(batch(5, 0))
  const [many, { created }] = await cost(batch(35, 5))
  expect(many).toBe(few)
  expect(created).toHaveLength(35)
  expect(created[0]).toMatchObject({ stocked_quantity: 4, raw_stocked_quantity: { value: '4' } })
  const half = await call('POST', '/inventory-items/location-levels/batch', {
    update: [
      { inventory_item_id: items[0].id, location_id: lyon, stocked_quantity: 99 },
      { inventory_item_id: 'iitem_none', location_id: lyon, stocked_quantity: 99 },
    ],
  })
  expect(half.status).toBe(404)
  expect((await levelsOf(items[0].id)).map((level: any) => level.stocked_quantity)).not.toContain(99)
})

test('a batch of one item shows of its levels what is asked for', async () => {
  const { id } = await createItem('batch-fields')
  const batch = (fields: string, stocked_quantity: number) =>
    call('POST', `/inventory-items/${id}/location-levels/batch?fields=${fields}`, {
      update: [{ location_id: berlin, stocked_quantity }],
    })
  const { body } = await batch('location_id,available_quantity', 7)
  expect(body.updated).toEqual([{ id: expect.any(String), location_id: berlin, available_quantity: 7 }])
  expect((await batch('nonsense', 8)).status).toBe(400)
  expect(await levelsOf(id)).toMatchObject([{ stocked_quantity: 7 }])
})

test('what is promised is taken from what is there, and given back', async () => {
  const item = await createItem('promised', 5)
  const body = { inventory_item_id: item.id, location_id: berlin, quantity: 3, description: 'For Ada' }
  const made = await call('POST', '/reservations', body)
  expect(made.body.reservation).toMatchObject({
    ...body,
    inventory_item: { sku: 'promised', reserved_quantity: 3, stocked_quantity: 5 },
  })
  const { id } = made.body.reservation
  expect(await call('POST', '/reservations', body)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed' },
  })
  expect(await call('POST', `/reservations/${id}`, { quantity: 6 })).toMatchObject({
    status: 400,
    body: { type: 'not_allowed' },
  })
  expect((await call('POST', `/reservations/${id}`, { quantity: 0 })).status).toBe(400)
  expect((await call('POST', `/reservations/${id}`, { quantity: 5 })).body.reservation.quantity).toBe(5)
  expect(await levelsOf(item.id)).toMatchObject([{ reserved_quantity: 5, available_quantity: 0 }])
  expect((await call('GET', `/reservations?inventory_item_id=${item.id}`)).body.count).toBe(1)
  expect(await call('DELETE', `/inventory-items/${item.id}`)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(item.id) },
  })
  expect(await call('DELETE', `/inventory-items/${item.id}/location-levels/${berlin}`)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed' },
  })
  expect((await call('DELETE', `/reservations/${id}`)).body).toEqual({
    id,
    object: 'reservation',
    deleted: true,
  })
  expect(await levelsOf(item.id)).toMatchObject([{ reserved_quantity: 0, available_quantity: 5 }])
  expect(await modules.resolve(InventoryService).repair()).toEqual([])
})

test('ten who want the last five at once: five get one', async () => {
  const item = await createItem('last', 5)
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      call('POST', '/reservations', { inventory_item_id: item.id, location_id: berlin, quantity: 1 }),
    ),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5)
  expect(await levelsOf(item.id)).toMatchObject([{ reserved_quantity: 5, available_quantity: 0 }])
})
