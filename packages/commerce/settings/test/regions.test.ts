import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const codes = (region: { countries: { iso_2: string }[] }) => region.countries.map(({ iso_2 }) => iso_2)

const preference = async (id: string) =>
  (await shop.get(`/price-preferences?value=${id}`)).price_preferences[0]

const providers = '?fields=payment_providers.id'

test('a region is created with its countries, providers and taxes', async () => {
  const { status, region } = await shop.post('/regions', {
    name: 'Europe',
    currency_code: 'EUR',
    countries: ['de', 'FR'],
    payment_providers: ['pp_system_default'],
    automatic_taxes: false,
    is_tax_inclusive: true,
    metadata: { a: 1 },
  })
  expect(status).toBe(200)
  expect(region).toEqual({
    id: expect.stringMatching(/^reg_/),
    name: 'Europe',
    currency_code: 'eur',
    automatic_taxes: false,
    metadata: { a: 1 },
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
    countries: [
      expect.objectContaining({ iso_2: 'de', iso_3: 'deu', display_name: 'Germany', region_id: region.id }),
      expect.objectContaining({ iso_2: 'fr' }),
    ],
  })
  expect((await shop.get(`/regions/${region.id}${providers}`)).region.payment_providers).toEqual([
    { id: 'pp_system_default' },
  ])
  expect(await preference(region.id)).toMatchObject({ attribute: 'region_id', is_tax_inclusive: true })
  expect(await shop.told('region.created')).toEqual([region.id])
})

test('lists in a change replace those there were; what is not named stays', async () => {
  const { region } = await shop.post('/regions', {
    name: 'Iberia',
    currency_code: 'eur',
    countries: ['es'],
    payment_providers: ['pp_system_default'],
  })
  const path = `/regions/${region.id}`
  expect(await preference(region.id)).toBeUndefined()
  const { region: named } = await shop.post(path, { name: 'Peninsula', automatic_taxes: false })
  expect(named).toMatchObject({ name: 'Peninsula', currency_code: 'eur', automatic_taxes: false })
  expect(codes(named)).toEqual(['es'])
  const { region: moved } = await shop.post(path, {
    countries: ['pt', 'ad', 'pt'],
    payment_providers: [],
    is_tax_inclusive: true,
  })
  expect(codes(moved)).toEqual(['ad', 'pt'])
  expect((await shop.get(`${path}${providers}`)).region.payment_providers).toEqual([])
  await shop.post(path, { is_tax_inclusive: false })
  expect((await preference(region.id)).is_tax_inclusive).toBe(false)
  expect(await shop.told('region.updated')).toEqual([region.id, region.id, region.id])
})

test('what a region cannot have is refused, and nothing is written', async () => {
  const before = (await shop.get('/regions')).count
  const body = { name: 'Nowhere', currency_code: 'eur' }
  const refused = async (more: object, status: number, words: string) =>
    expect(await shop.post('/regions', { ...body, ...more })).toMatchObject({
      status,
      message: expect.stringContaining(words),
    })
  await refused({ currency_code: 'xyz' }, 400, 'xyz')
  await refused({ countries: ['it', 'xx'] }, 400, 'xx')
  await refused({ countries: ['de'] }, 400, 'de (Europe)')
  await refused({ payment_providers: ['pp_none'] }, 404, 'pp_none')
  await refused({ colour: 'red' }, 400, 'colour')
  await refused({ name: 1 }, 400, 'name')
  await refused({ id: 'reg_mine' }, 400, 'id')
  expect((await shop.get('/regions')).count).toBe(before)
  expect(await shop.post('/regions/reg_none', { name: 'X' })).toMatchObject({
    status: 404,
    type: 'not_found',
  })
  const { region } = await shop.post('/regions', body)
  expect(await shop.post(`/regions/${region.id}`, { colour: 'red' })).toMatchObject({ status: 400 })
  expect(await shop.post(`/regions/${region.id}`, { currency_code: 'xyz' })).toMatchObject({ status: 400 })
})

test('a region that goes frees its countries and takes its preference and links with it', async () => {
  const { region } = await shop.post('/regions', {
    name: 'Nordics',
    currency_code: 'sek',
    countries: ['se'],
    payment_providers: ['pp_system_default'],
    is_tax_inclusive: true,
  })
  const gone = { status: 200, id: region.id, object: 'region', deleted: true }
  expect(await shop.remove(`/regions/${region.id}`)).toEqual(gone)
  expect(await shop.get(`/regions/${region.id}`)).toMatchObject({ status: 404 })
  expect(await preference(region.id)).toBeUndefined()
  const links = await shop.modules.database.query(
    'select from stoa_link.region_payment_provider where region_id = $1',
    [region.id],
  )
  expect(links).toEqual([])
  expect(
    codes((await shop.post('/regions', { name: 'Sweden', currency_code: 'sek', countries: ['se'] })).region),
  ).toEqual(['se'])
  expect(await shop.remove(`/regions/${region.id}`)).toEqual(gone)
  expect(await shop.told('region.deleted')).toContain(region.id)
})

test('deleted regions are listed for those who ask', async () => {
  const { region } = await shop.post('/regions', { name: 'Atlantis', currency_code: 'usd' })
  await shop.remove(`/regions/${region.id}`)
  expect((await shop.get('/regions?q=atlantis')).count).toBe(0)
  expect((await shop.get('/regions?q=atlantis&with_deleted=true')).regions).toMatchObject([{ id: region.id }])
})
