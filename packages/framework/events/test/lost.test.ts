import { provide } from '@stoa/kernel'
import { createGate } from '@stoa/testing'
import { expect, test, vi } from 'vitest'
import { EventTransport, type TransportHost } from '../src/index.ts'
import { closeHost, type Host, openHost, shopDatabase } from './host.ts'
import { MemoryTransport } from './memory-transport.ts'

/** One that forgets what it has not delivered: it delivers nothing, and says where events wait and what it has delivered. */
class ForgetfulTransport extends MemoryTransport {
  place = 'first'
  until: Date | undefined
  /** Says that it is back. */
  recovered: () => void = () => undefined

  override async start({ consumers, attach, recovered }: TransportHost) {
    this.recovered = recovered
    await attach(new Map(consumers.map(({ name }) => [name, this.place])))
  }

  override async deliveredUntil() {
    return this.until
  }
}

const openWith = async (url: string, transport: ForgetfulTransport, events: string[], catch_up = 300) => {
  const host = await openHost(url, [provide(EventTransport, () => transport)])
  host.events.subscribe({ name: 'orders', event: events, catch_up, handler: () => undefined })
  await host.start()
  return host
}

const emitOne = async (host: Host, name: string) => {
  const [id] = await host.events.emit(name, { id: 'order_1' })
  await vi.waitFor(async () => expect(await host.events.backlog()).toMatchObject({ undispatched: 0 }), 10_000)
  return id as string
}

/** Whether and how an event was published to the subscriber after the first time. */
const again = (transport: MemoryTransport, id: string) =>
  transport.published.filter(({ event, attempt }) => event.id === id && attempt > 0)

test('what waited in a place that is gone is sent again, once, unless it is done with', async () => {
  const url = await shopDatabase()
  const transport = new ForgetfulTransport()
  const host = await openWith(url, transport, ['order.placed'])
  const waiting = await emitOne(host, 'order.placed')
  const done = await emitOne(host, 'order.placed')
  const unwanted = await emitOne(host, 'order.canceled')
  await host.database.query(`insert into stoa_events.inbox (subscriber, event_id) values ('orders', $1)`, [
    done,
  ])
  await closeHost(host)

  const second = new ForgetfulTransport()
  second.place = 'second'
  const after = await openWith(url, second, ['order.placed'])
  await vi.waitFor(() => expect(again(second, waiting)).toHaveLength(1), 10_000)
  await closeHost(after)
  expect([again(second, done), again(second, unwanted)]).toEqual([[], []])

  const third = new ForgetfulTransport()
  third.place = 'second'
  const same = await openWith(url, third, ['order.placed'])
  await emitOne(same, 'order.placed')
  expect(again(third, waiting)).toEqual([])
})

test('a subscriber that wants more than before is caught up on that, and not on what it never wanted', async () => {
  const url = await shopDatabase()
  const transport = new ForgetfulTransport()
  const host = await openWith(url, transport, ['order.placed'])
  const canceled = await emitOne(host, 'order.canceled')
  await closeHost(host)
  const late = await openWith(url, transport, ['order.placed', 'order.archived'], 0)
  await emitOne(late, 'order.placed')
  expect(again(transport, canceled)).toEqual([])
  await closeHost(late)
  const more = await openWith(url, transport, ['order.placed', 'order.canceled'])
  await vi.waitFor(() => expect(again(transport, canceled)).toHaveLength(1), 10_000)
  await closeHost(more)
})

test('what should have been delivered long ago and left no trace is sent again, once', async () => {
  const transport = new ForgetfulTransport()
  const host = await openWith(await shopDatabase(), transport, ['order.placed'])
  const lost = await emitOne(host, 'order.placed')
  expect(await host.events.resendLost()).toBe(0)
  transport.until = new Date()
  expect(await host.events.resendLost()).toBe(0)
  transport.until = new Date(Date.now() + 15_000)
  expect(await host.events.resendLost()).toBe(1)
  await vi.waitFor(() => expect(again(transport, lost)).toHaveLength(1), 10_000)
  // Under way again since a moment.
  expect(await host.events.resendLost()).toBe(0)
  transport.until = new Date(Date.now() + 60_000)
  expect(await host.events.resendLost()).toBe(1)
  await host.database.query(`delete from stoa_events.redelivery`)
  await host.database.query(`insert into stoa_events.inbox (subscriber, event_id) values ('orders', $1)`, [
    lost,
  ])
  transport.until = new Date(Date.now() + 120_000)
  expect(await host.events.resendLost()).toBe(0)
})

