import type { AuthConfig } from '@stoa/http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enableMfa } from './mfa-shop.ts'
import { nextCode, openShop, password, type Shop } from './shop.ts'

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
  const auth: AuthConfig = { actor: 'customer', by: ['session', 'bearer'], optional: true }
  shop.app.get('/store/my-asker', { config: { auth } }, ({ asker }) => asker)
})
afterAll(() => shop?.close())

const logIn = async (email: string, actor = 'user', given = password) =>
  (await shop.call('POST', `/auth/${actor}/emailpass`, { body: { email, password: given } })).body
const verify = (id: string, token: string, code: string, method = 'totp') =>
  shop.call('POST', `/auth/mfa/challenges/${id}/verify`, { token, body: { method, code } })
const me = async (way: { token?: string; cookie?: string }) =>
  (await shop.call('GET', '/admin/users/me', way)).status

/** Signs in with both factors. */
async function pass(email: string, secret: string): Promise<string> {
  const { token, mfa_challenge } = await logIn(email)
  return (await verify(mfa_challenge.id, token, nextCode(secret))).body.token
}

test('a factor is set up, shown without its secret, and asked for from then on', async () => {
  const { token } = await shop.admin('sets-up@example.com')
  const list = async () => (await shop.call('GET', '/auth/mfa/factors', { token })).body
  expect(await list()).toEqual({ mfa_factors: [] })
  const body = { provider: 'totp', label: 'Authenticator app', metadata: { device: 'phone' } }
  const started = await shop.call('POST', '/auth/mfa/factors', { token, body })
  const mfa_factor = {
    id: expect.stringMatching(/^authmfa_/),
    auth_identity_id: expect.stringMatching(/^authid_/),
    provider: 'totp',
    status: 'pending',
    metadata: { device: 'phone' },
  }
  expect(started).toMatchObject({ status: 200 })
  expect(started.body).toEqual({
    mfa_factor,
    secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
    otpauth_url: expect.stringContaining('otpauth://totp/Stoa:sets-up%40example.com?'),
  })
  expect(await list()).toEqual({ mfa_factors: [mfa_factor] })
  const { id } = started.body.mfa_factor
  const path = `/auth/mfa/factors/${id}/verify`
  expect(await shop.call('POST', path, { token, body: { code: '000000' } })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data' },
  })
  expect(await shop.told('auth.mfa_enabled')).toEqual([])
  const enabled = await shop.call('POST', path, { token, body: { code: nextCode(started.body.secret) } })
  expect(enabled.body).toEqual({ mfa_factor: { ...mfa_factor, status: 'enabled' } })
  const { auth_identity_id } = enabled.body.mfa_factor
  expect(await shop.told('auth.mfa_enabled')).toEqual([{ id, auth_identity_id, provider: 'totp' }])
  expect(await me({ token })).toBe(200)
  expect(await logIn('sets-up@example.com')).toEqual({
    token: expect.any(String),
    mfa_required: true,
    mfa_challenge: {
      id: expect.stringMatching(/^authmfach_/),
      auth_identity_id,
      auth_provider: 'emailpass',
      methods: ['totp'],
      expires_at: expect.stringMatching(/^2\d{3}-.*Z$/),
      attempts: 0,
      max_attempts: 5,
      completed_at: null,
      metadata: null,
    },
  })
})

test('the token that comes with a challenge opens nothing, as bearer or as cookie', async () => {
  const { token: enabling } = await shop.admin('half@example.com')
  const { secret } = await enableMfa(shop, enabling)
  const { token, mfa_challenge } = await logIn('half@example.com')
  const session = await shop.call('POST', '/auth/session', { token })
  expect(session).toMatchObject({
    status: 200,
    body: { user: { mfa_enabled: true, mfa_challenge_completed_at: null } },
  })
  const cookie = session.cookie as string
  const refreshed = await shop.call('POST', '/auth/token/refresh', { token })
  expect(refreshed.body).toMatchObject({ token, mfa_required: true, mfa_challenge: { id: mfa_challenge.id } })
  const ways = [{ token }, { cookie }, { token: refreshed.body.token }]
  for (const [method, url] of [
    ['GET', '/admin/users/me'],
    ['GET', '/admin/customers'],
    ['POST', '/admin/invites/accept?token=x'],
    ['GET', '/auth/mfa/factors'],
    ['POST', '/auth/mfa/factors'],
    ['POST', '/auth/mfa/factors/x/verify'],
    ['DELETE', '/auth/mfa/factors/x'],
    ['POST', '/auth/mfa/recovery-codes'],
    ['POST', '/auth/verification/request'],
  ] as const) {
    for (const way of ways) {
      expect([
        url,
        await shop.call(method, url, { ...way, body: method === 'GET' ? undefined : {} }),
      ]).toMatchObject([url, { status: 401, body: { type: 'unauthorized', code: 'mfa_required' } }])
    }
  }
  const passed = await verify(mfa_challenge.id, token, nextCode(secret))
  expect(passed).toMatchObject({ status: 200, body: { token: expect.any(String) } })
  expect(await me(passed.body)).toBe(200)
  // What was shown before stays worth nothing.
  for (const way of ways) expect(await me(way)).toBe(401)
  const { body } = await shop.call('POST', '/auth/session', passed.body)
  expect(body.user).toMatchObject({
    mfa_enabled: true,
    mfa_challenge_completed_at: expect.stringMatching(/^2\d{3}-.*Z$/),
  })
})

