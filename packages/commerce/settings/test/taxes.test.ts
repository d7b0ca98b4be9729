import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type ShippingShop } from './shipping-shop.ts'

let shop: ShippingShop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop?.close())

const country = async (country_code: string, more: object = {}) =>
  (await shop.post('/tax-regions', { country_code, provider_id: 'tp_system', ...more })).tax_region

const vat = { name: 'VAT', code: 'vat', rate: 19 }

test('a country becomes a tax region with its default rate', async () => {
  const { status, tax_region } = await shop.post('/tax-regions', {
    country_code: 'DE',
    provider_id: 'tp_system',
    default_tax_rate: vat,
  })
  expect(status).toBe(200)
  expect(tax_region).toEqual({
    id: expect.stringMatching(/^txreg_/),
    country_code: 'de',
    province_code: null,
    parent_id: null,
    parent: null,
    children: [],
    provider_id: 'tp_system',
    created_by: 'user_1',
    metadata: null,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
    tax_rates: [
      {
        id: expect.stringMatching(/^txr_/),
        ...vat,
        is_default: true,
        is_combinable: false,
        tax_region_id: tax_region.id,
        created_by: 'user_1',
        metadata: null,
        rules: [],
        created_at: expect.any(String),
        updated_at: expect.any(String),
        deleted_at: null,
      },
    ],
  })
  expect((await shop.get(`/tax-regions/${tax_region.id}`)).tax_region).toEqual(tax_region)
})

test('provinces stand below their country, and go with it', async () => {
  const { id: parent_id } = await country('ca')
  const { tax_region: quebec } = await shop.post('/tax-regions', {
    country_code: 'ca',
    province_code: 'QC',
    parent_id,
    default_tax_rate: { name: 'QST', code: 'qst', rate: 9.975, is_combinable: true },
  })
  expect(quebec).toMatchObject({ province_code: 'qc', parent: { id: parent_id }, provider_id: null })
  expect((await shop.get(`/tax-regions/${parent_id}`)).tax_region.children).toMatchObject([
    { id: quebec.id, tax_rates: [{ code: 'qst', is_combinable: true, rules: [] }] },
  ])
  const roots = (await shop.get('/tax-regions?parent_id=null&fields=id')).tax_regions
  expect(roots).toContainEqual({ id: parent_id })
  expect(roots).not.toContainEqual({ id: quebec.id })
  expect((await shop.get(`/tax-regions?parent_id=${parent_id}`)).count).toBe(1)
  expect((await shop.get('/tax-regions?province_code[$in][]=qc')).count).toBe(1)
  expect(await shop.remove(`/tax-regions/${parent_id}`)).toEqual({
    status: 200,
    id: parent_id,
    object: 'tax_region',
    deleted: true,
  })
  expect(await shop.get(`/tax-regions/${quebec.id}`)).toMatchObject({ status: 404 })
  expect((await shop.get(`/tax-rates?tax_region_id=${quebec.id}`)).count).toBe(0)
  expect(await country('ca')).toMatchObject({ country_code: 'ca' })
})

test('regions that do not fit together are refused, and nothing is written', async () => {
  const { id: parent_id } = await country('us')
  const { tax_region: texas } = await shop.post('/tax-regions', {
    country_code: 'us',
    province_code: 'tx',
    parent_id,
  })
  const before = (await shop.get('/tax-regions')).count
  const refused = async (body: object, status: number, words: string) =>
    expect(
      await shop.post('/tax-regions', { country_code: 'us', provider_id: 'tp_system', ...body }),
    ).toMatchObject({
      status,
      type: status === 404 ? 'not_found' : 'invalid_data',
      message: expect.stringContaining(words),
    })
  await refused({ country_code: 'at', provider_id: null }, 400, 'provider_id')
  await refused({ country_code: 'at', provider_id: 'tp_none' }, 404, 'tp_none')
  await refused({ country_code: 'xx' }, 400, 'xx')
  await refused({}, 400, 'already exists')
  await refused({ parent_id }, 400, 'province_code')
  await refused({ parent_id, province_code: 'tx' }, 400, 'already exists')
  await refused({ parent_id: texas.id, province_code: 'ny' }, 400, texas.id)
  await refused({ parent_id: 'txreg_none', province_code: 'ny' }, 404, 'txreg_none')
  await refused({ country_code: 'mx', parent_id, province_code: 'ny' }, 400, 'mx')
  await refused({ country_code: 'at', default_tax_rate: { ...vat, rate: -1 } }, 400, 'default_tax_rate.rate')
  await refused({ country_code: 'at', default_tax_rate: { rate: 1 } }, 400, 'default_tax_rate.code')
  expect((await shop.get('/tax-regions')).count).toBe(before)
})

