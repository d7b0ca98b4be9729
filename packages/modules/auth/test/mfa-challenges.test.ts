import { behindLock, createGate, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOwner, type Owner, PASSWORD } from './mfa-owner.ts'
import { openModule, type TestModule } from './module.ts'

let module: TestModule
beforeAll(async () => {
  module = await openModule()
})
afterAll(() => module?.close())

const isLive = async (session: string) => (await module.auth.findLiveSession(session)) !== undefined

/** Both wait for the identity, and then come one right after the other. */
const atOnce = <Result>(owner: Owner, ...calls: (() => Promise<Result>)[]) =>
  behindLock(module.url, 'select 1 from stoa_auth.auth_identity where id = $1 for update', [owner.id], calls)

const fulfilled = <Result>(value: Result) => ({ status: 'fulfilled', value })

/** As after so long a wait. */
const waitOut = (owner: Owner) =>
  module.modules.database.query(
    'update stoa_auth.auth_identity set mfa_blocked_until = now() where id = $1',
    [owner.id],
  )

test('a session waits for its challenge, under a name that dies with the waiting', async () => {
  const owner = await createOwner(module, 'waits@example.com')
  const session = await module.auth.createSession(owner.id, { actor_type: 'customer', ttl: 3600 })
  expect(session).toMatchObject({ mfa_enabled: true, mfa_completed_at: null })
  const challenge = await module.mfa.challengeOf(session.id, 'emailpass')
  expect(challenge).toEqual({
    id: expect.stringMatching(/^authmfach_/),
    auth_identity_id: owner.id,
    auth_provider: 'emailpass',
    methods: ['totp'],
    expires_at: session.expires_at,
    attempts: 0,
    max_attempts: 5,
    completed_at: null,
  })
  expect((await module.mfa.challengeOf(session.id)).id).toBe(challenge.id)
  expect(await isLive(session.id)).toBe(false)
  expect(await module.auth.renewSession(session.id, 3600)).toBeUndefined()
  const passed = await module.mfa.passChallenge(challenge.id, {
    session_id: session.id,
    method: 'totp',
    code: owner.nextCode(),
    ttl: 3600,
  })
  expect(passed).toMatchObject({ mfa_enabled: true, mfa_completed_at: expect.any(Date) })
  expect(passed?.id).not.toBe(session.id)
  expect([await isLive(passed?.id as string), await isLive(session.id)]).toEqual([true, false])
  await expect(module.mfa.challengeOf(session.id)).rejects.toMatchObject({ type: 'unauthorized' })
})

test('it waits ten minutes, and not longer', async () => {
  const owner = await createOwner(module, 'slow@example.com')
  const opened = await owner.signIn()
  const [{ seconds } = { seconds: 0 }] = await module.modules.database.query<{ seconds: number }>(
    `select extract(epoch from expires_at - created_at)::int as seconds from stoa_auth.auth_session where id = $1`,
    [opened.session_id],
  )
  expect(seconds).toBe(600)
  await module.modules.database.query('update stoa_auth.auth_session set expires_at = now() where id = $1', [
    opened.session_id,
  ])
  await expect(owner.pass(opened, owner.nextCode())).rejects.toMatchObject({ type: 'unauthorized' })
})

test('a challenge is passed by its own session only', async () => {
  const owner = await createOwner(module, 'bound@example.com')
  const [first, second] = [await owner.signIn(), await owner.signIn()]
  const mixed = { session_id: second.session_id, challenge_id: first.challenge_id }
  await expect(owner.pass(mixed, owner.nextCode())).rejects.toMatchObject({ type: 'not_found' })
  expect(await owner.pass(first, owner.code())).toBe(true)
})

test('a code works once, also for another challenge, and so do those before it', async () => {
  const owner = await createOwner(module, 'once@example.com')
  const code = owner.nextCode()
  expect(await owner.pass(await owner.signIn(), code)).toBe(true)
  const opened = await owner.signIn()
  expect(await owner.pass(opened, code)).toBe(false)
  expect(await owner.pass(opened, owner.code(-1))).toBe(false)
  expect(await owner.pass(opened, owner.code(1))).toBe(true)
})

test('a code that is used twice at once opens one session', async () => {
  const owner = await createOwner(module, 'twice@example.com')
  const [one, other] = [await owner.signIn(), await owner.signIn()]
  const code = owner.nextCode()
  const ends = await atOnce(
    owner,
    () => owner.pass(one, code),
    () => owner.pass(other, code),
  )
  expect(ends).toHaveLength(2)
  expect(ends).toEqual(expect.arrayContaining([fulfilled(true), fulfilled(false)]))
})

