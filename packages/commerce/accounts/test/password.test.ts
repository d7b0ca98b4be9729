import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, password, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

const forget = (identifier: string) =>
  shop.call('POST', '/auth/customer/emailpass/reset-password', { body: { identifier } })
const renew = (token: string, given: string) =>
  shop.call('POST', '/auth/customer/emailpass/update', { token, body: { password: given } })
const signIn = async (given: string) => {
  const body = { email: 'forgetful@example.com', password: given }
  return (await shop.call('POST', '/auth/customer/emailpass', { body })).status
}
const events = () =>
  shop.modules.database.query<{ data: { token: string; entity_id: string; actor_type: string } }>(
    "select data from stoa_events.event where name = 'auth.password_reset' order by position",
  )

test('a forgotten password is replaced once, and every session of the old one is over', async () => {
  const { token } = await shop.customer('forgetful@example.com')
  expect((await forget('forgetful@example.com')).status).toBe(201)
  const [event] = await events()
  expect(event?.data).toMatchObject({ entity_id: 'forgetful@example.com', actor_type: 'customer' })
  const reset = event?.data.token as string

  expect(await renew(reset, 'a new secret')).toMatchObject({ status: 200, body: { success: true } })
  expect((await shop.call('GET', '/store/customers/me', { token })).status).toBe(401)
  expect([await signIn(password), await signIn('a new secret')]).toEqual([401, 200])

  expect(await renew(reset, 'a third secret')).toMatchObject({ status: 401, body: { type: 'unauthorized' } })
  expect([await signIn('a third secret'), await signIn('a new secret')]).toEqual([401, 200])
})

test('asking for nobody looks the same, and tells nobody', async () => {
  const before = (await events()).length
  expect((await forget('stranger@example.com')).status).toBe(201)
  expect(await events()).toHaveLength(before)
})

test('the token of a session sets no password', async () => {
  const { token } = await shop.customer('signed-in@example.com')
  expect((await renew(token, 'a new secret')).status).toBe(401)
  const url = '/auth/customer/emailpass/update'
  expect((await shop.call('POST', url, { body: { password: 'a new secret' } })).status).toBe(401)
})

test('nobody can be asked for by no name', async () => {
  const answer = await shop.call('POST', '/auth/customer/emailpass/reset-password', { body: {} })
  expect(answer).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect(answer.body.message).toContain("'identifier'")
})
