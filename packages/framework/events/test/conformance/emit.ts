import { expect, test } from 'vitest'
import { collector, shopDatabase } from '../host.ts'
import type { Shop } from './shop.ts'

/** What is emitted in a transaction is what subscribers get. */
export function emitSuite({ openHost }: Shop): void {
  test('an event of a transaction that rolls back is never delivered', async () => {
    const { events, database, start } = await openHost(await shopDatabase())
    const delivered = collector()
    events.subscribe({ name: 'all', event: '*', handler: delivered.take })
    await start()
    const failing = database.transaction(async () => {
      await events.emit('order.placed', { id: 'order_lost' })
      throw new Error('no stock')
    })
    await expect(failing).rejects.toThrow('no stock')
    await events.emit('order.placed', { id: 'order_kept' })
    await delivered.reach(1)
    expect(delivered.seen.map(({ data }) => data.id)).toEqual(['order_kept'])
  })

  test('subscribers get CloudEvents', async () => {
    const { events, start } = await openHost(await shopDatabase())
    const delivered = collector()
    events.subscribe({ name: 'orders', event: ['order.placed', 'order.canceled'], handler: delivered.take })
    await start()
    await events.emit('product.created', { id: 'prod_1' })
    const [id] = await events.emit('order.placed', { id: 'order_1', no: 7 })
    await events.emit('order.canceled', { id: 'order_1' }, { subject: 'cart_1' })
    await delivered.reach(2)
    expect(delivered.seen[0]).toEqual({
      specversion: '1.0',
      id,
      source: '/stoa',
      type: 'order.placed',
      subject: 'order_1',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      datacontenttype: 'application/json',
      data: { id: 'order_1', no: 7 },
    })
    expect(delivered.seen[1]).toMatchObject({ type: 'order.canceled', subject: 'cart_1' })
  })
}
