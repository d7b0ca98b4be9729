import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { StoaEvent } from '@stoa/events'
import { createTestDatabase } from '@stoa/testing'
import { expect, test } from 'vitest'
import { collector, openHost, shopDatabase } from '../../../framework/events/test/host.ts'
import { call as callStoa } from './call.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** Runs the command as a shell would. */
async function shell(url: string, ...args: string[]) {
  const { promise, resolve } = Promise.withResolvers<{ code: number; out: string; err: string }>()
  const env = { ...process.env, DATABASE_URL: url, NO_COLOR: '1' }
  const argv = ['--conditions=@stoa/source', main, 'events', ...args]
  execFile(process.execPath, argv, { env, cwd: tmpdir() }, (error, out, err) =>
    resolve({ code: (error?.code as number | undefined) ?? 0, out, err }),
  )
  return promise
}

const call = (url: string, ...args: string[]) => callStoa(url, 'events', ...args)

/** A shop with an event that was done, one that is dead, and one that waits. */
async function shop() {
  const url = await shopDatabase()
  const host = await openHost(url)
  const handled = collector()
  const dead = Promise.withResolvers<void>()
  let mended = false
  host.events.subscribe({
    name: 'send-receipt',
    event: 'order.placed',
    attempts: 1,
    handler: (event: StoaEvent) => {
      if (event.data.id === 'order_bad' && !mended) throw new Error('no such address')
      handled.take(event)
    },
  })
  await host.start({ log: () => dead.resolve() })
  const ids = await host.events.emit('order.placed', [{ id: 'order_1' }, { id: 'order_bad' }])
  await Promise.all([handled.reach(1), dead.promise])
  const mend = () => {
    mended = true
  }
  return { url, host, ids, handled, mend }
}

test('list shows events and what has become of them', async () => {
  const { url, host, ids } = await shop()
  await host.events.stop()
  const [waiting] = await host.events.emit('cart.created', { id: 'cart_1' })
  const { code, out } = await call(url, 'list')
  expect(code).toBe(0)
  const lines = out.trim().split('\n')
  expect(lines).toHaveLength(4)
  expect(lines[0]).toMatch(/^TIME +NAME +SUBJECT +ID +STATE$/)
  expect(lines[1]).toMatch(new RegExp(`cart.created +cart_1 +${waiting} +waits$`))
  expect(out).toMatch(new RegExp(`order_1 +${ids[0]} +done by send-receipt`))
  expect(out).toMatch(new RegExp(`order_bad +${ids[1]} +dead for send-receipt`))

  const filtered = await call(
    url,
    'list',
    '--name',
    'order.placed',
    '--since',
    '1h',
    '--limit',
    '1',
    '--json',
  )
  expect(JSON.parse(filtered.out)).toEqual([
    {
      event: expect.objectContaining({ id: ids[1], type: 'order.placed' }),
      dispatched_at: expect.any(String),
      done: [],
      retrying: [],
      dead: ['send-receipt'],
    },
  ])
  const undispatched = await call(url, 'list', '--undispatched', '--json')
  expect(JSON.parse(undispatched.out).map(({ event }: { event: StoaEvent }) => event.id)).toEqual([waiting])
  expect((await call(url, 'list', '--since', '2999-01-01')).out).toBe('There are no such events.')
})

test('dead letters are listed, and replayed to a host that runs', async () => {
  const { url, ids, handled, mend } = await shop()
  const { out } = await shell(url, 'dead')
  expect(out).toMatch(new RegExp(`send-receipt +order.placed +${ids[1]} +1 +Error: no such address`))
  expect((await call(url, 'dead', '--subscriber', 'nobody')).out).toBe('There are no dead letters.')

  mend()
  const replayed = await shell(url, 'replay', '--dead', '--subscriber', 'send-receipt')
  expect(replayed).toEqual({ code: 0, out: '1 delivery is due again.\n', err: '' })
  await handled.reach(2)
  expect(handled.seen[1]?.id).toBe(ids[1])
})

test('replay leaves out what is done unless it is told to do it again', async () => {
  const { url, ids, handled } = await shop()
  const replay = async (...more: string[]) => JSON.parse((await call(url, 'replay', '--json', ...more)).out)
  const first = ids[0] as string
  expect(await replay('--id', first)).toEqual({ sent: 0 })
  expect(await replay('--id', first, '--to', '1h', '--again')).toEqual({ sent: 0 })
  expect(await replay('--name', 'order.placed', '--id', first, '--from', '1h', '--again')).toEqual({
    sent: 1,
  })
  await handled.reach(2)
})

test.each([
  [['replay'], 'Say which events'],
  [['replay', '--form', '2d'], '--form is not understood'],
  [['replay', '--from', 'yesterday'], '--from yesterday is no time'],
  [['replay', '--name', ','], '--name needs a value'],
  [['replay', '--dead', '--name='], '--name needs a value'],
  [['list', 'order.placed'], 'order.placed is not understood'],
  [['list', '--limit', 'all'], '--limit all is no number'],
])('%j is refused', async (args, why) => {
  const { code, out, err } = await call('postgres://127.0.0.1:9/none', ...args)
  expect([code, out]).toEqual([1, ''])
  expect(err).toContain(why)
})

test('a database that is away or has no shop is named', async () => {
  const away = await call('postgres://127.0.0.1:9/none', 'list')
  expect([away.code, away.err]).toEqual([
    1,
    'The database cannot be reached. Start it, or correct DATABASE_URL.',
  ])
  const empty = await createTestDatabase()
  expect((await call(empty.url, 'dead')).err).toContain('Start a host on it once')
  await empty.drop()
})