test('a challenge that is answered rightly twice at once opens one session', async () => {
  const owner = await createOwner(module, 'same@example.com')
  const codes = await module.mfa.generateRecoveryCodes(owner.id, 2)
  const opened = await owner.signIn()
  const [ok, late] = (
    await atOnce(owner, ...codes.map((code) => () => owner.pass(opened, code, 'recovery_code')))
  ).sort((a) => (a.status === 'fulfilled' ? -1 : 1))
  expect(ok).toEqual(fulfilled(true))
  expect(late).toMatchObject({ reason: { type: 'unauthorized' } })
  // The code of the second was not spent for nothing.
  expect((await module.mfa.challengeOf((await owner.signIn()).session_id)).methods).toContain('recovery_code')
})

test('after five wrong codes a challenge is over, also for the right one', async () => {
  const owner = await createOwner(module, 'five@example.com')
  const opened = await owner.signIn()
  for (let tries = 0; tries < 4; tries++) expect(await owner.pass(opened, '000000')).toBe(false)
  expect((await module.mfa.challengeOf(opened.session_id)).attempts).toBe(4)
  expect(await owner.pass(opened, '000000')).toBe(false)
  await waitOut(owner)
  await expect(owner.pass(opened, owner.nextCode())).rejects.toMatchObject({ type: 'unauthorized' })
  await expect(module.mfa.challengeOf(opened.session_id)).rejects.toMatchObject({ type: 'unauthorized' })
})

test('guesses that come at once are counted one by one', async () => {
  const owner = await createOwner(module, 'burst@example.com')
  const opened = await owner.signIn()
  const guesses = Array.from({ length: 8 }, () => () => owner.pass(opened, '000000'))
  const ends = await atOnce(owner, ...guesses)
  expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(5)
  const [{ attempts } = { attempts: 0 }] = await module.modules.database.query<{ attempts: number }>(
    'select attempts from stoa_auth.auth_mfa_challenge where id = $1',
    [opened.challenge_id],
  )
  expect(attempts).toBe(5)
})

test('signing in anew gives no new guesses: the identity waits, longer each time, wherever codes are tried', async () => {
  const owner = await createOwner(module, 'patient@example.com')
  const tooMany = { type: 'not_allowed', code: 'too_many_requests' }
  const guess = async () => owner.pass(await owner.signIn(), '000000')
  const pause = async () => {
    const [row] = await module.modules.database.query<{ seconds: number }>(
      `select round(extract(epoch from mfa_blocked_until - clock_timestamp()) / 60)::int as seconds
       from stoa_auth.auth_identity where id = $1`,
      [owner.id],
    )
    return row?.seconds
  }
  for (let tries = 0; tries < 5; tries++) expect(await guess()).toBe(false)
  expect(await pause()).toBe(1)
  await expect(guess()).rejects.toMatchObject(tooMany)
  await expect(owner.pass(await owner.signIn(), owner.nextCode())).rejects.toMatchObject(tooMany)
  const by = { auth_identity_id: owner.id, code: owner.code() }
  await expect(module.mfa.disableFactor(owner.factor_id, by)).rejects.toMatchObject(tooMany)
  for (const minutes of [2, 4, 8, 16, 32, 60, 60]) {
    await waitOut(owner)
    expect(await module.mfa.disableFactor(owner.factor_id, { ...by, code: '000000' })).toBeUndefined()
    expect(await pause()).toBe(minutes)
  }
  await waitOut(owner)
  expect(await owner.pass(await owner.signIn(), owner.nextCode())).toBe(true)
  expect(await guess()).toBe(false)
  expect(await guess()).toBe(false)
})

test('recovery codes open once each, however they are typed', async () => {
  const owner = await createOwner(module, 'recover@example.com')
  const codes = await module.mfa.generateRecoveryCodes(owner.id)
  expect(new Set(codes).size).toBe(10)
  for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/)
  const stored = await module.modules.database.query('select * from stoa_auth.auth_mfa_recovery_code')
  for (const code of codes) expect(JSON.stringify(stored)).not.toContain(code)
  const typed = (codes[0] as string)
    .toUpperCase()
    .replaceAll('-', ' ')
    .replaceAll('0', 'O')
    .replaceAll('1', 'I')
  expect(await owner.pass(await owner.signIn(), typed, 'recovery_code')).toBe(true)
  expect(await owner.pass(await owner.signIn(), typed, 'recovery_code')).toBe(false)
  expect(await owner.pass(await owner.signIn(), codes[1] as string, 'recovery_code')).toBe(true)
})

