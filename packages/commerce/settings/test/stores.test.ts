import { StoreService } from '@stoa/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop
let path: string

beforeAll(async () => {
  shop = await openShop()
  const store = await shop.modules.resolve(StoreService).createStores({
    name: 'Corner shop',
    supported_currencies: [{ currency_code: 'eur', is_default: true }],
  })
  path = `/stores/${store.id}`
})

afterAll(() => shop?.close())

const preferences = async () =>
  (await shop.get('/price-preferences?attribute=currency_code&order=value')).price_preferences

test('a store is listed with its currencies and what is known of them', async () => {
  expect(await shop.get('/stores?q=corner')).toEqual({
    status: 200,
    count: 1,
    offset: 0,
    limit: 50,
    stores: [
      {
        id: expect.stringMatching(/^store_/),
        name: 'Corner shop',
        default_sales_channel_id: null,
        default_region_id: null,
        default_location_id: null,
        metadata: null,
        created_at: expect.any(String),
        updated_at: expect.any(String),
        supported_currencies: [
          {
            id: expect.stringMatching(/^stocur_/),
            currency_code: 'eur',
            is_default: true,
            store_id: path.slice('/stores/'.length),
            created_at: expect.any(String),
            updated_at: expect.any(String),
            deleted_at: null,
            currency: expect.objectContaining({
              code: 'eur',
              symbol: '€',
              decimal_digits: 2,
              rounding: 0,
              raw_rounding: { value: '0', precision: 20 },
            }),
          },
        ],
      },
    ],
  })
  expect((await shop.get('/stores?name=Elsewhere')).count).toBe(0)
})

test('currencies replace those there were, and those that stay keep their ids', async () => {
  const before = (await shop.get(path)).store.supported_currencies[0].id
  const { status, store } = await shop.post(path, {
    supported_currencies: [
      { currency_code: 'USD', is_default: true, is_tax_inclusive: false },
      { currency_code: 'eur', is_tax_inclusive: true },
    ],
  })
  expect(status).toBe(200)
  expect(store.supported_currencies).toMatchObject([
    { id: before, currency_code: 'eur', is_default: false },
    { currency_code: 'usd', is_default: true },
  ])
  expect(await preferences()).toMatchObject([
    { attribute: 'currency_code', value: 'eur', is_tax_inclusive: true },
    { attribute: 'currency_code', value: 'usd', is_tax_inclusive: false },
  ])
  const changed = await shop.post(path, {
    supported_currencies: [{ currency_code: 'eur', is_default: true, is_tax_inclusive: false }],
  })
  expect(changed.store.supported_currencies).toMatchObject([{ id: before, is_default: true }])
  expect((await preferences())[0]).toMatchObject({ value: 'eur', is_tax_inclusive: false })
})

test('exactly one currency is the default, each is there once, and each exists', async () => {
  const refused = async (supported_currencies: object[], words: string) => {
    const before = await shop.get(path)
    expect(await shop.post(path, { name: 'Half', supported_currencies })).toMatchObject({
      status: 400,
      type: 'invalid_data',
      message: expect.stringContaining(words),
    })
    expect(await shop.get(path)).toEqual(before)
  }
  await refused([], 'default')
  await refused([{ currency_code: 'usd' }], 'default')
  await refused(
    ['usd', 'eur'].map((currency_code) => ({ currency_code, is_default: true })),
    'usd, eur',
  )
  await refused([{ currency_code: 'usd', is_default: true }, { currency_code: 'USD' }], 'twice')
  await refused([{ currency_code: 'xyz', is_default: true }], 'xyz')
  await refused([{ is_default: true }], 'supported_currencies.0.currency_code')
})

test('two that change the currencies at once do not leave both lists', async () => {
  const set = (currency_code: string) =>
    shop.post(path, { supported_currencies: [{ currency_code, is_default: true }] })
  await Promise.all(['usd', 'gbp', 'dkk'].map(set))
  expect((await shop.get(path)).store.supported_currencies).toHaveLength(1)
})

test('defaults lead somewhere, and can be taken back', async () => {
  const channel = await shop.channel('Web')
  const { stock_location } = await shop.post('/stock-locations', { name: 'Hub' })
  const { region } = await shop.post('/regions', { name: 'Alps', currency_code: 'chf' })
  const defaults = {
    default_sales_channel_id: channel,
    default_region_id: region.id,
    default_location_id: stock_location.id,
  }
  expect((await shop.post(path, defaults)).store).toMatchObject(defaults)
  for (const name of Object.keys(defaults)) {
    expect(await shop.post(path, { [name]: 'none' })).toMatchObject({ status: 404, type: 'not_found' })
  }
  expect((await shop.get(path)).store).toMatchObject(defaults)
  const { store } = await shop.post(path, { default_location_id: null, name: 'Market', metadata: { a: 1 } })
  expect(store).toMatchObject({ default_location_id: null, name: 'Market', metadata: { a: 1 } })
  await shop.remove(`/regions/${region.id}`)
  expect((await shop.get(path)).store).toMatchObject({
    ...defaults,
    default_location_id: null,
    default_region_id: null,
  })
  expect(await shop.remove(`/sales-channels/${channel}`)).toMatchObject({ status: 400, type: 'not_allowed' })
})

test('languages are kept as the standard writes them', async () => {
  const answer = await shop.post(`${path}?fields=supported_locales.locale_code`, {
    supported_locales: [{ locale_code: 'de-de' }, { locale_code: 'fr' }],
  })
  expect(answer.store.supported_locales).toMatchObject([{ locale_code: 'de-DE' }, { locale_code: 'fr' }])
  for (const locale_code of ['not a language', '', 'de--DE']) {
    expect(await shop.post(path, { supported_locales: [{ locale_code }] })).toMatchObject({ status: 400 })
  }
})

test('a store that is not there is not found', async () => {
  expect(await shop.get('/stores/store_none')).toMatchObject({ status: 404, type: 'not_found' })
  expect(await shop.post('/stores/store_none', { name: 'X' })).toMatchObject({ status: 404 })
})
