import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost

beforeAll(async () => {
  demo = await openDemoHost()
})

afterAll(() => demo?.stop())

const post = async (path: string, body: object, key: string) => {
  const answer = await demo.admin('POST', path, body)
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
  return answer.body[key]
}

test('a store sells in currencies of which one is the default', async () => {
  const { stores } = (await demo.admin('GET', '/admin/stores')).body
  const path = `/admin/stores/${stores[0].id}`
  const store = await post(
    path,
    {
      name: 'Agora',
      supported_currencies: [
        { currency_code: 'USD', is_default: true, is_tax_inclusive: true },
        { currency_code: 'eur' },
      ],
    },
    'store',
  )
  expect(store).toMatchObject({ name: 'Agora', metadata: null })
  const byCode = store.supported_currencies.toSorted((a: any, b: any) =>
    b.currency_code.localeCompare(a.currency_code),
  )
  expect(byCode).toMatchObject([
    {
      currency_code: 'usd',
      is_default: true,
      store_id: store.id,
      currency: { code: 'usd', decimal_digits: 2 },
    },
    { currency_code: 'eur', is_default: false },
  ])
  const preferences = await demo.admin('GET', '/admin/price-preferences?value=usd')
  expect(preferences.body.price_preferences).toMatchObject([
    { attribute: 'currency_code', is_tax_inclusive: true },
  ])
  for (const [body, status, word] of [
    [{ supported_currencies: [{ currency_code: 'usd' }] }, 400, 'default'],
    [{ supported_currencies: [{ currency_code: 'xxq', is_default: true }] }, 400, 'xxq'],
    [{ default_region_id: 'reg_none' }, 404, 'reg_none'],
  ] as const) {
    expect(await demo.admin('POST', path, body)).toMatchObject({
      status,
      body: { message: expect.stringContaining(word) },
    })
  }
  expect((await demo.admin('GET', path)).body.store.supported_currencies).toHaveLength(2)
})

test('a region has countries nobody else has, and ways to pay', async () => {
  const asia = await post(
    '/admin/regions',
    {
      name: 'Asia',
      currency_code: 'JPY',
      countries: ['jp', 'KR'],
      payment_providers: ['pp_system_default'],
      is_tax_inclusive: true,
    },
    'region',
  )
  expect(asia).toMatchObject({
    currency_code: 'jpy',
    automatic_taxes: true,
    countries: [{ iso_2: 'jp' }, { iso_2: 'kr' }],
  })
  const taken = { name: 'Again', currency_code: 'jpy', countries: ['jp'] }
  expect(await demo.admin('POST', '/admin/regions', taken)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('jp') },
  })
  expect((await demo.admin('GET', '/admin/regions?name=Again')).body.count).toBe(0)
  const path = `/admin/regions/${asia.id}`
  expect(await demo.admin('POST', path, { payment_providers: ['pp_none'] })).toMatchObject({ status: 404 })
  const paying = await demo.store(`/store/payment-providers?region_id=${asia.id}`)
  expect(paying.body.payment_providers).toMatchObject([{ id: 'pp_system_default' }])
  expect(await post(path, { countries: ['kr'] }, 'region')).toMatchObject({ countries: [{ iso_2: 'kr' }] })
  expect((await demo.admin('DELETE', path)).body).toEqual({ id: asia.id, object: 'region', deleted: true })
  expect(await post('/admin/regions', { ...taken, countries: ['jp', 'kr'] }, 'region')).toMatchObject({
    countries: [{ iso_2: 'jp' }, { iso_2: 'kr' }],
  })
})

test('sales channels are kept, and the default one stays', async () => {
  const channel = await post('/admin/sales-channels', { name: 'Market hall', surprise: 1 }, 'sales_channel')
  expect(channel).toMatchObject({ name: 'Market hall', is_disabled: false, description: null })
  const path = `/admin/sales-channels/${channel.id}`
  expect(await post(path, { is_disabled: true }, 'sales_channel')).toMatchObject({
    is_disabled: true,
    name: 'Market hall',
  })
  expect((await demo.admin('DELETE', path)).body).toMatchObject({ object: 'sales-channel', deleted: true })
  const { stores } = (await demo.admin('GET', '/admin/stores')).body
  const kept = await demo.admin('DELETE', `/admin/sales-channels/${stores[0].default_sales_channel_id}`)
  expect(kept).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
})

test('a country has a tax region with a default rate, and provinces below it', async () => {
  const bare = { country_code: 'CA', default_tax_rate: { name: 'GST', code: 'gst', rate: 5 } }
  expect(await demo.admin('POST', '/admin/tax-regions', bare)).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('provider_id') },
  })
  const canada = await post('/admin/tax-regions', { ...bare, provider_id: 'tp_system' }, 'tax_region')
  expect(canada).toMatchObject({
    country_code: 'ca',
    parent_id: null,
    provider_id: 'tp_system',
    children: [],
    tax_rates: [{ name: 'GST', rate: 5, is_default: true, rules: [] }],
  })
  expect((await demo.admin('POST', '/admin/tax-regions', { ...bare, provider_id: 'tp_system' })).status).toBe(
    400,
  )
  const province = await post(
    '/admin/tax-regions',
    { country_code: 'ca', province_code: 'QC', parent_id: canada.id },
    'tax_region',
  )
  const rate = await post(
    '/admin/tax-rates',
    {
      tax_region_id: province.id,
      name: 'Books',
      code: 'books',
      rate: 0,
      rules: [{ reference: 'product_type', reference_id: 'ptyp_books' }],
    },
    'tax_rate',
  )
  expect(rate).toMatchObject({
    rate: 0,
    tax_region: { id: province.id },
    rules: [{ reference_id: 'ptyp_books' }],
  })
  const path = `/admin/tax-rates/${rate.id}`
  const more = await post(`${path}/rules`, { reference: 'product', reference_id: 'prod_1' }, 'tax_rate')
  expect(more.rules).toHaveLength(2)
  const less = await demo.admin('DELETE', `${path}/rules/${more.rules[0].id}`)
  expect(less.body).toMatchObject({
    object: 'tax_rate_rule',
    parent: { id: rate.id, rules: [{ id: more.rules[1].id }] },
  })
  expect(await post(path, { rate: 9.975, is_default: true }, 'tax_rate')).toMatchObject({
    rate: 9.975,
    is_default: true,
  })
  expect((await demo.admin('POST', path, { rate: -1 })).status).toBe(400)
  expect((await demo.admin('DELETE', `/admin/tax-regions/${canada.id}`)).status).toBe(200)
  expect((await demo.admin('GET', `/admin/tax-regions/${province.id}`)).status).toBe(404)
})

test('currencies of the world are there for the store and the admin', async () => {
  expect((await demo.store('/store/currencies/kwd')).body.currency).toMatchObject({
    code: 'kwd',
    decimal_digits: 3,
  })
  expect((await demo.admin('GET', '/admin/currencies?limit=1')).body.count).toBeGreaterThan(100)
  expect((await demo.store('/store/currencies/xxq')).status).toBe(404)
})
