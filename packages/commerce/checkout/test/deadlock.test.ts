import { CartService } from '@stoa/cart'
import { Events } from '@stoa/events'
import { InventoryService } from '@stoa/inventory'
import type { LostRace } from '@stoa/kernel'
import { createGate, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { complete, readyCart } from './buy.ts'
import { openShop, type Shop } from './shop.ts'

let shop: Shop
let levelId: string
let races: LostRace[]

beforeAll(async () => {
  shop = await openShop()
  shop.database.onLostRace((race) => races.push(race))
  const inventory = shop.modules.resolve(InventoryService)
  const [item] = await inventory.listInventoryItems({ sku: 'PLENTY' })
  const [level] = await inventory.listInventoryLevels({ inventory_item_id: item?.id as string })
  levelId = level?.id as string
})
beforeEach(() => {
  races = []
})
afterAll(() => shop?.stop())

/** What a plugin might do that does not keep to the order of locks: it holds stock, and then wants the cart. */
async function stockBeforeCart(cartId: string, held: () => Promise<unknown>) {
  const { database, modules } = shop
  let runs = 0
  await database.transaction(async () => {
    runs += 1
    await database.query(
      'update stoa_inventory.inventory_level set incoming_quantity = incoming_quantity + 1 where id = $1',
      [levelId],
    )
    await modules.resolve(Events).emit('stock.counted', { id: cartId })
    if (runs === 1) await held()
    await modules.resolve(CartService).lockCart(cartId)
  })
}

const level = async () => {
  const [row] = await shop.database.query<{ reserved: number; incoming: number }>(
    `select reserved_quantity::int as reserved, incoming_quantity::int as incoming
     from stoa_inventory.inventory_level where id = $1`,
    [levelId],
  )
  return row as { reserved: number; incoming: number }
}

/** How often each event was emitted about a cart or its order. */
async function emitted(subjects: readonly string[]) {
  const rows = await shop.database.query<{ name: string; times: number }>(
    'select name, count(*)::int as times from stoa_events.event where subject = any($1) group by name',
    [subjects],
  )
  return Object.fromEntries(rows.map(({ name, times }) => [name, times]))
}

test('a completion and a plugin that deadlock both succeed: one order, one reservation, each event once', async () => {
  const cartId = await readyCart(shop, shop.variants.plenty, 'deadlock@example.com')
  const before = await level()
  const gate = createGate('the plugin holds the stock')
  const plugin = stockBeforeCart(cartId, () => gate.pass())
  await gate.reached
  const completing = complete(shop, cartId)
  await untilBlocked(shop.url)
  gate.open()
  const [answer] = await Promise.all([completing, plugin])
  expect(answer).toMatchObject({ status: 200, body: { type: 'order' } })
  expect(races).toMatchObject([{ reason: 'deadlock', outcome: 'run_again' }])

  const orderId = answer.body.order.id as string
  const after = await level()
  expect(after.incoming).toBe(before.incoming + 1)
  expect(after.reserved).toBe(before.reserved + 1)
  const [count] = await shop.database.query<{ orders: number; reservations: number; payments: number }>(
    `select (select count(*)::int from stoa_link.order_cart where cart_id = $1) as orders,
       (select count(*)::int from stoa_payment.payment p join stoa_link.order_payment_collection l
          on l.payment_collection_id = p.payment_collection_id where l.order_id = $2) as payments,
       (select count(*)::int from stoa_inventory.reservation_item r join stoa_order.order_item i
          on i.item_id = r.line_item_id where i.order_id = $2) as reservations`,
    [cartId, orderId],
  )
  expect(count).toEqual({ orders: 1, payments: 1, reservations: 1 })
  expect(await emitted([orderId])).toEqual({ 'order.placed': 1 })
  expect(await emitted([cartId])).toMatchObject({ 'stock.counted': 1 })
})

test('whoever loses too often is told to try again, and nothing is half-written', async () => {
  const cartId = await readyCart(shop, shop.variants.plenty, 'unlucky@example.com')
  const before = await level()
  const other = await shop.database.pool.connect()
  try {
    // Only the request looks for deadlocks soon, so it loses each time.
    await other.query(`set deadlock_timeout = '1min'`)
    await other.query('begin')
    await other.query('select from stoa_inventory.inventory_level where id = $1 for update', [levelId])
    const completing = complete(shop, cartId)
    for (let round = 1; round <= 4; round += 1) {
      await untilBlocked(shop.url)
      await other.query('savepoint before_cart')
      await other.query('select from stoa_cart.cart where id = $1 for update', [cartId])
      await other.query('rollback to savepoint before_cart')
    }
    expect(await completing).toEqual({
      status: 409,
      body: {
        type: 'conflict',
        code: '40P01',
        message: 'Another request changed the same things at the same time. Try again.',
      },
    })
  } finally {
    other.release(true)
  }
  expect(races.map(({ outcome }) => outcome)).toEqual(['run_again', 'run_again', 'run_again', 'given_up'])
  expect(await level()).toEqual(before)
  expect(await complete(shop, cartId)).toMatchObject({ status: 200, body: { type: 'order' } })
  expect((await level()).reserved).toBe(before.reserved + 1)
})
