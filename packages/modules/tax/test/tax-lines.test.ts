import { type Modules, provide, startModules } from '@stoa/kernel'

import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TaxProviderStrategy, TaxProviders, TaxService, taxModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: TaxService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([taxModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(TaxService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const mug = { id: 'line_1', product_id: 'prod_mug', quantity: 1 }

test('the system provider is there after the start, once', async () => {
  await modules.migrate()
  expect(await service.listTaxProviders()).toMatchObject([{ id: 'tp_system', is_enabled: true }])
})

test('items and shipping methods get the rates of their country, in one statement', async () => {
  const region = await service.createTaxRegions({
    country_code: 'de',
    provider_id: 'tp_system',
    tax_rates: [
      { name: 'VAT', code: 'de19', rate: 19, is_default: true },
      { name: 'Reduced', code: 'de7', rate: 7, rules: [{ reference: 'product', reference_id: 'prod_book' }] },
      {
        name: 'Post',
        code: 'de0',
        rate: 0,
        rules: [{ reference: 'shipping_option', reference_id: 'so_post' }],
      },
    ],
  })
  const texts: string[] = []
  const stop = modules.database.onStatement((text) => texts.push(text))
  const lines = await service.getTaxLines(
    {
      items: [mug, { id: 'line_2', product_id: 'prod_book', quantity: 1 }],
      shipping_methods: [{ id: 'method_1', shipping_option_id: 'so_post' }],
    },
    { address: { country_code: 'DE' } },
  )
  stop()
  expect(texts).toHaveLength(1)
  const rates = await service.listTaxRates({ tax_region_id: region.id })
  expect(lines).toEqual([
    {
      line_item_id: 'line_1',
      rate: 19,
      code: 'de19',
      name: 'VAT',
      description: 'VAT',
      provider_id: 'tp_system',
      tax_rate_id: rates.find(({ code }) => code === 'de19')?.id,
    },
    expect.objectContaining({ line_item_id: 'line_2', rate: 7, code: 'de7' }),
    expect.objectContaining({ shipping_method_id: 'method_1', rate: 0, code: 'de0' }),
  ])
})

test("a province's combinable rate comes on top of its country's", async () => {
  const canada = await service.createTaxRegions({
    country_code: 'ca',
    provider_id: 'tp_system',
    tax_rates: [{ name: 'GST', code: 'gst', rate: 5, is_default: true }],
  })
  await service.createTaxRegions({
    country_code: 'ca',
    province_code: 'qc',
    parent_id: canada.id,
    tax_rates: [{ name: 'QST', code: 'qst', rate: 9.975, is_default: true, is_combinable: true }],
  })
  const at = async (province_code?: string) =>
    (await service.getTaxLines({ items: [mug] }, { address: { country_code: 'ca', province_code } })).map(
      ({ rate }) => rate,
    )
  expect(await at('QC')).toEqual([9.975, 5])
  expect(await at('CA-QC')).toEqual([9.975, 5])
  expect(await at('on')).toEqual([5])
  expect(await at()).toEqual([5])
})

test('there are no taxes where there is no tax region, or no country', async () => {
  expect(await service.getTaxLines({ items: [mug] }, { address: { country_code: 'fr' } })).toEqual([])
  expect(await service.getTaxLines({ items: [mug] }, { address: {} })).toEqual([])
})

test('a region has one default rate, and a country is a tax region once', async () => {
  const region = await service.createTaxRegions({ country_code: 'at', provider_id: 'tp_system' })
  const rate = { tax_region_id: region.id, name: 'VAT', code: 'vat', rate: 20, is_default: true }
  await service.createTaxRates(rate)
  await expect(service.createTaxRates(rate)).rejects.toMatchObject({ type: 'invalid_data' })
  await expect(service.createTaxRegions({ country_code: 'at' })).rejects.toMatchObject({
    type: 'invalid_data',
  })
})

test('a provider of its own computes the taxes of the regions that name it', async () => {
  class Flat extends TaxProviderStrategy {
    readonly id = 'tp_flat'
    getTaxLines(items: readonly { thing: { id: string } }[]) {
      return items.map(({ thing }) => ({
        line_item_id: thing.id,
        rate: 1,
        code: 'flat',
        name: 'Flat',
        provider_id: this.id,
      }))
    }
  }
  await service.createTaxProviders({ id: 'tp_flat' } as never)
  await service.createTaxRegions({ country_code: 'us', provider_id: 'tp_flat' })
  const address = { country_code: 'us' }
  await expect(service.getTaxLines({ items: [mug] }, { address })).rejects.toMatchObject({
    type: 'invalid_data',
  })
  const own = await startModules([taxModule], {
    database: database.url,
    providers: [provide(TaxProviders, () => new TaxProviders([new Flat()]))],
  })
  try {
    const lines = await own.resolve(TaxService).getTaxLines({ items: [mug] }, { address })
    expect(lines).toMatchObject([{ line_item_id: 'line_1', rate: 1, provider_id: 'tp_flat' }])
  } finally {
    await own.close()
  }
})

test('a tax region is added with its default rate, and must fit its parent', async () => {
  const brazil = await service.addTaxRegion(
    { country_code: 'BR', provider_id: 'tp_system' },
    { name: 'ICMS', code: 'icms', rate: 17 },
  )
  expect(brazil).toMatchObject({ country_code: 'br', province_code: null })
  expect(await service.listTaxRates({ tax_region_id: brazil.id })).toMatchObject([
    { rate: 17, is_default: true },
  ])
  const province = { country_code: 'br', province_code: 'SP', parent_id: brazil.id }
  expect(await service.addTaxRegion(province)).toMatchObject({ province_code: 'sp' })
  await expect(service.addTaxRegion({ ...province, country_code: 'ar' })).rejects.toMatchObject({
    type: 'invalid_data',
  })
  await expect(
    service.addTaxRegion({ country_code: 'ar', provider_id: 'tp_system' }, { name: 'IVA' } as never),
  ).rejects.toThrow()
  expect(await service.listTaxRegions({ country_code: 'ar' })).toEqual([])
})
