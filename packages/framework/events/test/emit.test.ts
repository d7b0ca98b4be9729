import { expect, test } from 'vitest'
import { openHost, shopDatabase } from './host.ts'

test('an emit inside a transaction costs one statement, however many events it has', async () => {
  const { events, database } = await openHost(await shopDatabase())
  const statements: string[] = []
  await database.transaction(async () => {
    database.onStatement((text) => statements.push(text))
    await events.emit('order.placed', { id: 'order_1' })
    await events.emit('product.created', [{ id: 'prod_1' }, { id: 'prod_2' }, { id: 'prod_3' }])
    await events.emitAll([
      { name: 'cart.updated', data: { id: 'cart_1' } },
      { name: 'cart.created', data: { id: 'cart_2' } },
    ])
    expect(statements).toHaveLength(3)
  })
  const [{ count } = { count: 0 }] = await database.query(
    'select count(*)::int as count from stoa_events.event',
  )
  expect(count).toBe(6)
})

test('an event that no transport could address is refused, and nothing of its list is emitted', async () => {
  const { events } = await openHost(await shopDatabase())
  const good = { name: 'order.placed', data: { id: 'order_1' } }
  await expect(events.emitAll([good, { name: '', data: {} }])).rejects.toThrow('1 to 200 characters')
  await expect(events.emitAll([good, { name: 'x'.repeat(201), data: {} }])).rejects.toThrow('has 201')
  expect(await events.list()).toEqual([])
  await events.emit('x'.repeat(200), {})
})
