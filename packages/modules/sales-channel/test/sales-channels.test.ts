import { type Modules, startModules } from '@stoa/kernel'

import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { SalesChannelService, salesChannelModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: SalesChannelService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([salesChannelModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(SalesChannelService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

test('a sales channel comes back as it was created, is found by name, and can be deleted and restored', async () => {
  const [web] = await service.createSalesChannels([{ name: 'Web' }, { name: 'App', is_disabled: true }])
  expect(web).toMatchObject({ name: 'Web', is_disabled: false, description: null })
  expect(web?.id).toMatch(/^sc_/)
  expect(await service.listSalesChannels({ name: 'App' })).toMatchObject([{ is_disabled: true }])
  await service.softDeleteSalesChannels(web?.id as string)
  await expect(service.retrieveSalesChannel(web?.id as string)).rejects.toMatchObject({ type: 'not_found' })
  await service.restoreSalesChannels(web?.id as string)
  expect((await service.retrieveSalesChannel(web?.id as string)).name).toBe('Web')
})
