import { expect, test } from 'vitest'
import type { StoaEvent } from '../../src/index.ts'
import { collector, effects, noting, shopDatabase } from '../host.ts'
import type { Shop } from './shop.ts'

/** Handlers that fail. */
export function failureSuite({ openHost }: Shop): void {
  test('a poison event becomes a dead letter after its tries while the others flow', async () => {
    const host = await openHost(await shopDatabase())
    const dead = Promise.withResolvers<void>()
    const done = collector()
    let tries = 0
    const { handler } = noting(host, 'orders', 'order.placed')
    host.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      attempts: 3,
      retry_delay: 5,
      handler: async (event: StoaEvent, context) => {
        await handler(event, context)
        if (event.data.id === 'order_poison') {
          tries += 1
          throw new TypeError('cannot read order')
        }
        done.take(event)
      },
    })
    const reported: unknown[] = []
    await host.start({
      log: (message, fields) => {
        reported.push(fields.attempts)
        if (message.includes('dead letter')) dead.resolve()
      },
    })
    const ids = await host.events.emit('order.placed', [
      { id: 'order_1' },
      { id: 'order_poison' },
      { id: 'order_2' },
    ])
    await Promise.all([done.reach(2), dead.promise])
    expect(tries).toBe(3)
    expect(reported).toEqual([1, 2, 3])
    expect(await effects(host)).toEqual([`orders ${ids[0]}`, `orders ${ids[2]}`])
    expect(await host.events.listDead()).toEqual([
      {
        subscriber: 'orders',
        event: expect.objectContaining({ id: ids[1], data: { id: 'order_poison' } }),
        attempts: 3,
        error: 'TypeError: cannot read order',
        dead_at: expect.any(Date),
      },
    ])
  })

  test('what a handler throws is noted, whatever is in it', async () => {
    const host = await openHost(await shopDatabase())
    const dead = Promise.withResolvers<void>()
    host.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      attempts: 1,
      handler: () => {
        throw new TypeError('cannot read "\0"')
      },
    })
    await host.start({ log: () => dead.resolve() })
    await host.events.emit('order.placed', { id: 'order_1' })
    await dead.promise
    expect(await host.events.listDead()).toMatchObject([{ error: 'TypeError: cannot read ""' }])
  })

  test('a dead letter that is replayed has its effect once the fault is mended', async () => {
    const host = await openHost(await shopDatabase())
    const done = collector()
    const dead = Promise.withResolvers<void>()
    let mended = false
    host.events.subscribe({
      name: 'orders',
      event: 'order.placed',
      attempts: 1,
      transaction: false,
      handler: (event: StoaEvent) => {
        if (!mended) throw new Error('the mail server is down')
        done.take(event)
      },
    })
    await host.start({ log: () => dead.resolve() })
    await host.events.emit('order.placed', { id: 'order_1' })
    await dead.promise
    mended = true
    expect(await host.events.replay({ dead: true, subscribers: ['orders'] })).toBe(1)
    await done.reach(1)
    await host.events.stop()
    expect(await host.events.listDead()).toEqual([])
    expect(await host.events.replay({ dead: true })).toBe(0)
  })

  test('replay leaves out what is done, unless it is to be done again', async () => {
    const host = await openHost(await shopDatabase())
    const orders = collector()
    host.events.subscribe({ name: 'orders', event: 'order.placed', handler: orders.take })
    await host.start()
    const ids = await host.events.emit('order.placed', [{ id: 'order_1' }, { id: 'order_2' }])
    await orders.reach(2)
    // A handler is seen before its transaction has committed: the next event waits for it.
    await host.events.emit('order.placed', { id: 'order_3' })
    await orders.reach(3)
    expect(await host.events.replay({ event_ids: ids })).toBe(0)
    expect(await host.events.replay({ event_ids: ids, again: true })).toBe(2)
    await orders.reach(5)
    expect(
      orders.seen
        .slice(3)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids)
  })
}
