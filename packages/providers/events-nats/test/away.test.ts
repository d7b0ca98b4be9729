import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { collector, effects, noting, openHost, shopDatabase } from '../../../framework/events/test/host.ts'
import { noServer, startServer } from './nats-server.ts'
import { onNats } from './shared-nats.ts'

const PATIENCE = { timeout: 20_000, interval: 50 }

describe.skipIf(noServer)(`while NATS is away ${noServer ?? ''}`, () => {
  test('events are emitted as before, wait, and are delivered once it is back', async () => {
    const server = await startServer()
    const url = await shopDatabase()
    const host = await openHost(url, onNats(url, { servers: server.url }))
    const messages: string[] = []
    host.events.subscribe(noting(host, 'orders', 'order.placed'))
    await host.start({ log: (message) => messages.push(message) })
    expect(host.events.problem).toBeUndefined()

    await server.stop('SIGKILL')
    await vi.waitFor(() => expect(host.events.problem).toContain('NATS cannot be reached'), PATIENCE)
    const ids: string[] = []
    const began = performance.now()
    for (let no = 0; no < 300; no += 1) {
      ids.push(...(await host.events.emit('order.placed', { id: `order_${no}` })))
    }
    // 300 transactions: that each waited for anything but the database would show.
    expect(performance.now() - began).toBeLessThan(25_000)
    await sleep(500)
    expect(await host.events.backlog()).toMatchObject({ undispatched: 300, dead: 0, retrying: 0 })
    expect((await host.events.backlog()).oldest_undispatched).toBeGreaterThan(0.4)

    await server.start()
    await vi.waitFor(async () => expect(await effects(host)).toHaveLength(300), PATIENCE)
    expect(await effects(host)).toEqual(ids.map((id) => `orders ${id}`).sort())
    expect(host.events.problem).toBeUndefined()
    expect(await host.events.backlog()).toMatchObject({ undispatched: 0, oldest_undispatched: 0 })
    // Once for what was wrong, not for each attempt.
    expect(messages.filter((message) => message.includes('NATS cannot be reached')).length).toBeLessThan(4)
  }, 90_000)

  test('a host starts, and serves its subscribers once NATS comes', async () => {
    const server = await startServer()
    await server.stop()
    const url = await shopDatabase()
    const host = await openHost(url, onNats(url, { servers: server.url }))
    const delivered = collector()
    host.events.subscribe({ name: 'orders', event: 'order.placed', handler: delivered.take })
    const began = performance.now()
    await host.start()
    expect(performance.now() - began).toBeLessThan(8_000)
    expect(host.events.problem).toContain('connection refused')
    await host.events.emit('order.placed', { id: 'order_1' })

    await server.start()
    await delivered.reach(1)
    expect(delivered.seen[0]?.data).toEqual({ id: 'order_1' })
  })

  test('an event that is at work when NATS goes has one effect', async () => {
    const server = await startServer()
    const url = await shopDatabase()
    const host = await openHost(url, onNats(url, { servers: server.url, ack_wait: 1_000 }))
    const began = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    const { handler } = noting(host, 'orders', 'order.placed')
    host.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      handler: async (event, context) => {
        began.resolve()
        await go.promise
        await handler(event, context)
      },
    })
    await host.start()
    const [id] = await host.events.emit('order.placed', { id: 'order_1' })
    await began.promise
    await server.stop('SIGKILL')
    go.resolve()
    await vi.waitFor(async () => expect(await effects(host)).toEqual([`orders ${id}`]), PATIENCE)
    await server.start()
    // Its acknowledgement never arrived: the event comes again, and the next one after it.
    await sleep(1_500)
    const [next] = await host.events.emit('order.placed', { id: 'order_2' })
    await vi.waitFor(async () => {
      expect(await effects(host)).toEqual([id, next].map((event) => `orders ${event}`).sort())
    }, PATIENCE)
  })

  test('a host stops', async () => {
    const server = await startServer()
    const url = await shopDatabase()
    const host = await openHost(url, onNats(url, { servers: server.url }))
    host.events.subscribe(noting(host, 'orders', 'order.placed'))
    await host.start()
    await server.stop()
    await vi.waitFor(() => expect(host.events.problem).toBeDefined(), PATIENCE)
    const began = performance.now()
    await host.events.stop()
    expect(performance.now() - began).toBeLessThan(6_000)
  })
})
