import { type Modules, startModules } from '@stoa/kernel'
import { behindLock, createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { OrderService, orderModule } from '../src/index.ts'
import { sampleOrder, soldLine } from './sample-order.ts'

let database: TestDatabase
let modules: Modules
let orders: OrderService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([orderModule], { database: database.url })
  await modules.migrate()
  orders = modules.resolve(OrderService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

/** An order of lines with these quantities: its id and those of the lines. */
async function placed(...quantities: number[]): Promise<[string, ...string[]]> {
  const items = quantities.map((quantity, n) => soldLine(`Thing ${n}`, 10, quantity))
  const { id } = await orders.placeOrder(sampleOrder({ items }))
  return [id, ...items.map((item) => item.id)]
}

/** Fulfilled, shipped and delivered, for each line in the order in which they were sold. */
const progressOf = async (id: string) =>
  (await orders.listOrderItems({ order_id: id }))
    .sort((a, b) => Number(a.item_id > b.item_id) - Number(a.item_id < b.item_id))
    .map((item) => [item.fulfilled_quantity, item.shipped_quantity, item.delivered_quantity].map(Number))

test('goods move on parcel by parcel, never further than they can', async () => {
  const [id, a, b] = (await placed(3, 1)) as [string, string, string]
  await orders.fulfillItems(id, 'ful_1', [
    { id: a, quantity: 1 },
    { id: b, quantity: 1 },
    { id: a, quantity: 1 },
  ])
  expect(await progressOf(id)).toEqual([
    [2, 0, 0],
    [1, 0, 0],
  ])
  await expect(orders.fulfillItems(id, 'ful_2', [{ id: a, quantity: 2 }])).rejects.toMatchObject({
    type: 'invalid_data',
    message: `1 of item ${a}, not 2, can be fulfilled.`,
  })
  await expect(orders.shipItems(id, 'ful_2', [{ id: a, quantity: 1 }])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('0 of item'),
  })
  await orders.shipItems(id, 'ful_1', [{ id: a, quantity: 1 }])
  await orders.deliverItems(id, 'ful_1')
  expect(await progressOf(id)).toEqual([
    [2, 1, 1],
    [1, 0, 0],
  ])
  await expect(orders.cancelFulfilledItems(id, 'ful_1')).rejects.toMatchObject({ type: 'invalid_data' })
  await orders.fulfillItems(id, 'ful_3', [{ id: a, quantity: 1 }])
  await orders.cancelFulfilledItems(id, 'ful_3')
  await orders.cancelFulfilledItems(id, 'ful_3')
  expect(await progressOf(id)).toEqual([
    [2, 1, 1],
    [1, 0, 0],
  ])
})

test('a parcel that never came to be is forgotten, once', async () => {
  const [id, line] = (await placed(2)) as [string, string]
  await orders.fulfillItems(id, 'ful_4', [{ id: line, quantity: 2 }])
  await orders.forgetFulfillment(id, 'ful_4')
  await orders.forgetFulfillment(id, 'ful_4')
  expect(await progressOf(id)).toEqual([[0, 0, 0]])
  expect(await orders.listOrderChangeActions({ order_id: id })).toEqual([])
})

test('of two who fulfill the last piece at the same time, one does', async () => {
  const [id, line] = (await placed(1)) as [string, string]
  const ends = await behindLock(
    database.url,
    'select 1 from stoa_order."order" where id = $1 for update',
    [id],
    [
      () => orders.fulfillItems(id, 'ful_5', [{ id: line, quantity: 1 }]),
      () => orders.fulfillItems(id, 'ful_6', [{ id: line, quantity: 1 }]),
    ],
  )
  expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await progressOf(id)).toEqual([[1, 0, 0]])
})

test('nothing of a canceled order or of somebody else’s moves', async () => {
  const [id, line] = (await placed(1)) as [string, string]
  const [, other] = (await placed(1)) as [string, string]
  await expect(orders.fulfillItems(id, 'ful_7', [{ id: other, quantity: 1 }])).rejects.toMatchObject({
    type: 'invalid_data',
    message: `Order ${id} has no item ${other}.`,
  })
  await expect(orders.fulfillItems(id, 'ful_7', [])).rejects.toMatchObject({ type: 'invalid_data' })
  await expect(orders.fulfillItems(id, 'ful_7', [{ id: line, quantity: -1 }])).rejects.toMatchObject({
    type: 'invalid_data',
  })
  await orders.cancelOrder(id)
  await expect(orders.fulfillItems(id, 'ful_7', [{ id: line, quantity: 1 }])).rejects.toMatchObject({
    message: expect.stringContaining('canceled'),
  })
})
