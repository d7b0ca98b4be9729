import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

test('a channel is created, read, changed and deleted, and each is told', async () => {
  const { status, sales_channel } = await shop.post('/sales-channels', {
    id: 'sc_mine',
    name: 'Market',
    description: 'On Saturdays',
  })
  expect(status).toBe(200)
  expect(sales_channel).toEqual({
    id: expect.stringMatching(/^sc_0/),
    name: 'Market',
    description: 'On Saturdays',
    is_disabled: false,
    metadata: null,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
  })
  const path = `/sales-channels/${sales_channel.id}`
  expect((await shop.get(path)).sales_channel).toEqual(sales_channel)
  const change = { name: 'Fair', description: null, is_disabled: true, metadata: { open: 'sat' } }
  expect((await shop.post(path, change)).sales_channel).toMatchObject(change)
  expect((await shop.post(path, {})).sales_channel).toMatchObject(change)
  expect((await shop.get('/sales-channels?is_disabled=true&q=fair')).count).toBe(1)
  expect(await shop.remove(path)).toEqual({
    status: 200,
    id: sales_channel.id,
    object: 'sales-channel',
    deleted: true,
  })
  expect(await shop.get(path)).toMatchObject({ status: 404, type: 'not_found' })
  expect(await shop.post(path, { name: 'X' })).toMatchObject({ status: 404 })
  for (const [event, times] of [
    ['created', 1],
    ['updated', 2],
    ['deleted', 1],
  ] as const) {
    expect(await shop.told(`sales-channel.${event}`)).toEqual(Array(times).fill(sales_channel.id))
  }
})

test('a channel that goes is no longer served from anywhere', async () => {
  const id = await shop.channel('Pop-up')
  const { stock_location } = await shop.post('/stock-locations', { name: 'Hub' })
  await shop.post(`/stock-locations/${stock_location.id}/sales-channels`, { add: [id] })
  expect((await shop.get(`/sales-channels?location_id=${stock_location.id}`)).count).toBe(1)
  await shop.remove(`/sales-channels/${id}`)
  const links = await shop.modules.database.query('select from stoa_link.sales_channel_stock_location')
  expect(links).toEqual([])
})

test('bad bodies are told by field', async () => {
  expect(await shop.post('/sales-channels', {})).toMatchObject({
    status: 400,
    message: expect.stringContaining("'name'"),
  })
  expect(await shop.post('/sales-channels', { name: 'X', is_disabled: 'no' })).toMatchObject({
    status: 400,
    message: expect.stringContaining('is_disabled'),
  })
})
