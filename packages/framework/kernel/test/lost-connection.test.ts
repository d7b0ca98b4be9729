import { createTestDatabase } from '@stoa/testing'
import { expect, test } from 'vitest'
import { startModules } from '../src/index.ts'

test('a connection that is lost in a transaction makes way for another', async () => {
  const { url, drop } = await createTestDatabase()
  const shop = await startModules([], { database: { url, max_connections: 1 } })
  const other = await startModules([], { database: url })
  const cutOff = shop.transaction(async () => {
    const [own] = await shop.database.query<{ pid: number }>('select pg_backend_pid() as pid')
    await other.database.query('select pg_terminate_backend($1, 5000)', [own?.pid])
    await shop.database.query('select 1')
  })
  await expect(cutOff).rejects.toThrow()
  expect(await shop.database.query('select 1 as one')).toEqual([{ one: 1 }])
  await shop.transaction(() => shop.database.query('select 2'))
  await shop.close()
  await other.close()
  await drop()
})
