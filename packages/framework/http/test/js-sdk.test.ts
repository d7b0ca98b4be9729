import { Client } from '@medusajs/js-sdk'
import { dateFilter, listQuery, oneOrMany } from '@stoa/http'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { KnownAskers, openServer } from './shop.ts'

async function storefront() {
  const app = await openServer({ authenticator: new KnownAskers() })
  const filters = { id: oneOrMany(Type.String()), is_giftcard: Type.Boolean(), created_at: dateFilter() }
  app.get(
    '/store/products',
    { schema: { querystring: listQuery({ default_limit: 50, filters }) } },
    ({ query }) => query,
  )
  app.delete('/store/carts/:id', ({ params }) => params)
  app.post('/store/carts/:id/complete', ({ body }) => ({ body }))
  app.get('/admin/things', ({ asker }) => asker)
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
  const sdk = new Client({ baseUrl, publishableKey: 'pk_known' })
  return { baseUrl, sdk }
}

test('queries arrive as the client meant them', async () => {
  const { sdk } = await storefront()
  const query = {
    id: Array.from({ length: 40 }, (_, at) => `prod_${at}`),
    fields: '+variants.id,*options',
    is_giftcard: true,
    created_at: { $gt: '2026-01-01' },
    limit: 9999,
  }
  expect(await sdk.fetch('/store/products', { query })).toEqual({ ...query, offset: 0 })
})

test('requests with a content type but no body are fine', async () => {
  const { sdk } = await storefront()
  expect(await sdk.fetch('/store/carts/cart_1', { method: 'DELETE' })).toEqual({ id: 'cart_1' })
  expect(await sdk.fetch('/store/carts/cart_1/complete', { method: 'POST' })).toEqual({ body: {} })
})

test('errors reach the client with status and message', async () => {
  const { sdk } = await storefront()
  await expect(sdk.fetch('/store/products', { query: { limit: 'x' } })).rejects.toMatchObject({
    status: 400,
    message: "Invalid request: Field 'limit' must be a whole number, but is a string.",
  })
})

test('a secret key opens the admin', async () => {
  const { baseUrl } = await storefront()
  const sdk = new Client({ baseUrl, apiKey: 'sk_known' })
  expect(await sdk.fetch('/admin/things')).toEqual({ actor: { type: 'user', id: 'apk_2' } })
})
