import { setTimeout as sleep } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { describe, expect, test, vi } from 'vitest'
import {
  closeHost,
  collector,
  effects,
  type Host,
  noting,
  openHost,
  shopDatabase,
} from '../../../framework/events/test/host.ts'
import { type NatsServer, noServer, startServer } from './nats-server.ts'
import { onNats, prefixOf } from './shared-nats.ts'

const PATIENCE = { timeout: 25_000, interval: 50 }

async function withManager(
  { url }: NatsServer,
  work: (manager: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<unknown>,
): Promise<void> {
  const connection = await connect({ servers: url })
  await work(await jetstreamManager(connection))
  await connection.close()
}

const emitOrders = (host: Host, from: number, to: number) =>
  host.events.emit(
    'order.placed',
    Array.from({ length: to - from }, (_, no) => ({ id: `order_${from + no}` })),
  )

const noted = (ids: readonly string[]) => ids.map((id) => `orders ${id}`).sort()

const untilDispatched = (host: Host) =>
  vi.waitFor(async () => expect(await host.events.backlog()).toMatchObject({ undispatched: 0 }), PATIENCE)

/** A shop of which one host has dealt with the first events, and is away while others are published. */
async function shopWithWaitingEvents(server: NatsServer) {
  const url = await shopDatabase()
  const open = () => openHost(url, onNats(url, { servers: server.url }))
  const worker = await open()
  worker.events.subscribe(noting(worker, 'orders', 'order.placed'))
  await worker.start()
  const done = await emitOrders(worker, 0, 20)
  await vi.waitFor(async () => expect(await effects(worker)).toHaveLength(20), PATIENCE)
  await closeHost(worker)

  const shop = await open()
  await shop.start()
  const waiting = await emitOrders(shop, 20, 30)
  await untilDispatched(shop)
  const openWorker = async () => {
    const again = await open()
    again.events.subscribe(noting(again, 'orders', 'order.placed'))
    return again
  }
  return { url, stream: `${prefixOf(url)}-events`, shop, done, waiting, openWorker }
}

describe.skipIf(noServer)(`what NATS loses is sent again from the database ${noServer ?? ''}`, () => {
  test('all data of the broker are deleted', async () => {
    const server = await startServer()
    const { shop, done, waiting, openWorker } = await shopWithWaitingEvents(server)
    await server.stop('SIGKILL')
    await server.wipe()
    await server.start()

    const worker = await openWorker()
    const messages: string[] = []
    await worker.start({ log: (message) => messages.push(message) })
    const later = await emitOrders(shop, 30, 40)
    await vi.waitFor(async () => expect(await effects(worker)).toHaveLength(40), PATIENCE)
    expect(await effects(worker)).toEqual(noted([...done, ...waiting, ...later]))
    expect(messages.join()).toContain('10 are sent to it again')
  })

  test('the stream is deleted under hosts that run', async () => {
    const server = await startServer()
    const { stream, done, waiting, openWorker, shop } = await shopWithWaitingEvents(server)
    await withManager(server, (manager) => manager.streams.delete(stream))
    const worker = await openWorker()
    await worker.start()
    await vi.waitFor(async () => expect(await effects(worker)).toHaveLength(30), PATIENCE)

    await withManager(server, (manager) => manager.streams.delete(stream))
    const later = [...(await emitOrders(shop, 30, 40)), ...(await emitOrders(worker, 40, 50))]
    await vi.waitFor(async () => expect(await effects(worker)).toHaveLength(50), PATIENCE)
    expect(await effects(worker)).toEqual(noted([...done, ...waiting, ...later]))
  }, 60_000)

  test('a consumer is deleted', async () => {
    const server = await startServer()
    const { stream, done, waiting, openWorker } = await shopWithWaitingEvents(server)
    await withManager(server, (manager) => manager.consumers.delete(stream, 'first-orders'))
    const worker = await openWorker()
    await worker.start()
    await vi.waitFor(async () => expect(await effects(worker)).toHaveLength(30), PATIENCE)
    expect(await effects(worker)).toEqual(noted([...done, ...waiting]))

    await withManager(server, (manager) => manager.consumers.delete(stream, 'first-orders'))
    const later = await emitOrders(worker, 30, 35)
    await vi.waitFor(async () => expect(await effects(worker)).toHaveLength(35), PATIENCE)
    expect(await effects(worker)).toEqual(noted([...done, ...waiting, ...later]))
  })

  test('messages are gone and nothing tells of it: a job finds out', async () => {
    const server = await startServer()
    const { stream, done, waiting, openWorker } = await shopWithWaitingEvents(server)
    await withManager(server, (manager) => manager.streams.purge(stream))
    const worker = await openWorker()
    await worker.start()
    // So fresh that they may be on their way.
    expect(await worker.events.resendLost()).toBe(0)
    await sleep(1_000)
    expect(await worker.events.resendLost({ margin: 500 })).toBe(10)
    await vi.waitFor(async () => expect(await effects(worker)).toHaveLength(30), PATIENCE)
    expect(await effects(worker)).toEqual(noted([...done, ...waiting]))
    await sleep(1_000)
    expect(await worker.events.resendLost({ margin: 500 })).toBe(0)
  })

  test('what waits in the stream is not taken for lost', async () => {
    const server = await startServer()
    const { shop, openWorker } = await shopWithWaitingEvents(server)
    await sleep(1_000)
    expect(await shop.events.resendLost({ margin: 500 })).toBe(0)
    const worker = await openWorker()
    await worker.start()
    await vi.waitFor(async () => expect(await effects(worker)).toHaveLength(30), PATIENCE)
    expect(await shop.events.resendLost({ margin: 500 })).toBe(0)
  })

  test('a retry that was on its way comes back, too', async () => {
    const server = await startServer()
    const url = await shopDatabase()
    const open = () => openHost(url, onNats(url, { servers: server.url }))
    const worker = await open()
    worker.events.subscribe(
      noting(worker, 'orders', 'order.placed', {
        retry_delay: 200,
        handler: () => {
          throw new Error('not yet')
        },
      }),
    )
    const failed = Promise.withResolvers<void>()
    await worker.start({ log: () => failed.resolve() })
    const ids = await emitOrders(worker, 0, 1)
    await failed.promise
    await closeHost(worker)
    const shop = await open()
    await shop.start()
    await vi.waitFor(async () => expect(await shop.events.backlog()).toMatchObject({ retrying: 0 }), PATIENCE)

    await server.stop('SIGKILL')
    await server.wipe()
    await server.start()
    const again = await open()
    again.events.subscribe(noting(again, 'orders', 'order.placed'))
    await again.start()
    await vi.waitFor(async () => expect(await effects(again)).toEqual(noted(ids)), PATIENCE)
  })

  test('a subscriber is not given what is older than itself', async () => {
    const server = await startServer()
    const { url, stream, done, waiting, openWorker } = await shopWithWaitingEvents(server)
    const worker = await openWorker()
    const fresh = collector()
    worker.events.subscribe({ name: 'fresh', event: 'order.placed', catch_up: 0, handler: fresh.take })
    await worker.start()
    const later = await emitOrders(worker, 30, 31)
    await fresh.reach(1)
    await closeHost(worker)
    await withManager(server, (manager) => manager.streams.delete(stream))

    const again = await openHost(url, onNats(url, { servers: server.url }))
    again.events.subscribe(noting(again, 'orders', 'order.placed'))
    again.events.subscribe({ name: 'fresh', event: 'order.placed', catch_up: 0, handler: fresh.take })
    await again.start()
    later.push(...(await emitOrders(again, 31, 32)))
    await fresh.reach(2)
    await vi.waitFor(
      async () => expect(await effects(again)).toEqual(noted([...done, ...waiting, ...later])),
      PATIENCE,
    )
    expect(fresh.seen.map(({ id }) => id)).toEqual(later)
  })

  test('events that wait in PostgreSQL alone come along when a shop moves to NATS', async () => {
    const server = await startServer()
    const url = await shopDatabase()
    const before = await openHost(url)
    before.events.subscribe(noting(before, 'orders', 'order.placed'))
    await before.start()
    await closeHost(before)
    const shop = await openHost(url)
    await shop.start()
    const ids = await emitOrders(shop, 0, 3)
    await untilDispatched(shop)
    await closeHost(shop)

    const after = await openHost(url, onNats(url, { servers: server.url }))
    after.events.subscribe(noting(after, 'orders', 'order.placed'))
    await after.start()
    await vi.waitFor(async () => expect(await effects(after)).toEqual(noted(ids)), PATIENCE)
  })
})
