import { afterAll, beforeAll, expect, test } from 'vitest'
import { installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { lineOf, openWarehouse, order, stockVariant, type Warehouse } from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
  installCarrier(shop)
})

afterAll(() => shop?.stop())

test('fulfilling, shipping, delivering and canceling cost a few statements, however many lines and parcels there are', async () => {
  const costs: Record<string, number>[] = []
  for (const count of [1, 6]) {
    const lines = []
    for (let n = 0; n < count; n += 1) {
      lines.push(lineOf(await stockVariant(warehouse, { required: n % 2 ? [1, 2] : [1] }), 3))
    }
    const id = await order(warehouse, lines)
    const items = lines.map((line) => ({ id: line.id, quantity: 1 }))
    const post = (path: string, body: object) => () =>
      shop.admin('POST', `/orders/${id}/fulfillments${path}`, body)
    const fulfill = await costOf(shop, post('', { items }))
    ok(await post('', { items })())
    const { order: read } = ok(await shop.admin('GET', `/orders/${id}`))
    const [first, second] = read.fulfillments.map((parcel: { id: string }) => parcel.id)
    costs.push({
      fulfill,
      ship: await costOf(shop, post(`/${first}/shipments`, { items })),
      deliver: await costOf(shop, post(`/${first}/mark-as-delivered`, {})),
      cancel: await costOf(shop, post(`/${second}/cancel`, {})),
      read: await costOf(shop, () => shop.admin('GET', `/orders/${id}`)),
      list: await costOf(shop, () => shop.admin('GET', '/orders?fields=+fulfillments.items.*')),
    })
  }
  const [one, six] = costs as [Record<string, number>, Record<string, number>]
  expect(six).toEqual(one)
  expect(one).toMatchObject({ read: 1, list: 1 })
  expect(one.fulfill).toBeLessThanOrEqual(20)
  expect(one.ship).toBeLessThanOrEqual(8)
  expect(one.deliver).toBeLessThanOrEqual(8)
  expect(one.cancel).toBeLessThanOrEqual(18)
})
