import { startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import { expect, test } from 'vitest'
import { refreshStatistics } from '../src/statistics.ts'

test('a table is looked at after it was filled, and not again while it stays as it is', async () => {
  const database = await createTestDatabase()
  const modules = await startModules([], { database: database.url })
  try {
    await modules.database.query('create schema stoa_import')
    await modules.database.query('create table stoa_import.goods (id int)')
    await modules.database.query('insert into stoa_import.goods select generate_series(1, 2000)')
    await expect.poll(() => refreshStatistics(modules.database), { timeout: 20_000 }).toBe(1)
    const [{ estimate }] = (await modules.database.query<{ estimate: number }>(
      `select reltuples::int as estimate from pg_class where oid = 'stoa_import.goods'::regclass`,
    )) as [{ estimate: number }]
    expect(estimate).toBe(2000)
    await expect.poll(() => refreshStatistics(modules.database), { timeout: 20_000 }).toBe(0)
  } finally {
    await modules.close()
    await database.drop()
  }
})
