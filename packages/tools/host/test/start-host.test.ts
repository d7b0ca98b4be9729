import { Events } from '@stoa/events'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Host, type HostOptions, publishableKey, startHost } from '../src/index.ts'

const secrets = { jwt_secret: 'a secret of the tests', cookie_secret: 'another secret of the tests' }
const admin = { email: 'admin@example.com', password: 'a long password' }

let database: TestDatabase
const running: Host[] = []

const start = async (options: Partial<HostOptions> = {}) => {
  const host = await startHost({ ...secrets, database: database.url, ...options })
  running.push(host)
  return host
}

beforeEach(async () => {
  database = await createTestDatabase()
})

afterEach(async () => {
  for (const host of running.splice(0)) await host.stop()
  await database.drop()
})

const count = async (host: Host, table: string) => {
  const [row] = await host.modules.database.query<{ count: number }>(
    `select count(*)::int as count from ${table}`,
  )
  return row?.count
}

const FIRST_ROWS = [
  'stoa_store.store',
  'stoa_sales_channel.sales_channel',
  'stoa_api_key.api_key',
  'stoa_link.publishable_api_key_sales_channel',
  'stoa_fulfillment.shipping_profile',
  'stoa_payment.refund_reason',
  'stoa_user."user"',
]

test('a new shop has a store, a channel, a key that opens it, a shipping profile, a refund reason and providers', async () => {
  const { app, modules } = await start({ background: false })
  const key = (await publishableKey(modules.container)) as string
  const products = await app.inject({
    url: '/store/products',
    headers: { 'x-publishable-api-key': key },
  })
  expect(products.json()).toEqual({ products: [], count: 0, offset: 0, limit: 50 })
  expect(await count({ modules } as Host, 'stoa_currency.currency')).toBeGreaterThan(100)
  const ids = await modules.database.query(
    `select id from stoa_payment.payment_provider union all select id from stoa_tax.tax_provider
     union all select id from stoa_fulfillment.fulfillment_provider`,
  )
  expect(ids.map(({ id }) => id).sort()).toEqual(['manual_manual', 'pp_system_default', 'tp_system'])
})

test('with a key of Stripe regions can be joined to it beside payment on account', async () => {
  const { modules } = await start({ background: false, stripe: { api_key: 'sk_test_1' } })
  const ids = await modules.database.query('select id from stoa_payment.payment_provider order by id')
  expect(ids).toEqual([{ id: 'pp_stripe_stripe' }, { id: 'pp_system_default' }])
})

test('hosts that start at once make the first rows once', async () => {
  const hosts = await Promise.all([start({ admin, background: false }), start({ admin, background: false })])
  expect(hosts.map(({ admin_created }) => admin_created).sort()).toEqual([false, true])
  for (const table of FIRST_ROWS) expect([table, await count(hosts[0] as Host, table)]).toEqual([table, 1])
})

test('the admin signs in with the password of the first start', async () => {
  await start({ admin, background: false })
  const second = await start({ admin: { ...admin, password: 'another password' }, background: false })
  expect(second.admin_created).toBe(false)
  const signIn = await second.app.inject({ method: 'POST', url: '/auth/user/emailpass', payload: admin })
  const channels = await second.app.inject({
    url: '/admin/sales-channels',
    headers: { authorization: `Bearer ${signIn.json().token}` },
  })
  expect(channels.json()).toMatchObject({ count: 1, sales_channels: [{ name: 'Default Sales Channel' }] })
})

test('stopping twice is stopping once, and leaves no connection open', async () => {
  const host = await start()
  await Promise.all([host.stop(), host.stop()])
  await expect(host.modules.database.query('select 1')).rejects.toThrow()
  // PostgreSQL refuses to copy a database that somebody is connected to.
  const copy = await vi.waitFor(() => createTestDatabase({ template: database }), 5_000)
  await copy.drop()
})

test('a host whose NATS is away starts, sells, and says that it is degraded', async () => {
  // Nobody listens there.
  const { app, modules } = await start({ nats: { servers: 'nats://127.0.0.1:9' }, metrics: {} })
  const ready = await app.inject('/ready')
  expect([ready.statusCode, ready.json()]).toEqual([200, { status: 'ready', degraded: ['events'] }])
  const events = modules.resolve(Events)
  await modules.transaction(() => events.emit('order.placed', { id: 'order_1' }))
  expect(await events.backlog()).toMatchObject({ undispatched: 1 })
  const { payload } = await app.inject('/metrics')
  for (const line of ['waiting 1', 'retrying 0', 'dead 0', 'degraded 1']) {
    expect(payload).toContain(`\nstoa_events_${line}\n`)
  }
  expect(payload).toMatch(/\nstoa_events_oldest_seconds \d/)
})

test('a host without NATS is not degraded', async () => {
  const { app } = await start()
  expect((await app.inject('/ready')).json()).toEqual({ status: 'ready' })
})
