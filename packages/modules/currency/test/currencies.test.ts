import { type Modules, startModules } from '@stoa/kernel'

import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CurrencyService, currencyModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let service: CurrencyService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([currencyModule], { database: database.url })
  await modules.migrate()
  service = modules.resolve(CurrencyService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

test('the currencies are there after the start, once, by their codes', async () => {
  await modules.migrate()
  const [currencies, count] = await service.listAndCountCurrencies()
  expect(new Set(currencies.map(({ code }) => code)).size).toBe(count)
  expect(await service.retrieveCurrency('jpy')).toMatchObject({ name: 'Japanese Yen', decimal_digits: 0 })
  expect((await service.retrieveCurrency('kwd')).rounding.toFixed()).toBe('0')
})

test('what a shop changed stays through the next start', async () => {
  await service.updateCurrencies({ id: 'chf', symbol: 'Fr.' })
  await modules.migrate()
  expect((await service.retrieveCurrency('chf')).symbol).toBe('Fr.')
})
