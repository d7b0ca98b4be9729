import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

test.each([
  ['GET', '/auth/customer/emailpass?email=x@example.com&password=secret'],
  ['GET', '/auth/user/emailpass/callback?code=1&state=2'],
  ['POST', '/auth/user/emailpass/callback'],
  ['GET', '/auth/user/carrier-pigeon'],
  ['GET', '/auth/goblin/emailpass/callback'],
] as const)('%s %s is for providers that send people elsewhere, and there are none', async (method, url) => {
  expect(await shop.call(method, url, {})).toMatchObject({
    status: 400,
    body: { type: 'not_allowed' },
  })
})

test('an identity does not become a user by itself', async () => {
  const token = await shop.register('user', 'uninvited@example.com')
  const ask = (provider: string, by?: string) =>
    shop.call('POST', `/auth/${provider}/user`, by === undefined ? {} : { token: by })
  expect(await ask('emailpass', token)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining('invite') },
  })
  expect(await ask('carrier-pigeon', token)).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  expect((await ask('emailpass')).status).toBe(401)
  const { body } = await shop.call('POST', '/auth/token/refresh', { token })
  expect((await shop.call('GET', '/admin/users/me', { token: body.token })).status).toBe(401)
})
