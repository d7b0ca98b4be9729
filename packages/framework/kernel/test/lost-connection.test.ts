import { setTimeout as sleep } from 'node:timers/promises'
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
  await expect(cutOff).rejects.toMatchObject({ code: '57P01' })
  expect(await shop.database.query('select 1 as one')).toEqual([{ one: 1 }])
  await shop.transaction(() => shop.database.query('select 2'))
  await shop.close()
  await other.close()
  await drop()
})

test('a connection that ends without a word is told by its code', async () => {
  const { url, drop } = await createTestDatabase()
  const shop = await startModules([], { database: url })
  const cut = () => {
    for (const { connection } of (shop.database.pool as unknown as { _clients: Sockets[] })._clients)
      connection.stream.destroy()
  }
  const inTransaction = shop.transaction(async () => {
    await shop.database.query('select 1')
    cut()
    await shop.database.query('select 2')
  })
  await expect(inTransaction).rejects.toMatchObject({ code: '08006' })
  const alone = shop.database.query('select pg_sleep(5)')
  await expect.poll(() => shop.database.pool.idleCount).toBe(0)
  await sleep(100)
  cut()
  await expect(alone).rejects.toMatchObject({ code: '08006' })
  await shop.close()
  await drop()
})

/** The sockets of the pool's clients, which the driver shows nobody. */
interface Sockets {
  connection: { stream: { destroy(): void } }
}

test('a transaction in which nothing happens is ended, and lets go of what it holds', async () => {
  const { url, drop } = await createTestDatabase()
  const database = { url, max_connections: 1, idle_in_transaction_session_timeout: 100 }
  const shop = await startModules([], { database })
  const other = await startModules([], { database: url })
  await other.database.query('create table shelf as select 1 as mugs')
  const hanging = shop.transaction(async () => {
    await shop.database.query('update shelf set mugs = 2')
    await other.database.query('update shelf set mugs = mugs + 10')
    await sleep(100)
    await shop.database.query('select 1')
  })
  await expect(hanging).rejects.toMatchObject({ code: '25P03' })
  expect(await shop.database.query('select mugs from shelf')).toEqual([{ mugs: 11 }])
  await shop.close()
  await other.close()
  await drop()
})

test('a transaction may be idle for a minute unless it is said otherwise', async () => {
  const { url, drop } = await createTestDatabase()
  const shop = await startModules([], { database: url })
  const shown = await shop.database.query('show idle_in_transaction_session_timeout')
  expect(shown).toEqual([{ idle_in_transaction_session_timeout: '1min' }])
  await shop.close()
  await drop()
})
