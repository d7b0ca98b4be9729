import { createGate, untilBlocked } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openModule, type TestModule } from './module.ts'

let module: TestModule

beforeAll(async () => {
  module = await openModule()
})

afterAll(() => module?.close())

const PASSWORD = 'correct horse'
const refused = { type: 'unauthorized' }

const register = (email: string, provider = 'emailpass') =>
  module.auth.register(provider, { email, password: PASSWORD })
const logIn = (email: string, password = PASSWORD) =>
  module.auth.authenticate('emailpass', { email, password })
const ask = async (email: string, { ttl, actor = 'customer' }: { ttl?: number; actor?: string } = {}) =>
  (await module.auth.createPasswordResetToken('emailpass', { email }, actor, ttl)) as string
const use = (token: string, password: string, { actor = 'customer', provider = 'emailpass' } = {}) =>
  module.auth.resetPassword(provider, token, actor, { password })

/** Runs `first` in a transaction that stays open until `second` waits for it. */
async function overlapping(first: () => Promise<unknown>, second: () => Promise<unknown>) {
  const gate = createGate('the first has written')
  const held = module.modules.transaction(async () => {
    await first()
    await gate.pass()
  })
  await gate.reached
  const waiting = second()
  // Its failure is for the caller; until then nobody listens.
  waiting.catch(() => undefined)
  await untilBlocked(module.url)
  gate.open()
  await held
  return waiting
}

test('a token that is used twice at once sets one password', async () => {
  await register('twice@example.com')
  const token = await ask('Twice@example.com')
  await expect(
    overlapping(
      () => use(token, 'the first'),
      () => use(token, 'the second'),
    ),
  ).rejects.toMatchObject(refused)
  expect(await logIn('twice@example.com', 'the first')).toBeDefined()
  await expect(logIn('twice@example.com')).rejects.toMatchObject(refused)
})

test('a token is good for its term, until the next one, and for known addresses only', async () => {
  await register('term@example.com')
  await expect(use(await ask('term@example.com', { ttl: -1 }), 'new')).rejects.toMatchObject(refused)
  const [first, second] = [await ask('term@example.com'), await ask('term@example.com')]
  await expect(use(first, 'new')).rejects.toMatchObject(refused)
  await use(second, 'new')
  expect(await logIn('term@example.com', 'new')).toBeDefined()
  expect(await ask('no@example.com')).toBeUndefined()
})

test('a token is good for its actor type and provider only, and trying it elsewhere does not spend it', async () => {
  await register('own@example.com')
  await register('own@example.com', 'badge')
  const token = await ask('own@example.com')
  await expect(use(token, 'new', { actor: 'user' })).rejects.toMatchObject(refused)
  await expect(use(token, 'new', { provider: 'badge' })).rejects.toMatchObject(refused)
  await use(token, 'new')
  expect(await logIn('own@example.com', 'new')).toBeDefined()
  expect(
    await module.auth.authenticate('badge', { email: 'own@example.com', password: PASSWORD }),
  ).toBeDefined()
})

test('a password that cannot be used does not spend the token', async () => {
  await register('retry@example.com')
  const token = await ask('retry@example.com')
  await expect(use(token, '')).rejects.toMatchObject({ type: 'invalid_data' })
  await use(token, 'new')
  expect(await logIn('retry@example.com', 'new')).toBeDefined()
})

test('of two tokens that were made at once, one is used and the other is gone with it', async () => {
  const { id } = await register('pair@example.com')
  const [first, second] = [await ask('pair@example.com'), await ask('pair@example.com')]
  // As two statements that do not see each other leave it.
  await module.modules.database.query(
    `insert into stoa_auth.auth_password_reset_token
       (id, auth_identity_id, provider_identity_id, entity_id, actor_type, token_hash, expires_at)
     select 'authprt_twin', auth_identity_id, provider_identity_id, entity_id, actor_type,
       encode(sha256($2::bytea), 'hex'), expires_at
     from stoa_auth.auth_password_reset_token where auth_identity_id = $1`,
    [id, Buffer.from(first)],
  )
  await use(second, 'new')
  await expect(use(first, 'newer')).rejects.toMatchObject(refused)
})

test('a page reads from a token whose password it sets and until when', async () => {
  await register('page@example.com')
  const [, claims] = (await ask('page@example.com', { actor: 'user' })).split('.')
  expect(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString())).toEqual({
    entity_id: 'page@example.com',
    provider: 'emailpass',
    actor_type: 'user',
    iat: expect.any(Number),
    exp: expect.any(Number),
  })
})

test('what is stored of a token opens nothing', async () => {
  await register('hash@example.com')
  await ask('hash@example.com')
  const [row] = await module.auth.listAuthPasswordResetTokens({ entity_id: 'hash@example.com' })
  await expect(use(row?.token_hash as string, 'new')).rejects.toMatchObject(refused)
})

const setNew = async (id: string, email: string, how: 'change' | 'reset') => {
  if (how === 'change') return module.auth.changePassword(id, 'emailpass', { password: 'new' })
  return use(await ask(email), 'new')
}

test.each(['change', 'reset'] as const)(
  'a %s of the password ends the session that the old one opens at the same moment',
  async (how) => {
    const email = `racing-${how}@example.com`
    const { id } = await register(email)
    const { proof } = await logIn(email)
    const open = () => module.auth.createSession(id, { actor_type: 'customer', ttl: 60, proof })
    let session: Awaited<ReturnType<typeof open>> | undefined
    await overlapping(
      async () => {
        session = await open()
      },
      () => setNew(id, email, how),
    )
    expect(session).toBeDefined()
    expect(await module.auth.findLiveSession(session?.id as string)).toBeUndefined()
  },
)

test.each(['change', 'reset'] as const)(
  'the old password opens no session once a %s of it is under way, or done',
  async (how) => {
    const email = `late-${how}@example.com`
    const { id } = await register(email)
    const { proof } = await logIn(email)
    const open = () => module.auth.createSession(id, { actor_type: 'customer', ttl: 60, proof })
    await expect(overlapping(() => setNew(id, email, how), open)).rejects.toMatchObject(refused)
    await expect(open()).rejects.toMatchObject(refused)
    const anew = await logIn(email, 'new')
    expect(await module.auth.createSession(id, { actor_type: 'customer', ttl: 60, ...anew })).toBeDefined()
  },
)
