import { afterAll, beforeAll, expect, test } from 'vitest'
import { buy } from './buy.ts'
import { type DemoHost, openDemoHost } from './demo-host.ts'

let demo: DemoHost

beforeAll(async () => {
  demo = await openDemoHost()
})

afterAll(() => demo?.stop())

const post = async (path: string, body: object = {}) => {
  const answer = await demo.admin('POST', path, body)
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
  return answer.body
}

const read = async (id: string) => (await demo.admin('GET', `/admin/orders/${id}`)).body.order

test('what a guest bought is captured, in part given back, and put away', async () => {
  const { id, total } = await buy(demo)
  const order = await read(id)
  expect(order).toMatchObject({
    status: 'pending',
    payment_status: 'authorized',
    fulfillment_status: 'not_fulfilled',
    total,
    summary: { paid_total: 0, pending_difference: total },
  })
  expect((await demo.admin('GET', `/admin/orders?total=${total}&q=ada`)).body.orders).toMatchObject([{ id }])
  const payment = order.payment_collections[0].payments[0]
  expect((await post(`/admin/payments/${payment.id}/capture`)).payment.captures).toMatchObject([
    { amount: total },
  ])
  await post(`/admin/payments/${payment.id}/refund`, { amount: 1.5, note: 'A chip' })
  expect(await read(id)).toMatchObject({
    payment_status: 'partially_refunded',
    summary: { paid_total: total, refunded_total: 1.5, pending_difference: 1.5 },
  })
  await post(`/admin/orders/${id}/complete`)
  expect((await post(`/admin/orders/${id}/archive`)).order.status).toBe('archived')
})

test('a cancelled order gives its reservation back, and the stock can be sold again', async () => {
  const { id, items } = await buy(demo)
  const reservations = async () =>
    (await demo.admin('GET', `/admin/reservations?line_item_id=${items[0].id}`)).body.count
  expect(await reservations()).toBe(1)
  expect((await post(`/admin/orders/${id}/cancel`)).order.status).toBe('canceled')
  expect(await reservations()).toBe(0)
  expect((await read(id)).payment_status).toBe('canceled')
})

test("an order of a guest's becomes that of somebody who signed up", async () => {
  const { id } = await buy(demo, 'grace@example.com')
  const credentials = { email: 'grace@example.com', password: 'a long enough secret' }
  const key = (await demo.admin('GET', '/admin/api-keys?type=publishable')).body.api_keys[0].token
  const store = (path: string, token?: string, body: object = {}) =>
    demo.request(
      'POST',
      path,
      { 'x-publishable-api-key': key, ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body,
    )
  const registered = await store('/auth/customer/emailpass/register', undefined, credentials)
  await store('/store/customers', registered.body.token, { email: credentials.email })
  const { token } = (await store('/auth/customer/emailpass', undefined, credentials)).body
  const asked = await store(`/store/orders/${id}/transfer/request`, token)
  expect(asked).toMatchObject({ status: 200, body: { order: { id } } })
  const { order_changes } = (await demo.admin('GET', `/admin/orders/${id}/changes`)).body
  expect(order_changes).toMatchObject([
    { status: 'requested', actions: [{ details: { original_email: credentials.email } }] },
  ])
  expect((await store(`/store/orders/${id}/transfer/accept`, token, { token: 'guess' })).status).toBe(400)
  expect((await store(`/store/orders/${id}/transfer/cancel`, token)).status).toBe(200)
})

test('what was bought is fulfilled, shipped, delivered and sent back', async () => {
  const { id, items } = await buy(demo, 'ida@example.com')
  const line = { id: items[0].id, quantity: 1 }
  const { shipping_options } = (await demo.admin('GET', `/admin/orders/${id}/shipping-options`)).body
  expect(shipping_options.map((option: { id: string }) => option.id)).toContain(
    (await read(id)).shipping_methods[0].shipping_option_id,
  )
  const stocked = async () => {
    const { reservations } = (await demo.admin('GET', `/admin/reservations?line_item_id=${line.id}`)).body
    return { reservations, item: reservations[0]?.inventory_item_id, location: reservations[0]?.location_id }
  }
  const { item, location } = await stocked()
  const level = async () => {
    const { inventory_levels } = (
      await demo.admin('GET', `/admin/inventory-items/${item}/location-levels?location_id=${location}`)
    ).body
    return inventory_levels[0]
  }
  const before = await level()
  await post(`/admin/orders/${id}/fulfillments`, { items: [line] })
  const fulfilled = await read(id)
  expect(fulfilled).toMatchObject({
    fulfillment_status: 'fulfilled',
    fulfillments: [{ location_id: location, provider_id: 'manual_manual' }],
  })
  expect(await level()).toMatchObject({
    stocked_quantity: before.stocked_quantity - 1,
    reserved_quantity: before.reserved_quantity - 1,
  })
  expect((await stocked()).reservations).toEqual([])
  const path = `/admin/orders/${id}/fulfillments/${fulfilled.fulfillments[0].id}`
  await post(`${path}/shipments`, { items: [line], labels: [] })
  expect((await read(id)).fulfillment_status).toBe('shipped')
  await post(`${path}/mark-as-delivered`)
  expect((await read(id)).fulfillment_status).toBe('delivered')
  expect((await demo.admin('POST', `/admin/orders/${id}/cancel`)).body.type).toBe('not_allowed')

  const outward = (await demo.admin('GET', `/admin/shipping-options/${shipping_options[0].id}`)).body
    .shipping_option
  const { shipping_option } = await post('/admin/shipping-options', {
    name: 'Way back',
    service_zone_id: outward.service_zone_id,
    shipping_profile_id: outward.shipping_profile_id,
    provider_id: 'manual_manual',
    price_type: 'flat',
    type: { label: 'Back', description: 'With the post', code: 'back' },
    prices: [{ currency_code: 'eur', amount: 3.5 }],
    rules: [
      { attribute: 'is_return', operator: 'eq', value: 'true' },
      { attribute: 'enabled_in_store', operator: 'eq', value: 'true' },
    ],
  })
  const wish = { order_id: id, items: [line], return_shipping: { option_id: shipping_option.id, price: 0 } }
  const asked = await demo.raw('POST', '/store/returns', JSON.stringify(wish))
  expect(asked.statusCode, asked.body).toBe(200)
  expect(asked.json().return).toMatchObject({
    status: 'requested',
    shipping_total: 3.5,
    return_requested_total: items[0].total,
  })
  expect((await demo.raw('POST', '/store/returns', JSON.stringify(wish))).statusCode).toBe(400)
})
