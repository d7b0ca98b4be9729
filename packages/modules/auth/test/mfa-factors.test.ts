import { provide, startModules } from '@stoa/kernel'
import { behindLock } from '@stoa/testing'
import { TOTP, URI } from 'otpauth'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { AuthOptions, authModule, MfaService } from '../src/index.ts'
import { createOwner, PASSWORD } from './mfa-owner.ts'
import { openModule, type TestModule } from './module.ts'

let module: TestModule
beforeAll(async () => {
  module = await openModule()
})
afterAll(() => module?.close())

const register = async (email: string) => {
  const { id } = await module.auth.register('emailpass', { email, password: PASSWORD })
  const { id: session_id } = await module.auth.createSession(id, { actor_type: 'customer', ttl: 3600 })
  return { auth_identity_id: id, session_id }
}
const codeOf = (secret: string | undefined) =>
  new TOTP({ secret: secret as string }).generate({ timestamp: module.clock.now })
const rows = (id: string) =>
  module.modules.database.query<{ id: string; status: string; provider_metadata: unknown }>(
    'select id, status, provider_metadata from stoa_auth.auth_mfa_factor where auth_identity_id = $1 order by id',
    [id],
  )
const isLive = async (session: string) => (await module.auth.findLiveSession(session)) !== undefined

test('an app that scans the URL knows shop and account, and its code enables the factor', async () => {
  const somebody = await register('scan@example.com')
  const started = await module.mfa.startFactor(somebody.auth_identity_id, {
    provider: 'totp',
    label: 'Authenticator app',
    issuer: 'Mugs',
    metadata: { phone: 'mine' },
  })
  expect(started.factor).toEqual({
    id: expect.stringMatching(/^authmfa_/),
    auth_identity_id: somebody.auth_identity_id,
    provider: 'totp',
    status: 'pending',
    metadata: { phone: 'mine' },
  })
  const app = URI.parse(started.otpauth_url as string) as TOTP
  expect(app).toMatchObject({ issuer: 'Mugs', label: 'scan@example.com' })
  const code = app.generate({ timestamp: module.clock.now })
  expect(await module.mfa.enableFactor(started.factor.id, { ...somebody, code })).toEqual({
    ...started.factor,
    status: 'enabled',
  })
  const again = module.mfa.enableFactor(started.factor.id, { ...somebody, code })
  await expect(again).rejects.toMatchObject({ type: 'not_allowed' })
})

test('who signs in without an address has the label in the app', async () => {
  const { auth_identity_id } = await register('label@example.com')
  const rename = 'update stoa_auth.provider_identity set entity_id = $2 where auth_identity_id = $1'
  await module.modules.database.query(rename, [auth_identity_id, '10877'])
  const labelOf = async (label?: string) => {
    const { otpauth_url } = await module.mfa.startFactor(auth_identity_id, { provider: 'totp', label })
    return URI.parse(otpauth_url as string).label
  }
  expect(await labelOf('My phone')).toBe('My phone')
  expect(await labelOf()).toBe(auth_identity_id)
})

test('a secret is not readable in the database, and gone once the factor is', async () => {
  const owner = await createOwner(module, 'sealed@example.com')
  const [stored] = await rows(owner.id)
  expect(stored?.provider_metadata).toEqual({ sealed: expect.any(String) })
  expect(JSON.stringify(stored)).not.toContain(owner.secret)
  const disabled = await module.mfa.disableFactor(owner.factor_id, {
    auth_identity_id: owner.id,
    code: owner.nextCode(),
  })
  expect(disabled).toMatchObject({ factor: { status: 'disabled' }, was_enabled: true })
  expect(await rows(owner.id)).toEqual([{ id: owner.factor_id, status: 'disabled', provider_metadata: null }])
})