test('a customer is a guest until they have passed their challenge', async () => {
  const email = 'buyer@example.com'
  const { token: enabling } = await shop.customer(email)
  const { secret } = await enableMfa(shop, enabling)
  const { token, mfa_challenge } = await logIn(email, 'customer')
  expect(await shop.call('GET', '/store/customers/me', { token })).toMatchObject({
    status: 401,
    body: { code: 'mfa_required' },
  })
  expect((await shop.call('POST', '/store/customers', { token, body: {} })).status).toBe(401)
  const asker = async (shown: string) => (await shop.call('GET', '/store/my-asker', { token: shown })).body
  expect(await asker(token)).toEqual(await asker('nobody'))
  const passed = (await verify(mfa_challenge.id, token, nextCode(secret))).body.token
  expect((await shop.call('GET', '/store/customers/me', { token: passed })).status).toBe(200)
  expect(await asker(passed)).toMatchObject({ actor: { type: 'customer' } })
})

test('an open session counts before one that waits, whichever is shown first', async () => {
  const { token: enabling } = await shop.admin('both-ways@example.com')
  const { secret } = await enableMfa(shop, enabling)
  const open = await pass('both-ways@example.com', secret)
  const { token: waiting } = await logIn('both-ways@example.com')
  const cookieOf = async (token: string) =>
    (await shop.call('POST', '/auth/session', { token })).cookie as string
  expect(await me({ token: waiting, cookie: await cookieOf(open) })).toBe(200)
  expect(await me({ token: open, cookie: await cookieOf(waiting) })).toBe(200)
})

test('a wrong code is a 401, and too many are a 429 that outlasts signing in anew', async () => {
  const { token: enabling } = await shop.admin('guessed@example.com')
  const { id, secret } = await enableMfa(shop, enabling)
  const { token, mfa_challenge } = await logIn('guessed@example.com')
  for (let tries = 0; tries < 5; tries++) {
    expect(await verify(mfa_challenge.id, token, '000000')).toMatchObject({
      status: 401,
      body: { type: 'unauthorized' },
    })
  }
  expect((await verify(mfa_challenge.id, token, nextCode(secret))).status).toBe(401)
  const anew = await logIn('guessed@example.com')
  const tooMany = { status: 429, body: { type: 'not_allowed', code: 'too_many_requests' } }
  expect(await verify(anew.mfa_challenge.id, anew.token, nextCode(secret))).toMatchObject(tooMany)
  const body = { method: 'totp', code: nextCode(secret) }
  expect(await shop.call('DELETE', `/auth/mfa/factors/${id}`, { token: enabling, body })).toMatchObject(
    tooMany,
  )
})

test('a challenge of somebody else does not exist, nor does one that was never made', async () => {
  const [one, other] = ['one@example.com', 'other@example.com']
  for (const email of [one, other]) await enableMfa(shop, (await shop.admin(email)).token)
  const [mine, theirs] = [await logIn(one), await logIn(other)]
  for (const id of [theirs.mfa_challenge.id, 'authmfach_none']) {
    expect(await verify(id, mine.token, '000000')).toMatchObject({ status: 404, body: { type: 'not_found' } })
  }
  expect(await verify(mine.mfa_challenge.id, mine.token, '000000', 'smoke')).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('totp, recovery_code') },
  })
  expect(
    (await shop.call('POST', '/auth/mfa/challenges/x/verify', { body: { method: 'totp', code: '1' } }))
      .status,
  ).toBe(401)
})

test('recovery codes are for who has a factor, and open once', async () => {
  const email = 'recovers@example.com'
  const { token } = await shop.admin(email)
  const ask = (body = {}) => shop.call('POST', '/auth/mfa/recovery-codes', { token, body })
  expect(await ask()).toMatchObject({ status: 400, body: { type: 'not_allowed' } })
  const { secret } = await enableMfa(shop, token)
  expect((await ask()).body.recovery_codes).toHaveLength(10)
  const { recovery_codes } = (await ask({ count: 2 })).body
  expect(recovery_codes).toHaveLength(2)
  for (const count of [0, 51, 1.5, '2']) expect((await ask({ count } as never)).status).toBe(400)
  const told = await shop.told('auth.mfa_recovery_codes_generated')
  expect(told).toEqual([1, 2].map(() => ({ auth_identity_id: expect.stringMatching(/^authid_/) })))
  const enter = async () => {
    const { token: waiting, mfa_challenge } = await logIn(email)
    return {
      methods: mfa_challenge.methods,
      ...(await verify(mfa_challenge.id, waiting, recovery_codes[0], 'recovery_code')),
    }
  }
  expect(await enter()).toMatchObject({ status: 200, methods: ['totp', 'recovery_code'] })
  expect(await enter()).toMatchObject({ status: 401 })
  expect(await me({ token: await pass(email, secret) })).toBe(200)
})

