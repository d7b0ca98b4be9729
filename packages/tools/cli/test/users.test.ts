import { AuthOptions, AuthService, authModule, MfaService } from '@stoa/auth'
import { eventsModule } from '@stoa/events'
import { type Modules, provide, startModules } from '@stoa/kernel'
import { createTestDatabase } from '@stoa/testing'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call } from './call.ts'

let modules: Modules
let database: Awaited<ReturnType<typeof createTestDatabase>>

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([authModule, eventsModule], {
    database: database.url,
    providers: [provide(AuthOptions, () => new AuthOptions({ jwt_secret: 'a secret for tests' }))],
  })
  await modules.migrate()
})
afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

const resetMfa = (...args: string[]) => call(database.url, 'users', 'reset-mfa', ...args)

async function register(email: string) {
  const auth = modules.resolve(AuthService)
  const { id } = await auth.register('emailpass', { email, password: 'a long enough secret' })
  const open = () => auth.createSession(id, { actor_type: 'user', ttl: 60 })
  return { id, open, isOpen: async (session: string) => (await auth.findLiveSession(session)) !== undefined }
}

test('somebody who is locked out comes in by the password again, and an event tells of it', async () => {
  const { id, open, isOpen } = await register('ada@example.com')
  const mfa = modules.resolve(MfaService)
  const enabling = await open()
  const { factor, secret } = await mfa.startFactor(id, { provider: 'totp' })
  const code = new TOTP({ secret: secret as string }).generate()
  await mfa.enableFactor(factor.id, { auth_identity_id: id, session_id: enabling.id, code })
  expect(await isOpen((await open()).id)).toBe(false)
  expect(await resetMfa('--email', 'Ada@example.com')).toMatchObject({
    code: 0,
    out: 'Ada@example.com signs in without totp from now on. All sessions have ended.',
  })
  expect([await isOpen(enabling.id), await isOpen((await open()).id)]).toEqual([false, true])
  const told = await modules.database.query('select name, data from stoa_events.event')
  expect(told).toEqual([
    { name: 'auth.mfa_disabled', data: { id: factor.id, auth_identity_id: id, provider: 'totp' } },
  ])
})

test('somebody without a second factor stays as they are', async () => {
  await register('bob@example.com')
  expect(await resetMfa('--email', 'bob@example.com')).toMatchObject({
    code: 0,
    out: 'bob@example.com had no second factor. All sessions have ended.',
  })
  expect(JSON.parse((await resetMfa('--email', 'bob@example.com', '--json')).out)).toEqual([])
})

test.each([
  [[], 'Say whose second factor it is: --email.'],
  [['--email', 'nobody@example.com'], 'Nobody signs in with nobody@example.com.'],
])('reset-mfa %j says what is wrong', async (args, err) => {
  expect(await resetMfa(...args)).toMatchObject({ code: 1, err })
})
