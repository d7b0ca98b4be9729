import { CustomerService } from '@stoa/customer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installCarrier } from './carrier.ts'
import { costOf } from './cost.ts'
import { sell } from './sell.ts'
import { ok, openShop, type Shop } from './shop.ts'
import { addOption, lineOf, openWarehouse, order, stockVariant, type Warehouse } from './warehouse.ts'

let shop: Shop
let warehouse: Warehouse

beforeAll(async () => {
  shop = await openShop()
  warehouse = await openWarehouse(shop)
  installCarrier(shop)
})

afterAll(() => shop?.stop())

test('an order is offered the shipping options that reach it, also those buyers do not see, but no ways back', async () => {
  const hidden = await addOption(warehouse, { enabled_in_store: 'false', is_return: 'false' }, 7)
  const id = await order(warehouse, [lineOf(await stockVariant(warehouse), 1)])
  const { shipping_options, count } = ok(await shop.admin('GET', `/orders/${id}/shipping-options`))
  expect(shipping_options).toMatchObject([
    { id: warehouse.option, name: 'Standard', amount: 5, provider_id: 'carrier_test' },
    { id: hidden, amount: 7 },
  ])
  expect(count).toBe(2)
  const elsewhere = await sell(
    shop,
    { sales_channel_id: warehouse.channel },
    {
      shipping_address: { country_code: 'fr' },
    },
  )
  expect(ok(await shop.admin('GET', `/orders/${elsewhere}/shipping-options`)).shipping_options).toEqual([])
  expect((await shop.admin('GET', '/orders/order_none/shipping-options')).status).toBe(404)
})

test('the preview of an order shows how far its goods are, in money too', async () => {
  const line = lineOf(await stockVariant(warehouse), 2)
  const id = await order(warehouse, [line])
  ok(await shop.admin('POST', `/orders/${id}/fulfillments`, { items: [{ id: line.id, quantity: 1 }] }))
  const preview = () => shop.admin('GET', `/orders/${id}/preview`)
  expect(ok(await preview()).order).toMatchObject({
    id,
    version: 1,
    total: 27,
    fulfilled_total: 11,
    shipped_total: 0,
    return_requested_total: 0,
    items: [{ id: line.id, quantity: 2, total: 22, fulfilled_total: 11, detail: { fulfilled_quantity: 1 } }],
    shipping_methods: [{ amount: 5, detail: { order_id: id } }],
    summary: { current_order_total: 27 },
    transactions: [],
    raw_total: { value: '27', precision: 20 },
    raw_fulfilled_total: { value: '11' },
    order_change: null,
  })
  const { id: customer_id } = await shop.modules
    .resolve(CustomerService)
    .createCustomers({ email: 'ada@example.com', has_account: true })
  ok(await shop.admin('POST', `/orders/${id}/transfer`, { customer_id }))
  const { order_change } = ok(await preview()).order
  expect(order_change).toMatchObject({ change_type: 'transfer', status: 'requested' })
  expect(order_change.actions[0].details).not.toHaveProperty('token')
  expect(await costOf(shop, preview)).toBe(1)
  expect((await shop.admin('GET', '/orders/order_none/preview')).status).toBe(404)
})
