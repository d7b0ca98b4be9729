import { createBarrier, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { LostRace } from '../src/index.ts'
import { type Shop, startShop } from './fixtures/start-shop.ts'

let shop: Shop
let races: LostRace[]
beforeAll(async () => {
  shop = await startShop()
  shop.modules.database.onLostRace((race) => races.push(race))
})
afterAll(() => shop?.stop())

beforeEach(async () => {
  races = []
  await query('truncate stoa_ledger.entry')
  await query(`insert into stoa_ledger.entry (id, account, amount) values ('a', 'a', 0), ('b', 'b', 0)`)
})

const query = <Row extends object>(text: string) => shop.modules.database.query<Row>(text)

/** On another connection. */
const elsewhere = (text: string) => shop.modules.database.pool.query(text)

const add = (id: string) => query(`update stoa_ledger.entry set amount = amount + 1 where id = '${id}'`)

const amounts = async () => {
  const rows = await query<{ account: string; amount: string }>(
    'select account, sum(amount)::text as amount from stoa_ledger.entry group by account order by account',
  )
  return Object.fromEntries(rows.map(({ account, amount }) => [account, amount]))
}

/** Two that take the same two rows in opposite orders, each holding the first before it comes to the second. */
function crossing() {
  const barrier = createBarrier('both hold their first row', 2)
  const heard: string[] = []
  const cross = (first: string, second: string, name: string) => {
    let began = 0
    return shop.modules.transaction(async () => {
      shop.modules.database.afterCommit(() => heard.push(name))
      await add(first)
      await shop.ledger.createEntries({ account: name, amount: 1 })
      began += 1
      if (began === 1) await barrier.arrive()
      await add(second)
      return name
    })
  }
  return { heard, both: () => Promise.all([cross('a', 'b', 'there'), cross('b', 'a', 'back')]) }
}

test('two transactions that deadlock both succeed, and nothing is doubled', async () => {
  const { both, heard } = crossing()
  expect(await both()).toEqual(['there', 'back'])
  expect(await amounts()).toEqual({ a: '2', b: '2', there: '1', back: '1' })
  expect(heard.sort()).toEqual(['back', 'there'])
  expect(races).toMatchObject([{ reason: 'deadlock', attempt: 1, outcome: 'run_again' }])
})

test('a deadlock that the work catches is run again all the same', async () => {
  const barrier = createBarrier('both hold their first row', 2)
  const cross = (first: string, second: string) => {
    let began = 0
    return shop.modules.transaction(async () => {
      await add(first)
      began += 1
      if (began === 1) await barrier.arrive()
      await add(second).catch(() => undefined)
    })
  }
  await Promise.all([cross('a', 'b'), cross('b', 'a')])
  expect(await amounts()).toEqual({ a: '2', b: '2' })
  expect(races).toHaveLength(1)
})

test('a transaction that cannot be serialized is run again on what is there by then', async () => {
  const seen: (string | undefined)[] = []
  await shop.modules.transaction(async () => {
    await query('set transaction isolation level repeatable read')
    seen.push(
      (await query<{ amount: string }>(`select amount from stoa_ledger.entry where id = 'a'`))[0]?.amount,
    )
    if (seen.length === 1) await elsewhere('update stoa_ledger.entry set amount = 7')
    await add('a')
  })
  expect(seen.map(Number)).toEqual([0, 7])
  expect(await amounts()).toEqual({ a: '8', b: '7' })
  expect(races).toMatchObject([{ reason: 'serialization_failure', attempt: 1, outcome: 'run_again' }])
})

/** Loses every time it is run. */
const loseAlways = async () => {
  await query('set transaction isolation level repeatable read')
  await query('select from stoa_ledger.entry')
  await elsewhere('update stoa_ledger.entry set amount = amount + 1')
  await add('a')
}

test('after the last attempt it is a conflict that says what to do', async () => {
  const lost = shop.modules.transaction(loseAlways)
  await expect(lost).rejects.toMatchObject({
    name: 'StoaError',
    type: 'conflict',
    code: '40001',
    message: 'Another request changed the same things at the same time. Try again.',
  })
  expect(races.map(({ attempt, outcome }) => `${attempt} ${outcome}`)).toEqual([
    '1 run_again',
    '2 run_again',
    '3 run_again',
    '4 given_up',
  ])
})

test('work that must not be run again is not', async () => {
  await expect(shop.modules.transaction(loseAlways, { attempts: 1 })).rejects.toMatchObject({
    type: 'conflict',
  })
  expect(races.map(({ attempt, outcome }) => `${attempt} ${outcome}`)).toEqual(['1 given_up'])
})

test('a statement outside of a transaction is sent again', async () => {
  const other = await shop.modules.database.pool.connect()
  try {
    // Only the statement looks for deadlocks, so it is the one that loses.
    await other.query(`set deadlock_timeout = '1h'`)
    await other.query(`begin; update stoa_ledger.entry set amount = 10 where id = 'b'`)
    const sent = query(`
      with a as (update stoa_ledger.entry set amount = amount + 1 where id = 'a' returning id)
      update stoa_ledger.entry set amount = amount + 1 where id = 'b' and exists (select from a)`)
    await untilBlocked(shop.url)
    await other.query(`update stoa_ledger.entry set amount = 10 where id = 'a'`)
    await other.query('commit')
    await sent
  } finally {
    other.release(true)
  }
  expect(await amounts()).toEqual({ a: '11', b: '11' })
  expect(races).toMatchObject([{ reason: 'deadlock', outcome: 'run_again' }])
})

test('what failed and was caught is not taken for committed', async () => {
  const swallowed = shop.modules.transaction(async () => {
    await add('a')
    await query('select 1 / 0').catch(() => undefined)
  })
  await expect(swallowed).rejects.toThrow('division by zero')
  expect(await amounts()).toEqual({ a: '0', b: '0' })
})

test('what failed after a savepoint, and was taken back to it, harms nothing', async () => {
  await shop.modules.transaction(async () => {
    await add('a')
    await query('savepoint before')
    await query('select 1 / 0').catch(() => query('rollback to savepoint before'))
  })
  expect(await amounts()).toEqual({ a: '1', b: '0' })
})
