import { Admin, Auth, Client } from '@medusajs/js-sdk'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createAdmin } from '../src/index.ts'
import { nextCode, openShop, password, type Shop } from './shop.ts'

let shop: Shop
let baseUrl: string

beforeAll(async () => {
  shop = await openShop()
  baseUrl = await shop.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => shop?.close())
afterEach(() => vi.unstubAllGlobals())

function openSdk(auth: { type: 'session' } | { type: 'jwt'; jwtTokenStorageMethod: 'memory' }) {
  const config = { baseUrl, auth }
  const client = new Client(config)
  return { auth: new Auth(client, config), admin: new Admin(client) }
}

/** Node's fetch as a browser has it: with a cookie that is kept and sent. */
function keepCookies() {
  const plain = globalThis.fetch
  let kept: string | undefined
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit) => {
    const headers = new Headers(init.headers)
    if (kept !== undefined && init.credentials === 'include') headers.set('cookie', kept)
    const answer = await plain(url, { ...init, headers })
    kept = answer.headers.getSetCookie()[0]?.split(';')[0] ?? kept
    return answer
  })
}

const ways = { session: { type: 'session' }, jwt: { type: 'jwt', jwtTokenStorageMethod: 'memory' } } as const

test.each(['session', 'jwt'] as const)('an admin does by %s what the dashboard does', async (way) => {
  if (way === 'session') keepCookies()
  const email = `sdk-${way}@example.com`
  await createAdmin(shop.modules.container, { email, password })
  const { auth, admin } = openSdk(ways[way])
  expect(await auth.login('user', 'emailpass', { email, password })).toEqual(expect.any(String))

  // The page of the profile: begun, cancelled, begun anew, confirmed, with recovery codes.
  const label = 'Authenticator app'
  await auth.mfa.start({ provider: 'totp', label })
  const [pending] = (await auth.mfa.list()).mfa_factors
  await auth.mfa.disable(pending?.id as string, {})
  const setup = await auth.mfa.start({ provider: 'totp', label })
  const { id } = setup.mfa_factor
  const secret = setup.secret as string
  await expect(auth.mfa.verify(id, { code: '000000' })).rejects.toMatchObject({ status: 400 })
  expect((await auth.mfa.verify(id, { code: nextCode(secret) })).mfa_factor.status).toBe('enabled')
  const { recovery_codes } = await auth.mfa.generateRecoveryCodes()
  expect((await auth.mfa.list()).mfa_factors).toMatchObject([{ id, status: 'enabled' }])
  await auth.logout()

  // The page to sign in: by the app, and by a recovery code.
  for (const method of ['totp', 'recovery_code'] as const) {
    const result = await auth.login('user', 'emailpass', { email, password })
    if (typeof result === 'string' || !('mfa_challenge' in result)) throw new Error('No challenge came.')
    expect(result.mfa_challenge.methods).toEqual(['totp', 'recovery_code'])
    await expect(admin.user.me()).rejects.toMatchObject({ status: 401 })
    const wrong = auth.mfa.verifyChallenge(result.mfa_challenge.id, { method, code: '000000' })
    await expect(wrong).rejects.toMatchObject({ status: 401 })
    const code = method === 'totp' ? nextCode(secret) : (recovery_codes[0] as string)
    await auth.mfa.verifyChallenge(result.mfa_challenge.id, { method, code })
    expect((await admin.user.me()).user.email).toBe(email)
    await auth.refresh()
    expect((await admin.user.me()).user.email).toBe(email)
  }

  // The page of the profile again: the dashboard asks for a code when it is told so.
  const refused = auth.mfa.disable(id, {})
  await expect(refused).rejects.toThrow('MFA verification code is required to disable MFA')
  const { mfa_factor } = await auth.mfa.disable(id, { method: 'totp', code: nextCode(secret) })
  expect(mfa_factor.status).toBe('disabled')
  await auth.logout()
  expect(await auth.login('user', 'emailpass', { email, password })).toEqual(expect.any(String))
})
