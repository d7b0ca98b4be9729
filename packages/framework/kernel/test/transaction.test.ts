import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Shop, startShop } from './fixtures/start-shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await startShop()
})
afterAll(() => shop?.stop())

const count = async (table: string) => {
  const [row] = await shop.modules.database.query<{ n: number }>(`select count(*)::int as n from ${table}`)
  return row?.n
}

test('a transaction across two modules that fails halfway leaves nothing', async () => {
  const { modules, shelves, ledger } = shop
  const [shelvesBefore, entriesBefore] = [await count('stoa_shelf.rack'), await count('stoa_ledger.entry')]
  const failed = modules.transaction(async () => {
    await shelves.createRacks({ name: 'Halfway' })
    await ledger.createEntries({ account: 'stock', amount: '1' })
    await shelves.createBooks({ title: 'Nowhere', rack_id: 'rack_missing' })
  })
  await expect(failed).rejects.toMatchObject({ name: 'StoaError', type: 'not_found' })
  expect(await count('stoa_shelf.rack')).toBe(shelvesBefore)
  expect(await count('stoa_ledger.entry')).toBe(entriesBefore)
})

test('what both modules wrote is there after the commit, and the result comes back', async () => {
  const { modules, shelves, ledger } = shop
  const id = await modules.transaction(async () => {
    await ledger.createEntries({ account: 'committed', amount: 2 })
    return (await shelves.createRacks({ name: 'Committed' })).id
  })
  expect(await shelves.retrieveRack(id)).toMatchObject({ name: 'Committed' })
  expect(await ledger.listEntries({ account: 'committed' })).toHaveLength(1)
})

test('a nested transaction joins the open one: it is undone with it', async () => {
  const { modules, shelves } = shop
  const failed = modules.transaction(async () => {
    await modules.transaction(() => shelves.createRacks({ name: 'Nested' }))
    throw new Error('changed my mind')
  })
  await expect(failed).rejects.toThrow('changed my mind')
  expect(await shelves.listRacks({ name: 'Nested' })).toEqual([])
})

test('a query inside a transaction sees what services wrote in it; one outside does not', async () => {
  const { modules, shelves } = shop
  const sql = `select name from stoa_shelf.rack where name = 'Seen'`
  await modules.transaction(async () => {
    await shelves.createRacks({ name: 'Seen' })
    expect(await modules.database.query(sql)).toEqual([{ name: 'Seen' }])
    expect((await modules.database.pool.query(sql)).rows).toEqual([])
  })
  expect(await modules.database.query(sql)).toEqual([{ name: 'Seen' }])
})

test('what a query wrote in a transaction is undone with it', async () => {
  const { modules } = shop
  const failed = modules.transaction(async () => {
    await modules.database.query(`insert into stoa_shelf.rack (id, name) values ($1, $2)`, [
      'rack_raw',
      'Raw',
    ])
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await shop.shelves.listRacks({ id: 'rack_raw' })).toEqual([])
})

test('afterCommit runs once the transaction has committed, and never when it fails', async () => {
  const { modules, shelves } = shop
  const heard: string[] = []
  await modules.transaction(async () => {
    modules.database.afterCommit(() => heard.push('first'))
    await modules.transaction(async () => modules.database.afterCommit(() => heard.push('nested')))
    await shelves.createRacks({ name: 'Heard' })
    expect(heard).toEqual([])
  })
  expect(heard).toEqual(['first', 'nested'])

  const failed = modules.transaction(async () => {
    modules.database.afterCommit(() => heard.push('never'))
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  modules.database.afterCommit(() => heard.push('at once'))
  expect(heard).toEqual(['first', 'nested', 'at once'])
})

test('a call that outlives its transaction is told so', async () => {
  const { modules } = shop
  const late = Promise.withResolvers<void>()
  let call: Promise<unknown> | undefined
  await modules.transaction(async () => {
    call = late.promise.then(() => modules.database.query('select 1'))
  })
  late.resolve()
  await expect(call).rejects.toThrow('The transaction of this call is over.')
})

test('onStatement hears every statement, until it is ended', async () => {
  const { modules, shelves } = shop
  const heard: string[] = []
  const stop = modules.database.onStatement((text) => heard.push(text))
  await shelves.listRacks()
  expect(heard).toHaveLength(1)
  await modules.transaction(() => modules.database.query('select 1', [], { name: 'one' }))
  expect(heard.slice(1).map((text) => text.replace(/^\/\*.*\*\/ /, ''))).toEqual([
    'begin',
    'select 1',
    'commit',
  ])
  stop()
  await shelves.listRacks()
  expect(heard).toHaveLength(4)
})

test("an app's own MikroORM does not share the transaction", async () => {
  const NoteSchema = defineEntity({ name: 'Note', properties: { id: p.text().primary() } })
  class Note extends NoteSchema.class {}
  NoteSchema.setClass(Note)
  await shop.modules.database.query('create table note (id text primary key)')
  const app = await MikroORM.init({ entities: [Note], clientUrl: shop.url })
  try {
    const failed = shop.modules.transaction(async () => {
      expect(app.em.fork().isInTransaction()).toBe(false)
      const em = app.em.fork()
      await em.persist(em.create(Note, { id: 'kept' })).flush()
      await shop.shelves.createRacks({ name: 'Undone' })
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await app.em.fork().count(Note)).toBe(1)
    expect(await shop.shelves.listRacks({ name: 'Undone' })).toEqual([])

    await app.em
      .fork()
      .transactional(async () => {
        expect(shop.modules.database.inTransaction).toBe(false)
        await shop.shelves.createRacks({ name: 'Stays' })
        throw new Error('no')
      })
      .catch(() => undefined)
    expect(await shop.shelves.listRacks({ name: 'Stays' })).toHaveLength(1)
  } finally {
    await app.close(true)
  }
})
