import { provide } from '@stoa/kernel'
import { createGate } from '@stoa/testing'
import { expect, test } from 'vitest'
import { EventTransport, type StoaEvent } from '../src/index.ts'
import { closeHost, collector, effects, noting, openHost, shopDatabase } from './host.ts'
import { MemoryTransport } from './memory-transport.ts'

const withTransport = (transport: MemoryTransport) => [provide(EventTransport, () => transport)]

test('an event emitted by a host that is gone is delivered by the next', async () => {
  const url = await shopDatabase()
  const first = await openHost(url)
  await first.events.emit('order.placed', { id: 'order_1' })
  await closeHost(first)

  const second = await openHost(url)
  const delivered = collector()
  second.events.subscribe({ name: 'orders', event: 'order.placed', handler: delivered.take })
  await second.start()
  await delivered.reach(1)
  expect(delivered.seen[0]?.data).toEqual({ id: 'order_1' })
})

test('an event dispatched while only another host runs reaches a subscriber when its host is back', async () => {
  const url = await shopDatabase()
  const shop = await openHost(url)
  const mailer = await openHost(url)
  mailer.events.subscribe(noting(mailer, 'send-receipt', 'order.placed'))
  await mailer.start()
  await closeHost(mailer)

  const counted = collector()
  shop.events.subscribe({ name: 'count', event: 'order.placed', handler: counted.take })
  await shop.start()
  const [id] = await shop.events.emit('order.placed', { id: 'order_1' })
  await counted.reach(1)
  expect(await effects(shop)).toEqual([])

  const again = await openHost(url)
  const sent = collector()
  again.events.subscribe({ name: 'send-receipt', event: 'order.placed', handler: sent.take })
  await again.start()
  await sent.reach(1)
  expect(sent.seen[0]?.id).toBe(id)
})

test('a subscriber new to the shop is caught up on what went out shortly before it', async () => {
  const url = await shopDatabase()
  const shop = await openHost(url)
  const counted = collector()
  shop.events.subscribe({ name: 'count', event: '*', handler: counted.take })
  await shop.start()
  await shop.events.emit('order.placed', { id: 'order_1' })
  await counted.reach(1)

  const late = await openHost(url)
  const caughtUp = collector()
  const onlyNew = collector()
  late.events.subscribe({ name: 'caught-up', event: 'order.placed', handler: caughtUp.take })
  late.events.subscribe({ name: 'only-new', event: 'order.placed', catch_up: 0, handler: onlyNew.take })
  await late.start()
  await caughtUp.reach(1)
  await shop.events.emit('order.placed', { id: 'order_2' })
  await Promise.all([caughtUp.reach(2), onlyNew.reach(1)])
  expect(caughtUp.seen.map(({ data }) => data.id)).toEqual(['order_1', 'order_2'])
  expect(onlyNew.seen.map(({ data }) => data.id)).toEqual(['order_2'])
})

test('several hosts share the events of a subscriber', async () => {
  const url = await shopDatabase()
  const hosts = [await openHost(url), await openHost(url)]
  const delivered = collector()
  for (const host of hosts) {
    const { handler } = noting(host, 'orders', 'order.placed')
    host.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      transaction: false,
      handler: async (event: StoaEvent, context) => {
        await handler(event, context)
        delivered.take(event)
      },
    })
    await host.start()
  }
  const ids = await Promise.all(
    Array.from({ length: 60 }, (_, no) => hosts[no % 2]?.events.emit('order.placed', { id: `order_${no}` })),
  )
  await delivered.reach(60)
  const expected = ids.flat().map((id) => `orders ${id}`)
  expect(await effects(hosts[0] as never)).toEqual(expected.sort())
})

test('two hosts never dispatch the same event', async () => {
  const url = await shopDatabase()
  const transports = [new MemoryTransport(), new MemoryTransport()] as const
  const holder = await openHost(url, withTransport(transports[0]))
  const other = await openHost(url, withTransport(transports[1]))
  holder.events.subscribe(noting(holder, 'all', '*'))
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
  await rest.promise
  await other.events.stop()
  expect(transports[1].published.map(({ event }) => event.id)).toEqual(ids.slice(200))
  gate.open()
  await holder.events.stop()
  expect(transports[0].published.map(({ event }) => event.id)).toEqual(ids.slice(0, 200))
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

test('stopping waits for the handler in flight', async () => {
  const host = await openHost(await shopDatabase())
  const gate = createGate('the handler is at work')
  const { handler } = noting(host, 'orders', 'order.placed')
  host.events.subscribe({
    name: 'orders',
    event: 'order.placed',
    handler: async (event: StoaEvent, context) => {
      await gate.pass()
      await handler(event, context)
    },
  })
  await host.start()
  const [id] = await host.events.emit('order.placed', { id: 'order_1' })
  await gate.reached
  const stopped = host.events.stop()
  gate.open()
  await stopped
  expect(await effects(host)).toEqual([`orders ${id}`])
})
