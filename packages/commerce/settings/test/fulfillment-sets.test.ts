import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

/** A set of a location of its own. */
async function createSet(name: string): Promise<string> {
  const { stock_location } = await shop.post('/stock-locations', { name })
  const made = await shop.post(
    `/stock-locations/${stock_location.id}/fulfillment-sets?fields=*fulfillment_sets`,
    { name, type: 'shipping' },
  )
  expect(made).toMatchObject({
    status: 200,
    stock_location: { fulfillment_sets: [{ name, type: 'shipping' }] },
  })
  return made.stock_location.fulfillment_sets[0].id
}

const zones = [
  { type: 'country', country_code: 'de' },
  { type: 'province', country_code: 'ca', province_code: 'qc' },
  { type: 'city', country_code: 'ca', province_code: 'qc', city: 'Montreal' },
  {
    type: 'zip',
    country_code: 'ca',
    province_code: 'qc',
    city: 'Montreal',
    postal_expression: { type: 'regex', exp: '^H2' },
  },
]

test('a set is made at its location, once under a name', async () => {
  await createSet('Taken')
  const { stock_location } = await shop.post('/stock-locations', { name: 'Second' })
  const path = `/stock-locations/${stock_location.id}/fulfillment-sets`
  expect(await shop.post(path, { name: 'Taken', type: 'shipping' })).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining('Taken'),
  })
  expect(await shop.post(path, { name: 'New', type: 'pickup', foo: 1 })).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining("'foo'"),
  })
  const lost = { name: 'Lost', type: 'pickup' }
  expect(await shop.post('/stock-locations/sloc_none/fulfillment-sets', lost)).toMatchObject({ status: 404 })
  expect(await shop.post(path, lost)).toMatchObject({ status: 200 })
})

test('a zone reaches countries, provinces, cities and postal codes', async () => {
  const set = await createSet('World')
  const { status, fulfillment_set } = await shop.post(`/fulfillment-sets/${set}/service-zones`, {
    name: 'World',
    geo_zones: zones,
  })
  expect(status).toBe(200)
  expect(fulfillment_set).toMatchObject({ id: set, name: 'World', type: 'shipping', deleted_at: null })
  const [zone] = fulfillment_set.service_zones
  expect(zone).toMatchObject({ name: 'World', fulfillment_set_id: set, metadata: null })
  expect(zone.geo_zones).toHaveLength(4)
  expect(zone.geo_zones).toMatchObject(
    zones.map((one) => ({ province_code: null, city: null, postal_expression: null, ...one })),
  )
  expect((await shop.get(`/fulfillment-sets/${set}/service-zones/${zone.id}`)).service_zone).toMatchObject({
    id: zone.id,
    name: 'World',
    geo_zones: zones,
  })
})

test.each([
  [{ country_code: 'de' }, 'geo_zones.0.type'],
  [{ type: 'planet', country_code: 'de' }, 'geo_zones.0.type'],
  [{ type: 'country' }, 'geo_zones.0.country_code'],
  [{ type: 'province', country_code: 'ca' }, 'geo_zones.0.province_code'],
  [{ type: 'city', country_code: 'ca', province_code: 'qc' }, 'geo_zones.0.city'],
  [{ type: 'zip', country_code: 'ca', province_code: 'qc', city: 'M' }, 'geo_zones.0.postal_expression'],
  [{ type: 'zip', country_code: 'ca', postal_expression: 'H2' }, 'geo_zones.0.postal_expression'],
])('the geo zone %j is refused for %s', async (geoZone, field) => {
  expect(
    await shop.post('/fulfillment-sets/fuset_any/service-zones', { name: 'Bad', geo_zones: [geoZone] }),
  ).toMatchObject({ status: 400, type: 'invalid_data', message: expect.stringContaining(field) })
})

test('a zone needs a set that is there, and a name of its own', async () => {
  const zone = { name: 'Only once', geo_zones: [zones[0]] }
  expect(await shop.post('/fulfillment-sets/fuset_none/service-zones', zone)).toMatchObject({ status: 404 })
  const set = await createSet('Once')
  expect(await shop.post(`/fulfillment-sets/${set}/service-zones`, zone)).toMatchObject({ status: 200 })
  expect(await shop.post(`/fulfillment-sets/${set}/service-zones`, zone)).toMatchObject({
    status: 400,
    type: 'invalid_data',
    message: expect.stringContaining('Only once'),
  })
})