test('a factor is disabled by a code, and the password is enough again', async () => {
  const email = 'disables@example.com'
  const { token } = await shop.admin(email)
  const { id, secret } = await enableMfa(shop, token)
  const disable = (body = {}) => shop.call('DELETE', `/auth/mfa/factors/${id}`, { token, body })
  expect(await disable()).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining('MFA verification code is required to disable MFA') },
  })
  expect(await disable({ method: 'totp', code: '000000' })).toMatchObject({ status: 400 })
  expect(await shop.told('auth.mfa_disabled')).toEqual([])
  const { auth_identity_id, ...waiting } = await logIn(email)
  const disabled = await disable({ method: 'totp', code: nextCode(secret) })
  expect(disabled).toMatchObject({ status: 200, body: { mfa_factor: { id, status: 'disabled' } } })
  expect(await shop.told('auth.mfa_disabled')).toEqual([
    { id, auth_identity_id: disabled.body.mfa_factor.auth_identity_id, provider: 'totp' },
  ])
  expect((await shop.call('GET', '/auth/mfa/factors', { token })).body).toEqual({ mfa_factors: [] })
  expect([await me({ token }), await me(waiting)]).toEqual([200, 401])
  const opened = await logIn(email)
  expect(Object.keys(opened)).toEqual(['token'])
  expect(await me(opened)).toBe(200)
})

test('one that was never confirmed is cancelled without a code', async () => {
  const { token } = await shop.admin('cancels@example.com')
  const body = { provider: 'totp' }
  const { mfa_factor } = (await shop.call('POST', '/auth/mfa/factors', { token, body })).body
  const cancelled = await shop.call('DELETE', `/auth/mfa/factors/${mfa_factor.id}`, { token, body: {} })
  expect(cancelled).toMatchObject({ status: 200, body: { mfa_factor: { status: 'disabled' } } })
  const told = await shop.told('auth.mfa_disabled')
  expect(told.filter(({ id }) => id === mfa_factor.id)).toEqual([])
})

test('somebody who is nobody yet may have a factor, and needs it from then on', async () => {
  const token = await shop.register('customer', 'newcomer@example.com')
  const { secret } = await enableMfa(shop, token)
  const created = await shop.call('POST', '/store/customers', { token, body: {} })
  expect(created.status).toBe(200)
  const { token: waiting, mfa_challenge } = await logIn('newcomer@example.com', 'customer')
  const passed = (await verify(mfa_challenge.id, waiting, nextCode(secret))).body
  expect((await shop.call('GET', '/store/customers/me', passed)).body.customer.id).toBe(
    created.body.customer.id,
  )
})

test('a forgotten password that is set anew does not do away with the factor', async () => {
  const email = 'forgets@example.com'
  const { token } = await shop.admin(email)
  await enableMfa(shop, token)
  await shop.call('POST', '/auth/user/emailpass/reset-password', { body: { identifier: email } })
  const { token: reset } = (await shop.told('auth.password_reset')).at(-1)
  const update = { token: reset, body: { password: 'another long secret' } }
  expect((await shop.call('POST', '/auth/user/emailpass/update', update)).status).toBe(200)
  expect(await me({ token })).toBe(401)
  const entered = await logIn(email, 'user', 'another long secret')
  expect(entered).toMatchObject({ mfa_required: true })
  expect(await me(entered)).toBe(401)
})

test('a second factor costs no statement more to read, and one more to sign in', async () => {
  const email = 'counted@example.com'
  const { token } = await shop.admin(email)
  expect(await shop.counted(() => logIn(email))).toBe(2)
  const reads = (shown: string) =>
    ['/admin/users', '/admin/users/me', '/auth/mfa/factors'].map(
      (path) => () => shop.call('GET', path, { token: shown }),
    )
  const { secret } = await enableMfa(shop, token)
  for (const read of reads(await pass(email, secret))) expect(await shop.counted(read)).toBe(2)
  // Credentials, session, challenge.
  expect(await shop.counted(() => logIn(email))).toBe(3)
  const { token: waiting, mfa_challenge } = await logIn(email)
  // Who asks; begin, the challenge, its identity, the attempt, the factors, the code, failures, both are done, commit.
  const statements = await shop.counted(() => verify(mfa_challenge.id, waiting, nextCode(secret)))
  expect(statements).toBe(11)
})
