import { createBarrier, createGate } from '@stoa/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { IdempotencyKeys } from '../src/index.ts'
import { openHosts, steps } from './host.ts'

let hosts: Awaited<ReturnType<typeof openHosts>>
beforeAll(async () => {
  hosts = await openHosts()
})
afterAll(() => hosts?.stop())

afterEach(() => {
  steps.before = steps.inside = steps.after = () => undefined
})

/** How many notes some work leaves behind. */
async function written(work: () => Promise<unknown>) {
  const before = (await hosts.count()) ?? 0
  await work()
  return ((await hosts.count()) ?? 0) - before
}

test('a request that comes again with its key is answered as it was, on any host, and carried out once', async () => {
  expect(
    await written(async () => {
      const first = await hosts.send('again')
      const second = await hosts.send('again')
      const elsewhere = await hosts.send('again', { host: 1 })
      expect(first).toMatchObject({ status: 201, replayed: false })
      for (const answer of [second, elsewhere]) expect(answer).toEqual({ ...first, replayed: true })
    }),
  ).toBe(1)
})

test('twenty at once, on two hosts: one is carried out, all get its answer', async () => {
  const gate = createGate('the note is written')
  steps.inside = () => gate.pass()
  expect(
    await written(async () => {
      const sent = Array.from({ length: 20 }, (_, index) => hosts.send('at-once', { host: index % 2 }))
      await gate.reached
      gate.open()
      const answers = await Promise.all(sent)
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
      expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
      expect(answers.every(({ status }) => status === 201)).toBe(true)
    }),
  ).toBe(1)
})

test('something else under the same key is refused', async () => {
  expect(
    await written(async () => {
      await hosts.send('reused', { text: 'a' })
      for (const other of [{ text: 'b' }, { path: '/admin/notes?fields=id' }]) {
        expect(await hosts.send('reused', other)).toMatchObject({
          status: 409,
          body: {
            type: 'conflict',
            code: 'idempotency_key_reused',
            message: expect.stringContaining('reused'),
          },
        })
      }
    }),
  ).toBe(1)
})

test("a key is its sender's own, and that of one path", async () => {
  expect(
    await written(async () => {
      await hosts.send('own')
      expect(await hosts.send('own', { as: 'bob' })).toMatchObject({ status: 201, replayed: false })
      expect(await hosts.send('own', { path: '/admin/other-notes' })).toMatchObject({ replayed: false })
    }),
  ).toBe(3)
})

test.each([
  ['without a key', undefined, {}],
  ['of another method', 'put', { method: 'PUT' as const }],
  ['under /auth', 'auth', { path: '/auth/notes' }],
])('requests %s are carried out each time', async (_, key, options) => {
  expect(
    await written(async () => {
      await hosts.send(key, options)
      expect(await hosts.send(key, options)).toMatchObject({ replayed: false })
    }),
  ).toBe(2)
})

test.each(['', 'two words', 'ü', 'x'.repeat(256)])('%j is no key', async (key) => {
  expect(
    await written(async () => {
      expect(await hosts.send(key)).toMatchObject({
        status: 400,
        body: { type: 'invalid_data', message: expect.stringContaining('Idempotency-Key') },
      })
    }),
  ).toBe(0)
})

test.each([
  ['not_allowed', 400],
  ['not_found', 404],
])('a refusal of type %s is kept', async (type, status) => {
  const path = `/admin/refusals/${type}`
  expect(
    await written(async () => {
      const first = await hosts.send(type, { path })
      expect(first).toMatchObject({ status, replayed: false })
      expect(await hosts.send(type, { path })).toEqual({ ...first, replayed: true })
    }),
  ).toBe(1)
})

test('a failure of the server before anything is written is tried again', async () => {
  steps.before = () => {
    steps.before = () => undefined
    throw new Error('out of order')
  }
  expect(
    await written(async () => {
      expect((await hosts.send('failed')).status).toBe(500)
      expect(await hosts.send('failed')).toMatchObject({ status: 201, replayed: false })
    }),
  ).toBe(1)
})

test('a failure after something was written is not: nobody may do it twice', async () => {
  steps.after = () => {
    throw new Error('out of order')
  }
  expect(
    await written(async () => {
      expect((await hosts.send('half')).status).toBe(500)
      expect(await hosts.send('half')).toMatchObject({
        status: 409,
        body: { code: 'idempotency_answer_lost' },
      })
    }),
  ).toBe(1)
})

test('a route that does nothing twice by itself is carried out again', async () => {
  steps.after = () => {
    steps.after = () => undefined
    throw new Error('out of order')
  }
  const path = '/admin/repeatable'
  expect((await hosts.send('repeatable', { path })).status).toBe(500)
  expect(await hosts.send('repeatable', { path })).toMatchObject({ status: 200, replayed: false })
  expect(await hosts.send('repeatable', { path })).toMatchObject({ status: 200, replayed: true })
})

test('a host that was too slow and lost the request to another commits nothing', async () => {
  const gate = createGate('the note is written')
  steps.inside = () => {
    steps.inside = () => undefined
    return gate.pass()
  }
  expect(
    await written(async () => {
      const slow = hosts.send('slow')
      await gate.reached
      await hosts.expire('slow')
      const taken = await hosts.send('slow', { host: 1 })
      expect(taken).toMatchObject({ status: 201, replayed: false })
      gate.open()
      expect(await slow).toMatchObject({ status: 409 })
      expect(await hosts.send('slow')).toEqual({ ...taken, replayed: true })
    }),
  ).toBe(1)
})

test('after a day a key is free again', async () => {
  expect(
    await written(async () => {
      await hosts.send('old')
      await hosts.database.query(
        `update stoa_idempotency.request set created_at = now() - interval '25 hours' where key = 'old'`,
      )
      expect(await hosts.send('old', { text: 'b' })).toMatchObject({ status: 201, replayed: false })
    }),
  ).toBe(2)
  await hosts.database.query(
    `update stoa_idempotency.request set created_at = now() - interval '25 hours' where key = 'old'`,
  )
  expect(await hosts.keys.resolve(IdempotencyKeys).prune()).toBe(1)
})

test('requests that deadlock are both carried out, once each, and answered again as they were', async () => {
  const { database } = hosts
  await database.query(`create table shelf as select * from (values ('a', 0), ('b', 0)) as s (name, mugs)`)
  const take = (name: string) => database.query('update shelf set mugs = mugs + 1 where name = $1', [name])
  const barrier = createBarrier('each holds its first row', 2)
  const crossing = [
    ['a', 'b'],
    ['b', 'a'],
  ]
  let runs = 0
  steps.inside = async () => {
    runs += 1
    const [first, second] = crossing.shift() ?? ['a', 'b']
    await take(first as string)
    if (runs <= 2) await barrier.arrive()
    await take(second as string)
  }
  expect(
    await written(async () => {
      const answers = await Promise.all([hosts.send('there'), hosts.send('back')])
      expect(answers.map(({ status }) => status)).toEqual([201, 201])
      expect(runs).toBe(3)
      for (const [index, key] of ['there', 'back'].entries()) {
        expect(await hosts.send(key)).toEqual({ ...answers[index], replayed: true })
      }
    }),
  ).toBe(2)
  expect(await database.query('select mugs from shelf')).toEqual([{ mugs: 2 }, { mugs: 2 }])
})