test("a region's province, provider and metadata change", async () => {
  const { id: parent_id } = await country('mx')
  const { tax_region } = await shop.post('/tax-regions', {
    country_code: 'mx',
    province_code: 'jal',
    parent_id,
  })
  const path = `/tax-regions/${tax_region.id}`
  const changed = await shop.post(path, {
    province_code: 'YUC',
    provider_id: 'tp_system',
    metadata: { a: 1 },
  })
  expect(changed.tax_region).toMatchObject({
    province_code: 'yuc',
    provider_id: 'tp_system',
    metadata: { a: 1 },
  })
  expect(await shop.post(path, { province_code: null })).toMatchObject({ status: 400 })
  expect(await shop.post(path, { provider_id: 'tp_none' })).toMatchObject({ status: 404 })
  expect(await shop.post('/tax-regions/txreg_none', {})).toMatchObject({ status: 404 })
})

test('a rate is created with its rules, and is listed with its region', async () => {
  const { id: tax_region_id } = await country('at', { default_tax_rate: vat })
  const { status, tax_rate } = await shop.post('/tax-rates', {
    tax_region_id,
    name: 'Reduced',
    code: 'at10',
    rate: 10,
    rules: [{ reference: 'product', reference_id: 'prod_book' }],
  })
  expect(status).toBe(200)
  expect(tax_rate).toMatchObject({
    name: 'Reduced',
    code: 'at10',
    rate: 10,
    is_default: false,
    is_combinable: false,
    created_by: 'user_1',
    tax_region: { id: tax_region_id, country_code: 'at', parent: null, provider: { id: 'tp_system' } },
    rules: [{ reference: 'product', reference_id: 'prod_book', created_by: 'user_1' }],
  })
  expect(await shop.get(`/tax-rates?tax_region_id=${tax_region_id}&is_default=true`)).toMatchObject({
    tax_rates: [{ code: 'vat' }],
    count: 1,
    offset: 0,
    limit: 20,
  })
  expect((await shop.get('/tax-rates?q=reduced')).count).toBe(1)
  expect(await shop.get('/tax-rates?is_default=maybe')).toMatchObject({ status: 400 })
  expect((await shop.get(`/tax-rates/${tax_rate.id}`)).tax_rate).toEqual(tax_rate)
})

test('rules in a change replace those there were; one that stays keeps its id', async () => {
  const { id: tax_region_id } = await country('ch')
  const rule = (reference_id: string) => ({ reference: 'product', reference_id })
  const { tax_rate } = await shop.post('/tax-rates', {
    tax_region_id,
    name: 'Low',
    code: 'low',
    rules: [rule('prod_a'), rule('prod_b')],
  })
  expect(tax_rate.rate).toBeNull()
  const path = `/tax-rates/${tax_rate.id}`
  const { tax_rate: changed } = await shop.post(path, {
    rate: 2.6,
    is_default: true,
    rules: [rule('prod_b'), rule('prod_c'), { reference: 'product_type', reference_id: 'ptyp_food' }],
  })
  expect(changed).toMatchObject({ name: 'Low', rate: 2.6, is_default: true })
  const idOf = (rate: typeof tax_rate, reference_id: string) =>
    rate.rules.find((known: { reference_id: string }) => known.reference_id === reference_id)?.id
  expect(changed.rules).toHaveLength(3)
  expect(idOf(changed, 'prod_b')).toBe(idOf(tax_rate, 'prod_b'))
  expect(idOf(changed, 'prod_a')).toBeUndefined()
  expect((await shop.post(path, { name: 'Lower' })).tax_rate.rules).toHaveLength(3)
  expect((await shop.post(path, { rules: [] })).tax_rate.rules).toEqual([])
})

