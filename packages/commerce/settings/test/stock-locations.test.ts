import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const address = { address_1: 'Hauptstr. 1', city: 'Berlin', country_code: 'de' }

test('a location is created with its address and found again', async () => {
  const { status, stock_location } = await shop.post('/stock-locations', { name: 'Berlin', address })
  expect(status).toBe(200)
  expect(stock_location).toEqual({
    id: expect.stringMatching(/^sloc_/),
    name: 'Berlin',
    metadata: null,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    address: {
      ...address,
      id: expect.stringMatching(/^laddr_/),
      address_2: null,
      phone: null,
      postal_code: null,
      province: null,
      metadata: null,
    },
  })
  expect((await shop.get(`/stock-locations/${stock_location.id}`)).stock_location).toEqual(stock_location)
  expect(await shop.get('/stock-locations?q=berl')).toMatchObject({
    stock_locations: [{ id: stock_location.id }],
    count: 1,
    offset: 0,
    limit: 20,
  })
})

test('an address in a change is written over the one there is, or becomes the first', async () => {
  const { stock_location: old } = await shop.post('/stock-locations', { name: 'Old', address })
  const change = { address: { address_1: 'Nebenstr. 2', country_code: 'at', postal_code: '1010' } }
  const { stock_location: moved } = await shop.post(`/stock-locations/${old.id}`, change)
  expect(moved).toMatchObject({
    name: 'Old',
    address: { id: old.address.id, address_1: 'Nebenstr. 2', country_code: 'at', city: 'Berlin' },
  })
  const { stock_location: bare } = await shop.post('/stock-locations', { name: 'Bare' })
  expect(bare.address).toBeNull()
  const { stock_location: housed } = await shop.post(`/stock-locations/${bare.id}`, {
    name: 'Housed',
    address,
  })
  expect(housed).toMatchObject({ name: 'Housed', address })
  const { stock_location: left } = await shop.post(`/stock-locations/${bare.id}`, { address_id: null })
  expect(left).toMatchObject({ name: 'Housed', address: null })
})

test('what a client says of ids and moments is not taken', async () => {
  const { stock_location } = await shop.post('/stock-locations', {
    id: 'sloc_mine',
    created_at: '2001-01-01T00:00:00Z',
    name: 'Mine',
    address: { ...address, id: 'laddr_mine' },
  })
  expect(stock_location.id).not.toBe('sloc_mine')
  expect(stock_location.address.id).not.toBe('laddr_mine')
  expect(stock_location.created_at).not.toMatch(/^2001/)
})

test('bad bodies are told by field, and locations that are not there are not found', async () => {
  expect(await shop.post('/stock-locations', {})).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining("'name'"),
  })
  expect(await shop.post('/stock-locations', { name: 'X', address: { city: 'Rome' } })).toMatchObject({
    status: 400,
    message: expect.stringContaining('address.address_1'),
  })
  expect(await shop.post('/stock-locations', { name: 'X', address_id: 'laddr_none' })).toMatchObject({
    status: 404,
    type: 'not_found',
  })
  const paths = ['', '/sales-channels', '/fulfillment-providers']
  for (const path of paths) {
    expect(await shop.post(`/stock-locations/sloc_none${path}`)).toMatchObject({ status: 404 })
  }
  expect(await shop.get('/stock-locations/sloc_none')).toMatchObject({ status: 404, type: 'not_found' })
})

test('a location serves channels, and is found by them', async () => {
  const [web, market] = [await shop.channel('Web'), await shop.channel('Market')]
  const { stock_location } = await shop.post('/stock-locations', { name: 'Hub' })
  const path = `/stock-locations/${stock_location.id}/sales-channels?fields=sales_channels.id`
  await shop.post(path, { add: [web, market] })
  expect((await shop.get(`/stock-locations?sales_channel_id=${market}`)).stock_locations).toMatchObject([
    { id: stock_location.id },
  ])
  const changed = await shop.post(path, { remove: [market] })
  expect(changed.stock_location.sales_channels).toEqual([{ id: web }])
  expect(await shop.post(path, { add: ['sc_none'], remove: [web] })).toMatchObject({ status: 404 })
  expect((await shop.get(`/stock-locations?sales_channel_id=${web}`)).count).toBe(1)
})

test('providers come and go, and are listed by location', async () => {
  const { stock_location } = await shop.post('/stock-locations', { name: 'Depot' })
  const path = `/stock-locations/${stock_location.id}/fulfillment-providers?fields=fulfillment_providers.id`
  const added = await shop.post(path, { add: ['carrier_fixed'] })
  expect(added.stock_location.fulfillment_providers).toEqual([{ id: 'carrier_fixed' }])
  expect(await shop.get(`/fulfillment-providers?stock_location_id=${stock_location.id}`)).toEqual({
    status: 200,
    fulfillment_providers: [{ id: 'carrier_fixed', is_enabled: true }],
    count: 1,
    offset: 0,
    limit: 50,
  })
  expect((await shop.get('/fulfillment-providers?q=clever&is_enabled=true')).count).toBe(1)
  expect(await shop.get('/fulfillment-providers?carrier=x')).toMatchObject({ status: 400 })
  expect(await shop.post(path, { add: ['carrier_none'] })).toMatchObject({ status: 404 })
  const removed = await shop.post(path, { remove: ['carrier_fixed'] })
  expect(removed.stock_location.fulfillment_providers).toEqual([])
})

test('a provider tells its services', async () => {
  expect(await shop.get('/fulfillment-providers/carrier_fixed/options')).toEqual({
    status: 200,
    fulfillment_options: [{ id: 'parcel' }, { id: 'return', is_return: true }],
    count: 2,
    offset: 0,
    limit: 2,
  })
  expect(await shop.get('/fulfillment-providers/carrier_none/options')).toMatchObject({ status: 404 })
})

test('a location that goes takes its sets, its options and every link with it', async () => {
  const { location, set, zone } = await shop.place('Closing')
  const web = await shop.channel('Closing')
  await shop.post(`/stock-locations/${location}/sales-channels`, { add: [web] })
  expect(await shop.remove(`/stock-locations/${location}`)).toEqual({
    status: 200,
    id: location,
    object: 'stock_location',
    deleted: true,
  })
  expect(await shop.get(`/stock-locations/${location}`)).toMatchObject({ status: 404 })
  expect(await shop.get(`/fulfillment-sets/${set}/service-zones/${zone}`)).toMatchObject({ status: 404 })
  const links = await shop.modules.database.query(
    `select from stoa_link.location_fulfillment_set where stock_location_id = $1
     union all select from stoa_link.location_fulfillment_provider where stock_location_id = $1
     union all select from stoa_link.sales_channel_stock_location where stock_location_id = $1`,
    [location],
  )
  expect(links).toEqual([])
  // Its names are free again.
  expect(await shop.place('Closing')).toMatchObject({ zone: expect.any(String) })
})

test('a set that two locations share stays while one of them does', async () => {
  const { location, set, zone } = await shop.place('Shared')
  const { stock_location: other } = await shop.post('/stock-locations', { name: 'Other' })
  await shop.modules.database.query(
    'insert into stoa_link.location_fulfillment_set (stock_location_id, fulfillment_set_id) values ($1, $2)',
    [other.id, set],
  )
  await shop.remove(`/stock-locations/${location}`)
  expect(await shop.get(`/fulfillment-sets/${set}/service-zones/${zone}`)).toMatchObject({ status: 200 })
})
