import { setTimeout as sleep } from 'node:timers/promises'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { EventTransport, type Publication, type StoaEvent } from '@stoa/events'
import { provide } from '@stoa/kernel'
import { createGate } from '@stoa/testing'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { collector, effects, noting, openHost, shopDatabase } from '../../../framework/events/test/host.ts'
import { NatsTransport } from '../src/index.ts'
import { NATS_URL, onSharedNats, prefixOf } from './shared-nats.ts'

const PATIENCE = { timeout: 20_000, interval: 50 }

describe.skipIf(!NATS_URL)('hosts on NATS', () => {
  let nats: NatsConnection

  beforeAll(async () => {
    nats = await connect({ servers: NATS_URL as string })
  })
  afterAll(() => nats.close())

  const streamOf = (url: string) => `${prefixOf(url)}-events`
  const infoOf = async (url: string) => (await jetstreamManager(nats)).streams.info(streamOf(url))

  test('hosts that start at once make one stream and one pair of consumers', async () => {
    const url = await shopDatabase()
    const hosts = await Promise.all([1, 2, 3, 4].map(() => openHost(url, onSharedNats(url))))
    for (const host of hosts) host.events.subscribe(noting(host, 'orders', 'order.placed'))
    await Promise.all(hosts.map((host) => host.start({ keep_days: 7 })))
    const { config, state } = await infoOf(url)
    expect(config).toMatchObject({
      subjects: [`${prefixOf(url)}.event.>`, `${prefixOf(url)}.again.*`],
      storage: 'file',
      num_replicas: 1,
      max_age: 7 * 24 * 60 * 60 * 1e9,
    })
    expect(state.consumer_count).toBe(2)
    await hosts[0]?.events.emit('order.placed', { id: 'order_1' })
    await vi.waitFor(async () => expect(await effects(hosts[1] as never)).toHaveLength(1), PATIENCE)
  })

  test('a host that keeps events for another time changes the stream and loses nothing', async () => {
    const url = await shopDatabase()
    const first = await openHost(url, onSharedNats(url))
    await first.start({ keep_days: 30 })
    await first.events.emit('order.placed', { id: 'order_1' })
    await vi.waitFor(async () => expect((await infoOf(url)).state.messages).toBe(1), PATIENCE)
    const second = await openHost(url, onSharedNats(url))
    await second.start({ keep_days: 10 })
    const { config, state } = await infoOf(url)
    expect([config.max_age, state.messages]).toEqual([10 * 24 * 60 * 60 * 1e9, 1])
  })

  test('two shops do not share a stream by mistake', async () => {
    const [first, second] = [await shopDatabase(), await shopDatabase()]
    const host = await openHost(first, onSharedNats(first))
    host.events.subscribe(noting(host, 'orders', 'order.placed'))
    await host.start()
    const other = await openHost(second, onSharedNats(first, { prefix: prefixOf(first) }))
    await other.database.query('update stoa_events.shop set id = gen_random_uuid()')
    const messages: string[] = []
    await other.start({ log: (message) => messages.push(message) })
    expect(other.events.problem).toContain('belongs to another shop')
    expect(messages.join()).toContain('NATS_PREFIX')
    await other.events.emit('order.placed', { id: 'order_of_another_shop' })
    const [id] = await host.events.emit('order.placed', { id: 'order_1' })
    await vi.waitFor(async () => expect(await effects(host)).toEqual([`orders ${id}`]), PATIENCE)
    expect(await other.events.backlog()).toMatchObject({ undispatched: 1 })
  })

  test('a forgotten subscriber leaves no consumer behind', async () => {
    const url = await shopDatabase()
    const host = await openHost(url, onSharedNats(url))
    host.events.subscribe(noting(host, 'orders', 'order.placed'))
    host.events.subscribe(noting(host, 'send.receipt', 'order.placed'))
    await host.start()
    expect((await infoOf(url)).state.consumer_count).toBe(4)
    await host.events.stop()

    const later = await openHost(url, onSharedNats(url))
    later.events.subscribe(noting(later, 'orders', 'order.placed'))
    await later.start()
    await later.events.forgetSubscriber('send.receipt')
    await later.events.forgetSubscriber('send.receipt')
    expect((await infoOf(url)).state.consumer_count).toBe(2)
    expect(await later.database.query('select name from stoa_events.subscriber')).toEqual([
      { name: 'orders' },
    ])
  })

  test('each subscriber gets the events it wants and no others', async () => {
    const url = await shopDatabase()
    const host = await openHost(url, onSharedNats(url))
    const [two, all, odd] = [collector(), collector(), collector()]
    host.events.subscribe({ name: 'two', event: ['order.placed', 'order.canceled'], handler: two.take })
    host.events.subscribe({ name: 'all', event: '*', handler: all.take })
    host.events.subscribe({ name: 'odd', event: ['two words', 'a..b'], handler: odd.take })
    await host.start()
    const names = ['order.placed', 'order.updated', 'a..b', 'order.canceled', 'cart.created', 'two words']
    await host.events.emitAll(names.map((name, no) => ({ name, data: { id: `thing_${no}` } })))
    await Promise.all([two.reach(2), all.reach(6), odd.reach(2)])
    await sleep(200)
    expect(two.seen.map(({ type }) => type).sort()).toEqual(['order.canceled', 'order.placed'])
    expect(odd.seen.map(({ type }) => type).sort()).toEqual(['a..b', 'two words'])
    expect(all.seen.map(({ type }) => type).sort()).toEqual(names.sort())
  })

  test('an event that is larger than a message arrives whole, and holds nothing up', async () => {
    const url = await shopDatabase()
    const host = await openHost(url, onSharedNats(url))
    const delivered = collector()
    host.events.subscribe({ name: 'webhooks', event: 'payment.webhook_received', handler: delivered.take })
    await host.start()
    const body = 'x'.repeat(2_000_000)
    await host.events.emit('payment.webhook_received', [{ id: 'pay_1', body }, { id: 'pay_2' }])
    await delivered.reach(2)
    expect(delivered.seen.find(({ data }) => data.id === 'pay_1')?.data.body).toBe(body)
  })

  test('others read the stream as CloudEvents, and what is no event does no harm', async () => {
    const url = await shopDatabase()
    const host = await openHost(url, onSharedNats(url))
    const delivered = collector()
    host.events.subscribe({ name: 'orders', event: 'order.placed', handler: delivered.take })
    await host.start()
    await jetstream(nats).publish(`${prefixOf(url)}.event.order.placed`, 'nonsense')
    const [id] = await host.events.emit('order.placed', { id: 'order_1' })
    await delivered.reach(1)
    expect(delivered.seen.map((event) => event.id)).toEqual([id])
    const manager = await jetstreamManager(nats)
    const message = await manager.streams.getMessage(streamOf(url), {
      last_by_subj: `${prefixOf(url)}.event.order.placed`,
    })
    expect(message?.header.get('content-type')).toBe('application/cloudevents+json')
    expect(message?.header.get('Nats-Msg-Id')).toBe(id)
    expect(message?.json()).toEqual(delivered.seen[0])
  })

  test('others that know nothing of CloudEvents can go on in the trace', async () => {
    const url = await shopDatabase()
    const host = await openHost(url, onSharedNats(url))
    await host.start()
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
    await host.database.query(
      `insert into stoa_events.event (id, name, source, data, trace) values ('evt_1', 'order.placed', '/stoa', '{}', $1)`,
      [{ traceparent, tracestate: 'shop=1' }],
    )
    await vi.waitFor(async () => expect((await infoOf(url)).state.messages).toBe(1), PATIENCE)
    const manager = await jetstreamManager(nats)
    const message = await manager.streams.getMessage(streamOf(url), { seq: 1 })
    expect(message?.header.get('traceparent')).toBe(traceparent)
    expect(message?.header.get('tracestate')).toBe('shop=1')
    expect(message?.json()).toMatchObject({ id: 'evt_1', traceparent, tracestate: 'shop=1' })
  })

  test('events nobody has subscribed to are in the stream, too', async () => {
    const url = await shopDatabase()
    const host = await openHost(url, onSharedNats(url))
    await host.start()
    await host.events.emit('cart.created', { id: 'cart_1' })
    await vi.waitFor(async () => expect((await infoOf(url)).state.messages).toBe(1), PATIENCE)
  })

  test('a long handler keeps its event, and leaves the others to the next host', async () => {
    const url = await shopDatabase()
    const [busy, free] = [
      await openHost(url, onSharedNats(url, { ack_wait: 1_500 })),
      await openHost(url, onSharedNats(url, { ack_wait: 1_500 })),
    ]
    const gate = createGate('the first host is at work')
    let calls = 0
    busy.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      transaction: false,
      handler: async () => {
        calls += 1
        await gate.pass()
      },
    })
    await busy.start()
    await busy.events.emit('order.placed', { id: 'order_long' })
    await gate.reached
    const others = collector()
    free.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      transaction: false,
      handler: others.take,
    })
    await free.start()
    await free.events.emit(
      'order.placed',
      Array.from({ length: 20 }, (_, no) => ({ id: `order_${no}` })),
    )
    await others.reach(20)
    // Several times as long as a silent host would be waited for.
    await sleep(5_000)
    gate.open()
    await busy.events.stop()
    expect(calls).toBe(1)
    expect(others.seen.map(({ data }) => data.id)).not.toContain('order_long')
  })

  test('a host that stops under load finishes its handlers and holds back no event', async () => {
    const url = await shopDatabase()
    const hosts = [await openHost(url, onSharedNats(url)), await openHost(url, onSharedNats(url))]
    for (const host of hosts) {
      const { handler } = noting(host, 'orders', 'order.placed')
      host.events.subscribe({
        name: 'orders',
        event: 'order.placed',
        concurrency: 4,
        handler: async (event: StoaEvent, context) => {
          await sleep(5)
          await handler(event, context)
        },
      })
      await host.start()
    }
    const ids: string[] = []
    const began = performance.now()
    for (let no = 0; no < 300; no += 1) {
      ids.push(...((await hosts[1]?.events.emit('order.placed', { id: `order_${no}` })) ?? []))
      if (no === 150) void hosts[0]?.events.stop()
    }
    await vi.waitFor(async () => expect(await effects(hosts[1] as never)).toHaveLength(300), PATIENCE)
    // What the first host had been sent and did not give back would come after the 30 s of ack_wait.
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(await effects(hosts[1] as never)).toEqual(ids.map((id) => `orders ${id}`).sort())
  })

  test('an event that cannot be dealt with now is not given back as one on which a host died', async () => {
    const url = await shopDatabase()
    const host = await openHost(url, onSharedNats(url))
    const away = Promise.withResolvers<string>()
    host.events.subscribe(noting(host, 'orders', 'order.placed'))
    await host.start({ log: (message) => away.resolve(message) })
    // Neither what the handler does nor that it failed can be written down.
    await host.database.query(
      `create function away() returns trigger language plpgsql as $$ begin raise exception 'away'; end $$`,
    )
    const tables = ['stoa_events.inbox', 'stoa_events.redelivery']
    for (const table of tables) {
      await host.database.query(
        `create trigger away before insert on ${table} for each row execute function away()`,
      )
    }
    const ids = await host.events.emit('order.placed', { id: 'order_1' })
    expect(await away.promise).toBe('Subscriber orders could not be given an event. It is tried again.')
    for (const table of tables) await host.database.query(`drop trigger away on ${table}`)
    await vi.waitFor(async () => expect(await effects(host)).toEqual([`orders ${ids[0]}`]), PATIENCE)
    await host.events.stop()
    const manager = await jetstreamManager(nats)
    const { delivered, num_ack_pending } = await manager.consumers.info(streamOf(url), 'first-orders')
    expect([delivered.consumer_seq, num_ack_pending]).toEqual([1, 0])
  })

  test('what is published again after a commit that failed is in the stream once', async () => {
    const url = await shopDatabase()
    let failures = 0
    class Failing extends NatsTransport {
      override async publish(publications: readonly Publication[]) {
        await super.publish(publications)
        failures += 1
        if (failures < 3) throw new Error('the database is gone just before the commit')
      }
    }
    // For the stream to be removed in the end.
    onSharedNats(url)
    const options = { servers: NATS_URL as string, prefix: prefixOf(url) }
    const host = await openHost(url, [provide(EventTransport, () => new Failing(options))])
    host.events.subscribe(noting(host, 'orders', 'order.placed'))
    await host.start()
    const ids = await host.events.emit('order.placed', [{ id: 'order_1' }, { id: 'order_2' }])
    await vi.waitFor(async () => expect(failures).toBe(3), PATIENCE)
    await host.events.stop()
    expect((await infoOf(url)).state.messages).toBe(2)
    expect(await effects(host)).toEqual(ids.map((id) => `orders ${id}`))
  })

  test('events that come several times and out of order have one effect each', async () => {
    const url = await shopDatabase()
    const hosts = [await openHost(url, onSharedNats(url)), await openHost(url, onSharedNats(url))]
    for (const host of hosts) {
      host.events.subscribe(noting(host, 'orders', 'order.placed', { concurrency: 3 }))
      await host.start()
    }
    const [host] = hosts as [(typeof hosts)[number]]
    const ids = await host.events.emit(
      'order.placed',
      Array.from({ length: 20 }, (_, no) => ({ id: `order_${no}` })),
    )
    const copies = (await host.events.list({ names: ['order.placed'] })).flatMap(({ event }) =>
      Array.from({ length: 4 }, () => event),
    )
    const client = jetstream(nats)
    const shuffled = copies.map((event, no) => ({ event, at: (no * 37) % copies.length }))
    for (const { event } of shuffled.sort((a, b) => a.at - b.at)) {
      await client.publish(`${prefixOf(url)}.event.order.placed`, JSON.stringify(event))
    }
    await vi.waitFor(async () => {
      const { state } = await infoOf(url)
      const { num_pending, num_ack_pending } = await (await jetstreamManager(nats)).consumers.info(
        streamOf(url),
        'first-orders',
      )
      expect([state.messages, num_pending, num_ack_pending]).toEqual([100, 0, 0])
    }, PATIENCE)
    expect(await effects(host)).toEqual(ids.map((id) => `orders ${id}`).sort())
  })
})
