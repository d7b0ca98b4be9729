import { expect, test } from 'vitest'
import type { StoaEvent } from '../src/index.ts'
import { openHost, shopDatabase } from './host.ts'

test('pruning removes old events and leaves those that are dead', async () => {
  const host = await openHost(await shopDatabase())
  const dead = Promise.withResolvers<void>()
  host.events.subscribe({
    name: 'orders',
    event: '*',
    attempts: 1,
    handler: (event: StoaEvent) => {
      if (event.type === 'order.placed') throw new Error('no')
    },
  })
  await host.start({ log: () => dead.resolve() })
  await host.events.emitAll([
    { name: 'product.created', data: { id: 'prod_1' } },
    { name: 'order.placed', data: { id: 'order_1' } },
  ])
  await dead.promise
  await host.events.stop()
  await host.events.emit('product.created', { id: 'prod_2' })
  expect(await host.events.prune(1)).toBe(0)
  expect(await host.events.prune(0)).toBe(1)
  const left = await host.database.query('select subject from stoa_events.event order by position')
  expect(left).toEqual([{ subject: 'order_1' }, { subject: 'prod_2' }])
})
