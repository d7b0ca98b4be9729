import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AuthService, SessionTokens } from '../src/index.ts'
import { openModule, type TestModule } from './module.ts'

let module: TestModule
let auth: AuthService

beforeAll(async () => {
  module = await openModule()
  auth = module.auth
})

afterAll(() => module?.close())

const PASSWORD = 'correct horse'
const register = (email: string) => auth.register('emailpass', { email, password: PASSWORD })
const logIn = (email: string, password = PASSWORD) => auth.authenticate('emailpass', { email, password })
const wrong = { type: 'unauthorized', message: 'Invalid email or password' }

test('who registered is known by address, in any case, and password', async () => {
  const { id } = await register('Ada@Example.com')
  expect(await logIn('ada@example.COM')).toMatchObject({ id, app_metadata: {}, user_metadata: {} })
})

test('a wrong password and an unknown address are told the same', async () => {
  await register('wrong@example.com')
  await expect(logIn('wrong@example.com', 'incorrect')).rejects.toMatchObject(wrong)
  await expect(logIn('nobody@example.com')).rejects.toMatchObject(wrong)
})

test('of five who register one address at once, one does, and no identity is left over', async () => {
  const before = (await auth.listAuthIdentities()).length
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => register('race@example.com')))
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toHaveLength(4)
  for (const { reason } of refused) {
    expect(reason).toMatchObject({ type: 'unauthorized', message: 'Identity with email already exists' })
  }
  expect(await auth.listAuthIdentities()).toHaveLength(before + 1)
})

test.each([
  [{ password: PASSWORD }, 'email'],
  [{ email: 'a@example.com' }, 'password'],
  [{ email: 'a@example.com', password: '' }, 'password'],
  [{ email: 'a@example.com', password: { $ne: null } }, 'password'],
])('credentials %j are refused by the name of what is wrong', async (credentials, field) => {
  await expect(auth.register('emailpass', credentials)).rejects.toMatchObject({
    type: 'invalid_data',
    message: expect.stringContaining(`'${field}'`),
  })
})

test('the password is stored as a hash', async () => {
  await register('hash@example.com')
  const [row] = await auth.listProviderIdentities({ entity_id: 'hash@example.com' })
  expect(row?.provider_metadata).toEqual({ password: expect.stringMatching(/^\$argon2id\$/) })
})

test('an identity is one customer: of two who say so at once, one is heard', async () => {
  const { id } = await register('actor@example.com')
  const results = await Promise.allSettled(
    ['cus_1', 'cus_2'].map((actor) => auth.setActor(id, 'customer', actor)),
  )
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  await auth.setActor(id, 'user', 'user_1')
  const { app_metadata } = await logIn('actor@example.com')
  expect(app_metadata).toMatchObject({ user_id: 'user_1', customer_id: expect.stringMatching(/^cus_[12]$/) })
  await expect(auth.setActor('authid_none', 'user', 'user_1')).rejects.toMatchObject({ type: 'not_found' })
})

test('who was deleted is nobody any more, and logged in nowhere', async () => {
  const { id } = await register('deleted@example.com')
  await auth.setActor(id, 'customer', 'cus_gone')
  const session = await auth.createSession(id, { actor_type: 'customer', actor_id: 'cus_gone', ttl: 60 })
  await auth.removeActor('customer', 'cus_gone')
  expect((await logIn('deleted@example.com')).app_metadata).toEqual({})
  expect(await auth.findLiveSession(session.id)).toBeUndefined()
})

test('a session lives until it is revoked or its term is over', async () => {
  const { id } = await register('session@example.com')
  const session = await auth.createSession(id, { actor_type: 'customer', ttl: 60 })
  const over = await auth.createSession(id, { actor_type: 'customer', ttl: -1 })
  expect(session.id).toMatch(/^authses_/)
  expect(await auth.findLiveSession(session.id)).toMatchObject({ auth_identity_id: id, actor_id: null })
  expect(await auth.findLiveSession(over.id)).toBeUndefined()
  await auth.revokeSession(session.id)
  expect(await auth.findLiveSession(session.id)).toBeUndefined()
})

test('a changed password ends all sessions of its owner and of nobody else', async () => {
  const { id } = await register('changed@example.com')
  const other = await register('other@example.com')
  const open = (owner: string) => auth.createSession(owner, { actor_type: 'customer', ttl: 60 })
  const sessions = [await open(id), await open(id)]
  const others = await open(other.id)
  await auth.changePassword(id, 'emailpass', { password: 'new password' })
  for (const session of sessions) expect(await auth.findLiveSession(session.id)).toBeUndefined()
  expect(await auth.findLiveSession(others.id)).toBeDefined()
  await expect(logIn('changed@example.com')).rejects.toMatchObject(wrong)
  expect(await logIn('changed@example.com', 'new password')).toMatchObject({ id })
})

test('tokens are signed with the secret that was registered', async () => {
  const tokens = module.modules.resolve(SessionTokens)
  const claims = {
    session_id: 'authses_1',
    actor_id: '',
    actor_type: 'user',
    auth_identity_id: 'authid_1',
    app_metadata: {},
    user_metadata: {},
  }
  expect(await tokens.verify(await tokens.sign(claims))).toMatchObject(claims)
})
