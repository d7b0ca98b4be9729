import { fileURLToPath } from 'node:url'
import sdkModule from '@medusajs/js-sdk'
import type { HttpTypes } from '@medusajs/types'
import { createDemoShop } from '@stoa/demo'
import { defineSubscriber, Events } from '@stoa/events'
import { type Host, loadProjectConfig, publishableKey, startHost } from '@stoa/host'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

// The SDK is a CommonJS default export to TypeScript's nodenext and an ES one at run time.
const Medusa = sdkModule as unknown as typeof sdkModule.default

const PROJECT = fileURLToPath(new URL('..', import.meta.url))
const ADMIN = { email: 'admin@example.com', password: 'a long password for tests' }

const ADDRESS = {
  first_name: 'Ada',
  last_name: 'Byron',
  address_1: 'Unter den Linden 1',
  city: 'Berlin',
  postal_code: '10117',
  country_code: 'de',
  phone: '+49 30 1234',
}

const heard: string[] = []
const listener = defineSubscriber<{ id: string }>({
  name: 'listener',
  event: 'order.placed',
  handler: ({ data }) => heard.push(data.id),
})

let database: TestDatabase
let host: Host
let baseUrl: string

beforeAll(async () => {
  database = await createTestDatabase()
  host = await startHost({
    database: database.url,
    jwt_secret: 'a secret for tests',
    cookie_secret: 'another secret for tests',
    project: PROJECT,
    config: { ...(await loadProjectConfig(PROJECT)), subscribers: [listener] },
    admin: ADMIN,
  })
  baseUrl = await host.app.listen({ port: 0, host: '127.0.0.1' })
  await createDemoShop(host.modules.container, { image_url: `${baseUrl}/static/demo` })
}, 60_000)

afterAll(async () => {
  await host?.stop()
  await database?.drop()
})

const client = (publishableKey?: string) =>
  new Medusa({
    baseUrl,
    ...(publishableKey ? { publishableKey } : {}),
    auth: { type: 'jwt', jwtTokenStorageMethod: 'memory' },
  })

test('the JS SDK browses, buys, and sees its order as customer and as admin, while subscribers hear of it', async () => {
  const sdk = client(await publishableKey(host.modules.container))
  const { regions } = await sdk.store.region.list()
  const region = regions.find(({ currency_code }) => currency_code === 'eur') as HttpTypes.StoreRegion
  const { products, count } = await sdk.store.product.list({
    region_id: region.id,
    fields: '*variants.calculated_price,+variants.inventory_quantity',
    limit: 5,
  })
  expect(count).toBeGreaterThanOrEqual(25)
  const variant = products[0]?.variants?.[0] as HttpTypes.StoreProductVariant
  expect(variant.calculated_price?.currency_code).toBe('eur')
  expect(variant.inventory_quantity).toBeGreaterThan(0)

  await sdk.auth.register('customer', 'emailpass', {
    email: 'ada@example.com',
    password: 'correct horse battery',
  })
  const { customer } = await sdk.store.customer.create({ email: 'ada@example.com', first_name: 'Ada' })
  await sdk.auth.login('customer', 'emailpass', {
    email: 'ada@example.com',
    password: 'correct horse battery',
  })
  expect((await sdk.store.customer.retrieve()).customer.id).toBe(customer.id)

  const { cart } = await sdk.store.cart.create({ region_id: region.id })
  await sdk.store.cart.createLineItem(cart.id, { variant_id: variant.id, quantity: 2 })
  await sdk.store.cart.update(cart.id, { shipping_address: ADDRESS, billing_address: ADDRESS })
  const { shipping_options } = await sdk.store.fulfillment.listCartOptions({ cart_id: cart.id })
  await sdk.store.cart.addShippingMethod(cart.id, { option_id: shipping_options[0]?.id as string })
  const { payment_providers } = await sdk.store.payment.listPaymentProviders({ region_id: region.id })
  const { cart: filled } = await sdk.store.cart.retrieve(cart.id)
  await sdk.store.payment.initiatePaymentSession(filled, { provider_id: payment_providers[0]?.id as string })
  const completed = await sdk.store.cart.complete(cart.id)
  if (completed.type !== 'order') throw new Error(completed.error.message)
  const { order } = completed
  expect(order.total).toBe(filled.total)

  const { orders } = await sdk.store.order.list()
  expect(orders.map(({ id }) => id)).toEqual([order.id])
  expect((await sdk.store.order.retrieve(order.id)).order.payment_status).toBe('authorized')

  const admin = client()
  await admin.auth.login('user', 'emailpass', ADMIN)
  expect((await admin.admin.user.me()).user.email).toBe(ADMIN.email)
  expect((await admin.admin.order.retrieve(order.id)).order).toMatchObject({
    id: order.id,
    total: order.total,
  })

  await expect.poll(() => heard, { timeout: 10_000 }).toEqual([order.id])
  await expect
    .poll(() => sdk.client.fetch<{ points: number }>('/store/loyalty/me'), { timeout: 10_000 })
    .toEqual({ points: 10 })
}, 60_000)

test('the project route has the doors of the built-in ones', async () => {
  const response = await host.app.inject({ url: '/store/loyalty/me' })
  expect({ status: response.statusCode, type: response.json().type }).toEqual({
    status: 400,
    type: 'not_allowed',
  })
})

test('the project job runs', async () => {
  await host.modules.resolve(Events).runJob('forget-empty-accounts')
})
