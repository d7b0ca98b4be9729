import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop?.close())

const ask = (token: string | undefined, entity_id: string, more: object = {}) =>
  shop.call('POST', '/auth/verification/request', {
    body: { entity_id, entity_type: 'email', ...more },
    ...(token === undefined ? {} : { token }),
  })
const confirm = (code: string, token?: string, more: object = {}) =>
  shop.call('POST', '/auth/verification/confirm', {
    body: { code, ...more },
    ...(token === undefined ? {} : { token }),
  })
const told = async () => (await shop.told('auth.verification_requested')).at(-1)

test('an address is verified once by the code of the event, which the answer does not show', async () => {
  const token = await shop.register('customer', 'ada@example.com')
  const asked = await ask(token, 'Ada@Example.com', { metadata: { lang: 'en' } })
  expect(asked.status).toBe(200)
  expect(asked.body).toEqual({
    verification: {
      id: expect.stringMatching(/^authver_/),
      auth_identity_id: expect.stringMatching(/^authid_/),
      entity_id: 'ada@example.com',
      entity_type: 'email',
      code_provider: 'token',
      metadata: { lang: 'en' },
      requested_at: expect.any(String),
      expires_at: expect.any(String),
      verified_at: null,
    },
  })
  const { verification } = asked.body
  const event = await told()
  expect(event).toEqual({
    id: verification.id,
    auth_identity_id: verification.auth_identity_id,
    entity_id: 'ada@example.com',
    entity_type: 'email',
    code_provider: 'token',
    metadata: { lang: 'en' },
    code: expect.any(String),
  })
  expect(await confirm(event.code)).toEqual({
    status: 200,
    body: {
      entity_id: 'ada@example.com',
      entity_type: 'email',
      code_provider: 'token',
      verified_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    },
  })
  expect(await confirm(event.code)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
})

test('what is verified is not asked for again', async () => {
  const { token } = await shop.customer('done@example.com')
  await ask(token, 'done@example.com')
  const { code } = await told()
  await confirm(code, token)
  const events = (await shop.told('auth.verification_requested')).length
  expect((await ask(token, 'done@example.com')).body.verification.verified_at).toEqual(expect.any(String))
  expect(await shop.told('auth.verification_requested')).toHaveLength(events)
})

test('a code is no use to somebody else who is signed in', async () => {
  const token = await shop.register('user', 'owner@example.com')
  const other = await shop.register('user', 'other@example.com')
  await ask(token, 'owner@example.com')
  const { code } = await told()
  expect((await confirm(code, other)).status).toBe(400)
  expect((await confirm(code, token)).status).toBe(200)
})

test('nobody verifies what they do not sign in with, nor without signing in', async () => {
  const token = await shop.register('customer', 'mine@example.com')
  await shop.register('customer', 'yours@example.com')
  expect(await ask(token, 'yours@example.com')).toMatchObject({ status: 404, body: { type: 'not_found' } })
  expect((await ask(undefined, 'mine@example.com')).status).toBe(401)
  expect((await ask('a.b.c', 'mine@example.com')).status).toBe(401)
})

test('bad requests are told by field', async () => {
  const token = await shop.register('customer', 'bad@example.com')
  expect(await ask(token, '')).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining("'entity_id'") },
  })
  expect((await ask(token, 'bad@example.com', { code_provider: 'pigeon' })).body.message).toContain('pigeon')
  expect((await confirm('x', undefined, { code_provider: 'pigeon' })).body.message).toContain('pigeon')
  expect((await confirm('')).body.message).toContain("'code'")
})