test('a new enrolment takes the place of one that waits, and the old secret is worth nothing', async () => {
  const somebody = await register('anew@example.com')
  const first = await module.mfa.startFactor(somebody.auth_identity_id, { provider: 'totp' })
  const second = await module.mfa.startFactor(somebody.auth_identity_id, { provider: 'totp' })
  expect((await rows(somebody.auth_identity_id)).map(({ id }) => id)).toEqual([second.factor.id])
  const gone = module.mfa.enableFactor(first.factor.id, { ...somebody, code: codeOf(first.secret) })
  await expect(gone).rejects.toMatchObject({ type: 'not_found' })
  const wrong = module.mfa.enableFactor(second.factor.id, { ...somebody, code: codeOf(first.secret) })
  expect(await wrong).toBeUndefined()
})

/** Both wait for the identity, and then come one right after the other. */
const atOnce = <Result>(identity: string, call: (at: number) => Promise<Result>) =>
  behindLock(
    module.url,
    'select 1 from stoa_auth.auth_identity where id = $1 for update',
    [identity],
    [0, 1].map((at) => () => call(at)),
  )

test('of two enrolments at once one waits for its code', async () => {
  const { auth_identity_id } = await register('enrols-twice@example.com')
  const ends = await atOnce(auth_identity_id, () =>
    module.mfa.startFactor(auth_identity_id, { provider: 'totp' }),
  )
  expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  const started = ends.map((end) => end.status === 'fulfilled' && end.value.factor.id)
  expect(await rows(auth_identity_id)).toMatchObject([{ status: 'pending' }])
  expect(started).toContain((await rows(auth_identity_id))[0]?.id)
})

test('of two sessions that confirm a factor at once one goes on, and the other ends', async () => {
  const somebody = await register('confirms-twice@example.com')
  const id = somebody.auth_identity_id
  const other = await module.auth.createSession(id, { actor_type: 'customer', ttl: 3600 })
  const { factor, secret } = await module.mfa.startFactor(id, { provider: 'totp' })
  const sessions = [somebody.session_id, other.id]
  const ends = await atOnce(id, (at) =>
    module.mfa.enableFactor(factor.id, {
      auth_identity_id: id,
      session_id: sessions[at] as string,
      code: codeOf(secret),
    }),
  )
  const winner = ends.findIndex(({ status }) => status === 'fulfilled')
  expect(ends[1 - winner]).toMatchObject({ status: 'rejected', reason: { type: 'not_allowed' } })
  expect(await isLive(sessions[winner] as string)).toBe(true)
  expect(await isLive(sessions[1 - winner] as string)).toBe(false)
})

test('of one that is enabled there is no second, and none of an unknown kind', async () => {
  const { id } = await createOwner(module, 'one@example.com')
  const start = (provider: string) => module.mfa.startFactor(id, { provider })
  await expect(start('totp')).rejects.toMatchObject({ type: 'not_allowed' })
  await expect(start('carrier pigeon')).rejects.toMatchObject({ type: 'invalid_data' })
})

test('a factor of somebody else does not exist', async () => {
  const owner = await createOwner(module, 'mine@example.com')
  const stranger = await register('stranger@example.com')
  const by = { ...stranger, code: owner.nextCode() }
  await expect(module.mfa.enableFactor(owner.factor_id, by)).rejects.toMatchObject({ type: 'not_found' })
  await expect(module.mfa.disableFactor(owner.factor_id, by)).rejects.toMatchObject({ type: 'not_found' })
})

test('enabling ends all sessions but the one that enables', async () => {
  const somebody = await register('others@example.com')
  const other = await module.auth.createSession(somebody.auth_identity_id, { actor_type: 'user', ttl: 3600 })
  const { factor, secret } = await module.mfa.startFactor(somebody.auth_identity_id, { provider: 'totp' })
  await module.mfa.enableFactor(factor.id, { ...somebody, code: '000000' })
  expect([await isLive(somebody.session_id), await isLive(other.id)]).toEqual([true, true])
  await module.mfa.enableFactor(factor.id, { ...somebody, code: codeOf(secret) })
  expect([await isLive(somebody.session_id), await isLive(other.id)]).toEqual([true, false])
})

