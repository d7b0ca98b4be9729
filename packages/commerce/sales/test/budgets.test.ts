import { CustomerService } from '@stoa/customer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authorize, installProvider } from './pay.ts'
import { sell, twoMugs } from './sell.ts'
import { type Answer, ok, openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
  installProvider(shop)
})

afterAll(() => shop?.stop())

const BOUNDS = /^\s*(begin|commit|rollback|savepoint|release|start transaction)/i

/** How many statements PostgreSQL receives while `work` runs, but for the bounds of transactions. Who is asking is not among them. */
async function cost(work: () => Promise<Answer>): Promise<number> {
  const seen: string[] = []
  const stop = shop.database.onStatement((text) => {
    if (!BOUNDS.test(text)) seen.push(text)
  })
  ok(await work().finally(stop))
  return seen.length
}

const admin = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => () =>
  shop.admin(method, path, body)

/** An order with so many lines, payments and changes. */
async function orderOf(count: number) {
  const id = await sell(shop, {}, { items: Array.from({ length: count }, twoMugs) })
  const payments: string[] = []
  for (let n = 0; n < count; n += 1) {
    payments.push(await authorize(shop, id, 22))
    ok(await shop.admin('POST', `/orders/${id}`, { locale: `l${n}` }))
  }
  return { id, payment: payments[0] as string }
}

test('each read is one statement for the answer, beside the one for who is asking', async () => {
  const large = await orderOf(5)
  await orderOf(1)
  const { return_reason } = ok(await shop.admin('POST', '/return-reasons', { value: 'size', label: 'Size' }))
  for (const path of [
    '/orders',
    '/orders?total[$gt]=1&q=ada',
    `/orders/${large.id}`,
    `/orders/${large.id}?version=1`,
    `/orders/${large.id}/line-items`,
    `/orders/${large.id}/changes`,
    '/payments',
    `/payments/${large.payment}`,
    '/payments/payment-providers',
    '/refund-reasons',
    '/return-reasons',
    `/return-reasons/${return_reason.id}`,
  ]) {
    expect(await cost(admin('GET', path)), path).toBe(1)
  }
  expect(await cost(() => shop.store('GET', '/return-reasons'))).toBe(1)
})

test('writes cost a few statements, however much an order holds', async () => {
  const customer = await shop.modules
    .resolve(CustomerService)
    .createCustomers({ email: 'grace@example.com', has_account: true })
  const [small, large] = [await orderOf(1), await orderOf(6)]
  for (const [most, path, body] of [
    [
      5,
      ({ id }) => `/orders/${id}`,
      { email: 'b@example.com', locale: 'x', shipping_address: { city: 'Y' } },
    ],
    [6, ({ id }) => `/orders/${id}/transfer`, { customer_id: customer.id }],
    [5, ({ id }) => `/orders/${id}/transfer/cancel`, undefined],
    [8, ({ id }) => `/orders/${id}/transfer/guest`, { email: 'guest@example.com' }],
    // One of them locks the order, of which a next version may just be written.
    [8, ({ payment }) => `/payments/${payment}/capture`, { amount: 5.5 }],
    [7, ({ payment }) => `/payments/${payment}/capture`, undefined],
    [8, ({ payment }) => `/payments/${payment}/refund`, { amount: 5.5 }],
    [3, ({ id }) => `/orders/${id}/complete`, undefined],
    [3, ({ id }) => `/orders/${id}/archive`, undefined],
  ] as [number, (order: typeof small) => string, object | undefined][]) {
    const [one, six] = [
      await cost(admin('POST', path(small), body)),
      await cost(admin('POST', path(large), body)),
    ]
    expect(one, path(small)).toBeLessThanOrEqual(most)
    expect(six, path(large)).toBe(one)
  }
})

test('collecting and marking as paid cost a few statements, however many lines and changes there are', async () => {
  const costs: number[][] = []
  for (const count of [1, 6]) {
    const id = await sell(shop, {}, { items: Array.from({ length: count }, twoMugs) })
    const create = await cost(admin('POST', '/payment-collections', { order_id: id, amount: 22 }))
    const { order } = ok(await shop.admin('GET', `/orders/${id}?fields=payment_collections.id`))
    const collection = order.payment_collections[0].id
    const path = `/payment-collections/${collection}/mark-as-paid`
    costs.push([create, await cost(admin('POST', path, { order_id: id }))])
  }
  expect(costs[1]).toEqual(costs[0])
  expect(costs[0]?.[0]).toBeLessThanOrEqual(6)
  expect(costs[0]?.[1]).toBeLessThanOrEqual(24)
})

test('cancelling costs a few statements for each payment, and none for each line', async () => {
  const costs: number[] = []
  for (const [lines, payments] of [
    [1, 1],
    [9, 1],
    [1, 2],
  ] as const) {
    const id = await sell(shop, {}, { items: Array.from({ length: lines }, twoMugs) })
    for (let n = 0; n < payments; n += 1) await authorize(shop, id, 10)
    costs.push(await cost(admin('POST', `/orders/${id}/cancel`)))
  }
  const [one, manyLines, twoPayments] = costs as [number, number, number]
  expect(one).toBeLessThanOrEqual(22)
  expect(manyLines).toBe(one)
  expect(twoPayments - one).toBeLessThanOrEqual(6)
})
