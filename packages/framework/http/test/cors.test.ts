import { expect, test } from 'vitest'
import { KnownAskers, openServer } from './shop.ts'

async function browser(cors = {}) {
  const app = await openServer({ cors, authenticator: new KnownAskers() })
  app.get('/store/products', () => 'ok')
  app.get('/admin/products', () => 'ok')
  return async (url: string, origin: string, method: 'GET' | 'OPTIONS' = 'OPTIONS') => {
    const { headers, statusCode } = await app.inject({
      method,
      url,
      headers: {
        origin,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'x-publishable-api-key',
      },
    })
    return {
      statusCode,
      origin: headers['access-control-allow-origin'],
      cookies: headers['access-control-allow-credentials'],
    }
  }
}

test('each area has its own origins', async () => {
  const ask = await browser({
    store: 'https://shop.io, https://www.shop.io/',
    admin: ['https://admin.shop.io'],
  })
  const allowed = { statusCode: 204, origin: 'https://shop.io', cookies: 'true' }
  expect(await ask('/store/products', 'https://shop.io')).toEqual(allowed)
  expect((await ask('/store/products', 'https://www.shop.io')).origin).toBe('https://www.shop.io')
  expect((await ask('/admin/products', 'https://shop.io')).origin).toBeUndefined()
  expect((await ask('/admin/products', 'https://admin.shop.io')).origin).toBe('https://admin.shop.io')
  expect((await ask('/store/products', 'https://shop.io.evil.io')).origin).toBeUndefined()
})

test('a refusal can be read by an allowed origin', async () => {
  const ask = await browser({ store: 'https://shop.io' })
  expect(await ask('/store/products', 'https://shop.io', 'GET')).toMatchObject({
    statusCode: 400,
    origin: 'https://shop.io',
  })
})

test('an origin may be a regular expression', async () => {
  const ask = await browser({ store: '/^https:\\/\\/[a-z-]+\\.vercel\\.app$/' })
  expect((await ask('/store/products', 'https://my-shop.vercel.app')).origin).toBe(
    'https://my-shop.vercel.app',
  )
  expect((await ask('/store/products', 'https://vercel.app.evil.io')).origin).toBeUndefined()
})

test('everyone is allowed without cookies only', async () => {
  const ask = await browser({ store: '*' })
  expect(await ask('/store/products', 'https://x.io')).toEqual({
    statusCode: 204,
    origin: '*',
    cookies: undefined,
  })
})

test('by default nobody is allowed', async () => {
  const ask = await browser()
  expect((await ask('/store/products', 'https://shop.io')).origin).toBeUndefined()
  expect((await ask('/store/products', 'https://shop.io', 'GET')).origin).toBeUndefined()
})