test('what is looked at early is looked at again: a batch may be committed later than it was begun', async () => {
  const transport = new ForgetfulTransport()
  const host = await openWith(await shopDatabase(), transport, ['order.placed'])
  transport.until = new Date(Date.now() + 60_000)
  expect(await host.events.resendLost()).toBe(0)
  const lost = await emitOne(host, 'order.placed')
  await host.database.query(
    `update stoa_events.event set dispatched_at = dispatched_at - interval '30 seconds'`,
  )
  expect(await host.events.resendLost()).toBe(1)
  await vi.waitFor(() => expect(again(transport, lost)).toHaveLength(1), 10_000)
})

test('soon after the transport is back it is looked for what it has lost', async () => {
  const transport = new ForgetfulTransport()
  const messages: string[] = []
  const host = await openHost(await shopDatabase(), [provide(EventTransport, () => transport)])
  host.events.subscribe({ name: 'orders', event: 'order.placed', handler: () => undefined })
  await host.start({ log: (message) => messages.push(message) })
  const lost = await emitOne(host, 'order.placed')
  transport.until = new Date(Date.now() + 60_000)
  transport.recovered()
  await vi.waitFor(() => expect(again(transport, lost)).toHaveLength(1), 28_000)
  expect(messages).toEqual(['The transport had lost events. They are sent again: 1.'])
}, 40_000)

test('a message that was given to no handler costs no attempt', async () => {
  const transport = new MemoryTransport()
  const host = await openHost(await shopDatabase(), [provide(EventTransport, () => transport)])
  const handled: string[] = []
  host.events.subscribe({
    name: 'orders',
    event: 'order.placed',
    attempts: 1,
    handler: ({ id }) => handled.push(id),
  })
  await host.start()
  const id = await emitOne(host, 'order.placed')
  const event = transport.published[0]?.event
  // As after a host that stopped before it began.
  await transport.consumers.get('orders')?.deliver(event as never, true)
  expect(handled).toEqual([id])
  expect(await host.events.listDead()).toEqual([])
})

test('a host that starts elsewhere waits for no handler at work', async () => {
  const url = await shopDatabase()
  const transport = new MemoryTransport()
  const host = await openHost(url, [provide(EventTransport, () => transport)])
  const gate = createGate('the handler is at work')
  host.events.subscribe({ name: 'orders', event: 'order.placed', handler: () => gate.pass() })
  await host.start()
  await emitOne(host, 'order.placed')
  const atWork = transport.consumers.get('orders')?.deliver(transport.published[0]?.event as never, true)
  await gate.reached
  const began = performance.now()
  await openWith(url, new ForgetfulTransport(), ['order.placed'])
  expect(performance.now() - began).toBeLessThan(8_000)
  gate.open()
  await atWork
})

test('an event that ends the process each time becomes a dead letter', async () => {
  const transport = new MemoryTransport()
  const host = await openHost(await shopDatabase(), [provide(EventTransport, () => transport)])
  let calls = 0
  host.events.subscribe({
    name: 'orders',
    event: 'order.placed',
    attempts: 2,
    transaction: false,
    // A process that has ended says nothing any more.
    handler: () => {
      calls += 1
      return new Promise(() => undefined)
    },
  })
  await host.start()
  const id = await emitOne(host, 'order.placed')
  const deliver = (redelivered: boolean) =>
    transport.consumers.get('orders')?.deliver(transport.published[0]?.event as never, redelivered)
  for (const no of [1, 2, 3]) {
    void deliver(no > 1)
    await vi.waitFor(() => expect(calls).toBe(no), 10_000)
  }
  await deliver(true)
  expect(calls).toBe(3)
  expect(await host.events.listDead()).toMatchObject([
    { event: { id }, error: expect.stringContaining('The process ended') },
  ])
})

test('the backlog is one statement', async () => {
  const host = await openHost(await shopDatabase())
  await host.events.emit('order.placed', [{ id: 'order_1' }, { id: 'order_2' }])
  await host.database.query(
    `update stoa_events.event set time = now() - interval '90 seconds' where subject = 'order_1'`,
  )
  await host.database.query(
    `insert into stoa_events.redelivery (subscriber, event_id, retry_at, dead_at)
     select subscriber, id, retry_at, dead_at from stoa_events.event,
       (values ('a', now(), null::timestamptz), ('b', null, now()), ('c', null, now())) r (subscriber, retry_at, dead_at)
     where subject = 'order_1'`,
  )
  const statements: string[] = []
  host.database.onStatement((text) => statements.push(text))
  const backlog = await host.events.backlog()
  expect(statements).toHaveLength(1)
  expect(backlog).toEqual({
    undispatched: 2,
    oldest_undispatched: expect.any(Number),
    retrying: 1,
    dead: 2,
  })
  expect(backlog.oldest_undispatched).toBeGreaterThanOrEqual(90)
  expect(backlog.oldest_undispatched).toBeLessThan(120)
})
