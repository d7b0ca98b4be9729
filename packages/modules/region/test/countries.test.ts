import { type Modules, startModules } from '@stoa/kernel'

import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RegionService, regionModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: RegionService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([regionModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(RegionService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

test('every country is there after the start, once', async () => {
  await modules.migrate()
  const countries = await service.listCountries()
  expect(countries.length).toBeGreaterThanOrEqual(249)
  expect(await service.retrieveCountry('de')).toMatchObject({
    iso_2: 'de',
    iso_3: 'deu',
    num_code: '276',
    name: 'GERMANY',
    display_name: 'Germany',
    region_id: null,
  })
})

test('setting countries replaces those a region had', async () => {
  const europe = await service.createRegions({ name: 'Europe', currency_code: 'eur' })
  await service.setCountries(europe.id, ['de', 'FR'])
  await service.setCountries(europe.id, ['fr', 'it'])
  const { countries } = await service.retrieveRegion(europe.id, { relations: ['countries'] })
  expect(countries?.map(({ iso_2 }) => iso_2)).toEqual(['fr', 'it'])
  await service.setCountries(europe.id, [])
  expect(await service.listCountries({ region_id: europe.id })).toEqual([])
})

test('a country of another region is refused by name, and nothing changes', async () => {
  const [north, south] = await service.createRegions([
    { name: 'North', currency_code: 'dkk' },
    { name: 'South', currency_code: 'eur' },
  ])
  await service.setCountries(north?.id as string, ['dk'])
  await expect(service.setCountries(south?.id as string, ['es', 'dk'])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('dk (North)'),
  })
  expect(await service.listCountries({ region_id: south?.id as string })).toEqual([])
  await service.softDeleteRegions(north?.id as string)
  await service.setCountries(south?.id as string, ['dk'])
  expect(await service.listCountries({ region_id: south?.id as string })).toMatchObject([{ iso_2: 'dk' }])
})

test('codes that are no country, and regions there are none of, are refused', async () => {
  const region = await service.createRegions({ name: 'Nowhere', currency_code: 'eur' })
  await expect(service.setCountries(region.id, ['zz'])).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('"zz"'),
  })
  await expect(service.setCountries('reg_none', ['at'])).rejects.toMatchObject({ type: 'not_found' })
})

test('a region that is removed leaves its countries', async () => {
  const baltics = await service.createRegions({ name: 'Baltics', currency_code: 'eur' })
  await service.setCountries(baltics.id, ['ee'])
  await service.removeRegions([baltics.id, 'reg_none'])
  await expect(service.retrieveRegion(baltics.id)).rejects.toMatchObject({ type: 'not_found' })
  expect((await service.retrieveCountry('ee')).region_id).toBeNull()
})
