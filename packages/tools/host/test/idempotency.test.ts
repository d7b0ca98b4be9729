import { RegionService } from '@stoa/region'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Host, publishableKey, startHost } from '../src/index.ts'

let database: TestDatabase
let host: Host
let key: string
let region_id: string

beforeAll(async () => {
  database = await createTestDatabase()
  host = await startHost({
    database: database.url,
    jwt_secret: 'c8f1d0a97b2e4435',
    cookie_secret: '55b0ce6a1f9d4c21',
    background: false,
  })
  const { id } = await host.modules
    .resolve(RegionService)
    .createRegions({ name: 'Europe', currency_code: 'eur' } as never)
  region_id = id
  key = (await publishableKey(host.modules.container)) as string
})

afterAll(async () => {
  await host?.stop()
  await database?.drop()
})

const createCart = (email: string) =>
  host.app.inject({
    method: 'POST',
    url: '/store/carts',
    headers: { 'x-publishable-api-key': key, 'idempotency-key': 'the-one-cart' },
    payload: { region_id, email },
  })

test('a cart that is asked for again with the same key is the same cart; with another body it is a conflict', async () => {
  const first = await createCart('ada@example.com')
  expect(first.statusCode, first.payload).toBe(200)
  const again = await createCart('ada@example.com')
  expect(again.payload).toBe(first.payload)
  expect(again.headers).toMatchObject({
    'idempotency-replayed': 'true',
    'content-type': first.headers['content-type'],
  })
  expect((await createCart('bob@example.com')).statusCode).toBe(409)
  const [row] = await host.modules.database.query<{ n: number }>(
    'select count(*)::int as n from stoa_cart.cart',
  )
  expect(row?.n).toBe(1)
})