test('what is enabled goes with a code only; what waits goes without', async () => {
  const owner = await createOwner(module, 'off@example.com')
  const by = { auth_identity_id: owner.id }
  const disable = (more: object) => module.mfa.disableFactor(owner.factor_id, { ...by, ...more })
  await expect(disable({})).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('MFA verification code is required to disable MFA'),
  })
  expect(await disable({ method: 'totp', code: '000000' })).toBeUndefined()
  await expect(disable({ method: 'pager', code: '000000' })).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining('totp, recovery_code'),
  })
  const { factor } = await module.mfa.startFactor(owner.id, { provider: 'pager' })
  expect(await module.mfa.disableFactor(factor.id, by)).toMatchObject({ was_enabled: false })
  await expect(module.mfa.disableFactor(factor.id, by)).rejects.toMatchObject({ type: 'not_found' })
  const waiting = await owner.signIn()
  expect(await disable({ code: owner.nextCode() })).toMatchObject({ was_enabled: true })
  // Whoever had only the password does not get in by that.
  expect(await isLive(waiting.session_id)).toBe(false)
  expect(await isLive(owner.session_id)).toBe(true)
})

test('kinds of factors can be added, and with two of them the last one ends it', async () => {
  const owner = await createOwner(module, 'two@example.com')
  const { factor } = await module.mfa.startFactor(owner.id, { provider: 'pager' })
  const by = { auth_identity_id: owner.id, session_id: owner.session_id, code: 'page two@example.com' }
  await module.mfa.enableFactor(factor.id, by)
  const [recovery_code] = await module.mfa.generateRecoveryCodes(owner.id)
  const { session_id } = await owner.signIn()
  expect((await module.mfa.challengeOf(session_id)).methods).toEqual(['totp', 'pager', 'recovery_code'])
  await module.mfa.disableFactor(factor.id, {
    auth_identity_id: owner.id,
    method: 'totp',
    code: owner.nextCode(),
  })
  expect((await module.mfa.challengeOf(session_id)).methods).toEqual(['totp', 'recovery_code'])
  const last = { auth_identity_id: owner.id, method: 'recovery_code', code: recovery_code }
  expect(await module.mfa.disableFactor(owner.factor_id, last)).toMatchObject({ was_enabled: true })
  await expect(module.mfa.generateRecoveryCodes(owner.id)).rejects.toMatchObject({ type: 'not_allowed' })
})

test('after another secret of the shop, a recovery code still opens, and the app says why not', async () => {
  const owner = await createOwner(module, 'rotated@example.com')
  const [code] = await module.mfa.generateRecoveryCodes(owner.id)
  const rotated = await startModules([authModule], {
    database: module.url,
    providers: [provide(AuthOptions, () => new AuthOptions({ jwt_secret: 'the next secret' }))],
  })
  onTestFinished(() => rotated.close())
  const { session_id, challenge_id } = await owner.signIn()
  const pass = (method: string, code: string) =>
    rotated.resolve(MfaService).passChallenge(challenge_id, { session_id, method, code, ttl: 60 })
  await expect(pass('totp', owner.nextCode())).rejects.toMatchObject({
    type: 'not_allowed',
    message: expect.stringContaining('recovery code'),
  })
  expect(await pass('recovery_code', code as string)).toBeDefined()
})

test('a reset takes everything, and ends all sessions', async () => {
  const owner = await createOwner(module, 'reset@example.com')
  const [code] = await module.mfa.generateRecoveryCodes(owner.id)
  expect(await module.mfa.reset(owner.id)).toMatchObject([{ id: owner.factor_id, status: 'disabled' }])
  expect(await isLive(owner.session_id)).toBe(false)
  const session = await module.auth.createSession(owner.id, { actor_type: 'customer', ttl: 3600 })
  expect([session.mfa_enabled, await isLive(session.id)]).toEqual([false, true])
  const left = await module.modules.database.query(
    'select from stoa_auth.auth_mfa_recovery_code where auth_identity_id = $1',
    [owner.id],
  )
  expect([typeof code, left]).toEqual(['string', []])
  expect(await module.mfa.reset(owner.id)).toEqual([])
  await expect(module.mfa.reset('authid_none')).rejects.toMatchObject({ type: 'not_found' })
})