test('rules are added and taken away one by one', async () => {
  const { tax_rates } = await country('no', { default_tax_rate: vat })
  const path = `/tax-rates/${tax_rates[0].id}`
  const rule = { reference: 'shipping_option', reference_id: 'so_post' }
  const { tax_rate } = await shop.post(`${path}/rules`, rule)
  expect(tax_rate.rules).toMatchObject([rule])
  expect(await shop.post(`${path}/rules`, rule)).toMatchObject({ status: 400, type: 'invalid_data' })
  expect(await shop.post('/tax-rates/txr_none/rules', rule)).toMatchObject({ status: 404 })
  expect(await shop.post(`${path}/rules`, { reference: 'product' })).toMatchObject({ status: 400 })
  const [{ id }] = tax_rate.rules
  const other = (await country('se', { default_tax_rate: vat })).tax_rates[0].id
  expect((await shop.remove(`/tax-rates/${other}/rules/${id}`)).status).toBe(200)
  expect((await shop.get(path)).tax_rate.rules).toHaveLength(1)
  expect(await shop.remove(`${path}/rules/${id}`)).toMatchObject({
    id,
    object: 'tax_rate_rule',
    deleted: true,
    parent: { id: tax_rates[0].id, rules: [] },
  })
  expect(await shop.remove(`/tax-rates/txr_none/rules/${id}`)).toMatchObject({ status: 404 })
})

test('a rate needs a region that is there, and a region has one default', async () => {
  const { id: tax_region_id, tax_rates } = await country('fi', { default_tax_rate: vat })
  const rate = { tax_region_id, name: 'Other', code: 'other', rate: 5 }
  expect(await shop.post('/tax-rates', { ...rate, tax_region_id: 'txreg_none' })).toMatchObject({
    status: 404,
    type: 'not_found',
  })
  expect(await shop.post('/tax-rates', { ...rate, is_default: true })).toMatchObject({
    status: 400,
    message: expect.stringContaining(tax_rates[0].id),
  })
  expect(await shop.post('/tax-rates', { ...rate, rate: 1e9 })).toMatchObject({ status: 400 })
  const twice = { reference: 'product', reference_id: 'prod_a' }
  expect(await shop.post('/tax-rates', { ...rate, rules: [twice, twice] })).toMatchObject({ status: 400 })
  expect((await shop.get(`/tax-rates?tax_region_id=${tax_region_id}`)).count).toBe(1)
  expect(await shop.post(`/tax-rates/${tax_rates[0].id}`, { is_default: true, rate: 25.5 })).toMatchObject({
    status: 200,
    tax_rate: { rate: 25.5 },
  })
  expect(await shop.post('/tax-rates/txr_none', { name: 'X' })).toMatchObject({ status: 404 })
  expect(await shop.remove(`/tax-rates/${tax_rates[0].id}`)).toMatchObject({
    object: 'tax_rate',
    deleted: true,
  })
  expect(await shop.post('/tax-rates', { ...rate, is_default: true })).toMatchObject({ status: 200 })
})

test('tax providers are listed', async () => {
  expect(await shop.get('/tax-providers?is_enabled=true')).toEqual({
    status: 200,
    tax_providers: [{ id: 'tp_system', is_enabled: true }],
    count: 1,
    offset: 0,
    limit: 20,
  })
})
