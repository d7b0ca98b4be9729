import { createGate } from '@stoa/testing'
import { expect, test, vi } from 'vitest'
import type { StoaEvent } from '../../src/index.ts'
import { closeHost, collector, effects, noting, shopDatabase } from '../host.ts'
import type { Shop } from './shop.ts'

/** Events reach every subscriber, once. */
export function deliverySuite({ openHost }: Shop): void {
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

  test('an event dispatched before any subscriber has loaded is delivered to the first that does', async () => {
    const url = await shopDatabase()
    const early = await openHost(url)
    await early.start()
    await early.events.emit('order.placed', { id: 'order_1' })
    await vi.waitFor(async () => expect(await early.events.backlog()).toMatchObject({ undispatched: 0 }))

    const late = await openHost(url)
    const delivered = collector()
    late.events.subscribe({ name: 'orders', event: 'order.placed', handler: delivered.take })
    await late.start()
    await delivered.reach(1)
    expect(delivered.seen[0]?.data).toEqual({ id: 'order_1' })
  })

  test('names of subscribers and events may be any that are allowed', async () => {
    const host = await openHost(await shopDatabase())
    const event = 'Größe.🎉 > % * "'.padEnd(200, '.x')
    const delivered = collector()
    const again = collector()
    let failed = false
    host.events.subscribe({ name: 'a.b_c-D.9', event, handler: delivered.take })
    host.events.subscribe({
      name: 'a.b.c',
      event,
      retry_delay: 5,
      handler: (received: StoaEvent) => {
        if (!failed) {
          failed = true
          throw new Error('not yet')
        }
        again.take(received)
      },
    })
    await host.start()
    const ids = await host.events.emit(event, [{ id: 'thing_1' }, { id: 'thing_2' }])
    await Promise.all([delivered.reach(2), again.reach(2)])
    await host.events.stop()
    expect(delivered.seen.map(({ id, type }) => [id, type]).sort()).toEqual(ids.map((id) => [id, event]))
    expect(await host.events.listDead()).toEqual([])
  })

  test('hosts with different subscribers bring each event to those that want it', async () => {
    const url = await shopDatabase()
    const [shop, mailer] = [await openHost(url), await openHost(url)]
    shop.events.subscribe(noting(shop, 'count', ['order.placed', 'order.canceled']))
    mailer.events.subscribe(noting(mailer, 'send-receipt', 'order.placed'))
    await Promise.all([shop.start(), mailer.start()])
    const [placed] = await mailer.events.emit('order.placed', { id: 'order_1' })
    const [canceled] = await mailer.events.emit('order.canceled', { id: 'order_1' })
    const [second] = await shop.events.emit('order.placed', { id: 'order_2' })
    const expected = [placed, canceled, second].map((id) => `count ${id}`)
    expected.push(...[placed, second].map((id) => `send-receipt ${id}`))
    await vi.waitFor(async () => expect(await effects(shop)).toEqual(expected.sort()), 10_000)
  })

  test('while a new version is rolled out, hosts of the old one leave it the events they do not know', async () => {
    const url = await shopDatabase()
    const [old, fresh] = [await openHost(url), await openHost(url)]
    const known = collector()
    old.events.subscribe({ name: 'ledger', event: 'order.placed', handler: known.take })
    await old.start()
    fresh.events.subscribe(noting(fresh, 'ledger', ['order.placed', 'order.canceled']))
    await fresh.start()
    const ids = await fresh.events.emit(
      'order.canceled',
      Array.from({ length: 3 }, (_, no) => ({ id: `order_${no}` })),
    )
    await vi.waitFor(
      async () => expect(await effects(fresh)).toEqual(ids.map((id) => `ledger ${id}`).sort()),
      { timeout: 25_000, interval: 100 },
    )
    expect(known.seen).toEqual([])
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
      Array.from({ length: 60 }, (_, no) =>
        hosts[no % 2]?.events.emit('order.placed', { id: `order_${no}` }),
      ),
    )
    await delivered.reach(60)
    const expected = ids.flat().map((id) => `orders ${id}`)
    expect(await effects(hosts[0] as never)).toEqual(expected.sort())
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
}