test('a change of a zone replaces its geo zones and keeps those it names', async () => {
  const set = await createSet('Changing')
  const { fulfillment_set } = await shop.post(`/fulfillment-sets/${set}/service-zones`, {
    name: 'Changing',
    geo_zones: zones.slice(0, 3),
  })
  const [zone] = fulfillment_set.service_zones
  const [germany, quebec] = zone.geo_zones
  const path = `/fulfillment-sets/${set}/service-zones/${zone.id}`
  const changed = await shop.post(path, {
    name: null,
    geo_zones: [
      { id: quebec.id, type: 'country', country_code: 'fr' },
      { type: 'country', country_code: 'it' },
    ],
  })
  expect(changed.status).toBe(200)
  const [after] = changed.fulfillment_set.service_zones
  expect(after.name).toBe('Changing')
  expect(after.geo_zones).toHaveLength(2)
  expect(after.geo_zones).toMatchObject([
    { id: quebec.id, type: 'country', country_code: 'fr', province_code: null },
    { type: 'country', country_code: 'it' },
  ])
  const renamed = await shop.post(path, { name: 'Renamed' })
  expect(renamed.fulfillment_set.service_zones).toMatchObject([{ name: 'Renamed', geo_zones: [{}, {}] }])
  expect(
    await shop.post(path, { geo_zones: [{ id: germany.id, type: 'country', country_code: 'de' }] }),
  ).toMatchObject({ status: 404, message: expect.stringContaining(germany.id) })
  expect(await shop.post(path, { foo: 1 })).toMatchObject({ status: 400 })
})

test("a geo zone of another zone cannot be pulled over, nor another set's zone changed", async () => {
  const [mine, other] = [await shop.place('Mine'), await shop.place('Theirs')]
  const theirs = await shop.get(`/fulfillment-sets/${other.set}/service-zones/${other.zone}`)
  const stolen = { geo_zones: [{ ...zones[0], id: theirs.service_zone.geo_zones[0].id }] }
  expect(await shop.post(`/fulfillment-sets/${mine.set}/service-zones/${mine.zone}`, stolen)).toMatchObject({
    status: 404,
  })
  const wrong = `/fulfillment-sets/${mine.set}/service-zones/${other.zone}`
  for (const answer of [
    await shop.get(wrong),
    await shop.post(wrong, { name: 'X' }),
    await shop.remove(wrong),
  ]) {
    expect(answer).toMatchObject({ status: 404, type: 'not_found' })
  }
})

test('a zone that goes takes its shipping options along, and answers with its set', async () => {
  const { set, zone } = await shop.place('Ending')
  const { shipping_profiles } = await shop.get('/shipping-profiles?limit=1')
  const { shipping_option } = await shop.post('/shipping-options', {
    name: 'Ending',
    service_zone_id: zone,
    shipping_profile_id: shipping_profiles[0].id,
    provider_id: 'carrier_fixed',
    price_type: 'flat',
    type: { label: 'Ending', code: 'ending' },
    prices: [{ currency_code: 'eur', amount: 5 }],
  })
  expect(await shop.remove(`/fulfillment-sets/${set}/service-zones/${zone}`)).toMatchObject({
    status: 200,
    id: zone,
    object: 'service_zone',
    deleted: true,
    parent: { id: set, name: 'Ending', metadata: null, service_zones: [] },
  })
  expect(await shop.get(`/shipping-options/${shipping_option.id}`)).toMatchObject({ status: 404 })
  expect(await shop.told('shipping-option.deleted')).toContain(shipping_option.id)
  expect(await shop.remove(`/fulfillment-sets/${set}/service-zones/${zone}`)).toMatchObject({ status: 404 })
  expect(await shop.remove('/fulfillment-sets/foo/service-zones/foo')).toMatchObject({
    status: 404,
    message: 'FulfillmentSet with id: foo was not found',
  })
})

test('a set that goes is no longer at its location', async () => {
  const { location, set } = await shop.place('Leaving')
  expect(await shop.remove(`/fulfillment-sets/${set}`)).toEqual({
    status: 200,
    id: set,
    object: 'fulfillment_set',
    deleted: true,
  })
  const { stock_location } = await shop.get(`/stock-locations/${location}?fields=*fulfillment_sets`)
  expect(stock_location.fulfillment_sets).toEqual([])
  expect(await shop.remove('/fulfillment-sets/fuset_none')).toMatchObject({ status: 200 })
})