test('a recovery code that is used twice at once opens one session', async () => {
  const owner = await createOwner(module, 'recover-twice@example.com')
  const [code] = (await module.mfa.generateRecoveryCodes(owner.id, 1)) as [string]
  const [one, other] = [await owner.signIn(), await owner.signIn()]
  const use = (opened: typeof one) => () => owner.pass(opened, code, 'recovery_code')
  const ends = await atOnce(owner, use(one), use(other))
  expect(ends).toHaveLength(2)
  expect(ends).toEqual(expect.arrayContaining([fulfilled(true), fulfilled(false)]))
  expect((await module.mfa.challengeOf((await owner.signIn()).session_id)).methods).toEqual(['totp'])
})

test('new recovery codes replace all others', async () => {
  const owner = await createOwner(module, 'replace@example.com')
  const old = await module.mfa.generateRecoveryCodes(owner.id, 2)
  const made = await module.mfa.generateRecoveryCodes(owner.id, 3)
  expect(made).toHaveLength(3)
  const use = async (code: string | undefined) =>
    owner.pass(await owner.signIn(), code as string, 'recovery_code')
  expect([await use(old[0]), await use(old[1]), await use(made[2])]).toEqual([false, false, true])
})

test('sets of recovery codes that are made at once are one set in the end', async () => {
  const owner = await createOwner(module, 'sets@example.com')
  const make = () => module.mfa.generateRecoveryCodes(owner.id, 4)
  await atOnce(owner, make, make)
  const left = await module.modules.database.query(
    'select from stoa_auth.auth_mfa_recovery_code where auth_identity_id = $1',
    [owner.id],
  )
  expect(left).toHaveLength(4)
})

test('a session that the password opens while MFA is being enabled waits for it, too', async () => {
  const email = 'racing@example.com'
  const { id } = await module.auth.register('emailpass', { email, password: PASSWORD })
  const { id: session_id } = await module.auth.createSession(id, { actor_type: 'customer', ttl: 3600 })
  const { factor } = await module.mfa.startFactor(id, { provider: 'pager' })
  const gate = createGate('enabled, and not committed')
  const enabling = module.modules.transaction(async () => {
    await module.mfa.enableFactor(factor.id, { auth_identity_id: id, session_id, code: `page ${email}` })
    await gate.pass()
  })
  await gate.reached
  const { proof } = await module.auth.authenticate('emailpass', { email, password: PASSWORD })
  const late = await module.auth.createSession(id, { actor_type: 'customer', ttl: 3600, proof })
  expect([late.mfa_enabled, await isLive(late.id)]).toEqual([false, true])
  gate.open()
  await enabling
  expect([await isLive(late.id), await isLive(session_id)]).toEqual([false, true])
})

test('a change of the password ends the session that passes its challenge at the same moment', async () => {
  const owner = await createOwner(module, 'changing@example.com')
  const opened = await owner.signIn()
  const code = owner.nextCode()
  const gate = createGate('passed, and not committed')
  let passed: string | undefined
  const passing = module.modules.transaction(async () => {
    const answer = { session_id: opened.session_id, method: 'totp', code, ttl: 3600 }
    passed = (await module.mfa.passChallenge(opened.challenge_id, answer))?.id
    await gate.pass()
  })
  await gate.reached
  const changing = module.auth.changePassword(owner.id, 'emailpass', { password: 'anew' })
  await untilBlocked(module.url)
  gate.open()
  await Promise.all([passing, changing])
  expect(passed).toBeDefined()
  expect(await isLive(passed as string)).toBe(false)
})

test('a new password does not do away with the second factor', async () => {
  const owner = await createOwner(module, 'forgot@example.com')
  const credentials = { email: 'forgot@example.com' }
  const token = (await module.auth.createPasswordResetToken('emailpass', credentials, 'customer')) as string
  await module.auth.resetPassword('emailpass', token, 'customer', { password: 'anew' })
  const { proof } = await module.auth.authenticate('emailpass', { ...credentials, password: 'anew' })
  const session = await module.auth.createSession(owner.id, { actor_type: 'customer', ttl: 3600, proof })
  expect([session.mfa_enabled, await isLive(session.id)]).toEqual([true, false])
})
