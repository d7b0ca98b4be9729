import { setTimeout as sleep } from 'node:timers/promises'
import { provide } from '@stoa/kernel'
import { createGate, untilBlocked } from '@stoa/testing'
import { expect, test } from 'vitest'
import { EventTransport, type StoaEvent } from '../src/index.ts'
import { effects, noting, openHost, shopDatabase } from './host.ts'
import { MemoryTransport } from './memory-transport.ts'

const withTransport = (transport: MemoryTransport) => [provide(EventTransport, () => transport)]

test('one host dispatches at a time, and the next goes on where it ended', async () => {
  const url = await shopDatabase()
  const transports = [new MemoryTransport(), new MemoryTransport()] as const
  const holder = await openHost(url, withTransport(transports[0]))
  const other = await openHost(url, withTransport(transports[1]))
  const gate = createGate('the first host has claimed its batch')
  transports[0].onPublish = () => gate.pass()
  const rest = Promise.withResolvers<void>()
  transports[1].onPublish = async () => rest.resolve()

  const ids = await holder.events.emit(
    'order.placed',
    Array.from({ length: 230 }, (_, no) => ({ id: `order_${no}` })),
  )
  await holder.start()
  await gate.reached
  await other.start()
  await other.events.emit('order.placed', { id: 'order_late' })
  await sleep(300)
  expect(transports[1].published).toEqual([])
  const stopped = holder.events.stop()
  gate.open()
  await stopped
  await rest.promise
  await other.events.stop()
  expect(transports[0].published.map(({ event }) => event.id)).toEqual(ids.slice(0, 200))
  expect(transports[1].published.slice(0, 30).map(({ event }) => event.id)).toEqual(ids.slice(200))
})

test('a host that loses its connection while it dispatches gives way to another', async () => {
  const url = await shopDatabase()
  const transports = [new MemoryTransport(), new MemoryTransport()] as const
  const holder = await openHost(url, withTransport(transports[0]))
  const other = await openHost(url, withTransport(transports[1]))
  const gate = createGate('the first host has claimed its batch')
  transports[0].onPublish = () => gate.pass()
  const taken = Promise.withResolvers<void>()
  transports[1].onPublish = async () => taken.resolve()

  const [id] = await holder.events.emit('order.placed', { id: 'order_1' })
  await holder.start()
  await gate.reached
  await other.start()
  await other.database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and state = 'idle in transaction'`,
  )
  await taken.promise
  await other.events.stop()
  expect(transports[1].published.map(({ event }) => event.id)).toEqual([id])
  gate.open()
  await holder.events.stop()
})

test('what a transport could not take is dispatched later', async () => {
  const transport = new MemoryTransport()
  const { events, start } = await openHost(await shopDatabase(), withTransport(transport))
  events.subscribe({ name: 'orders', event: 'order.placed', handler: () => undefined })
  const taken = Promise.withResolvers<void>()
  const messages: string[] = []
  transport.onPublish = async () => {
    if (messages.length === 0) throw new Error('the broker is down')
    taken.resolve()
  }
  await events.emit('order.placed', { id: 'order_1' })
  await start({ log: (message) => messages.push(message) })
  await taken.promise
  await events.stop()
  expect(transport.published.map(({ event }) => event.data)).toEqual([{ id: 'order_1' }])
  expect(messages).toHaveLength(1)
})

test('an event delivered five times, at once and later, has one effect', async () => {
  const transport = new MemoryTransport()
  const host = await openHost(await shopDatabase(), withTransport(transport))
  const gate = createGate('the first delivery is under way')
  const { handler } = noting(host, 'orders', 'order.placed')
  host.events.subscribe({
    name: 'orders',
    event: 'order.placed',
    handler: async (event: StoaEvent, context) => {
      await handler(event, context)
      await gate.pass()
    },
  })
  const published = Promise.withResolvers<void>()
  transport.onPublish = async () => published.resolve()
  const [id] = await host.events.emit('order.placed', { id: 'order_1' })
  await host.start()
  await published.promise
  await host.events.stop()
  const event = transport.published[0]?.event as StoaEvent
  const deliver = () => transport.consumers.get('orders')?.deliver(event, true)
  const atOnce = [deliver(), deliver(), deliver()]
  await gate.reached
  gate.open()
  await Promise.all(atOnce)
  await deliver()
  await deliver()
  expect(await effects(host)).toEqual([`orders ${id}`])
})

test('a handler that deadlocks has its effect once, and it is no failure', async () => {
  const url = await shopDatabase()
  const transport = new MemoryTransport()
  const host = await openHost(url, withTransport(transport))
  await host.database.query(
    `create table public.shelf as select * from (values ('a', 0), ('b', 0)) as s (name, mugs)`,
  )
  const take = (name: string) => `update public.shelf set mugs = mugs + 1 where name = '${name}'`
  const { handler } = noting(host, 'orders', 'order.placed')
  let runs = 0
  host.events.subscribe({
    name: 'orders',
    event: 'order.placed',
    attempts: 1,
    handler: async (event: StoaEvent, context) => {
      runs += 1
      await handler(event, context)
      await host.database.query(take('a'))
      await host.database.query(take('b'))
    },
  })
  const failures: string[] = []
  const published = Promise.withResolvers<void>()
  transport.onPublish = async () => published.resolve()
  const [id] = await host.events.emit('order.placed', { id: 'order_1' })
  await host.start({ log: (message) => failures.push(message) })
  await published.promise
  await host.events.stop()

  const other = await host.database.pool.connect()
  try {
    // Only the handler looks for deadlocks soon, so it is the one that loses.
    await other.query(`set deadlock_timeout = '1min'`)
    await other.query(`begin; ${take('b')}`)
    const delivered = transport.consumers
      .get('orders')
      ?.deliver(transport.published[0]?.event as StoaEvent, false)
    await untilBlocked(url)
    await other.query(take('a'))
    await other.query('commit')
    await delivered
  } finally {
    other.release(true)
  }
  expect(runs).toBe(2)
  expect(await effects(host)).toEqual([`orders ${id}`])
  expect(failures).toEqual([])
  expect(await host.database.query('select mugs from public.shelf')).toEqual([{ mugs: 2 }, { mugs: 2 }])
})
