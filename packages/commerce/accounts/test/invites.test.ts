import { AuthService } from '@stoa/auth'
import { createGate, untilBlocked } from '@stoa/testing'
import { UserService } from '@stoa/user'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { acceptInvite } from '../src/index.ts'
import { type Admin, openShop, type Shop } from './shop.ts'

let shop: Shop
let admin: Admin

beforeAll(async () => {
  shop = await openShop()
  admin = await shop.admin('admin@example.com')
})
afterAll(() => shop?.close())

const invite = async (email: string) => (await admin.post('/invites', { email })).body.invite
const accept = (token: string, by: string | undefined, body: object = {}) =>
  shop.call('POST', `/admin/invites/accept?token=${token}`, {
    key: null,
    body,
    ...(by === undefined ? {} : { token: by }),
  })
const me = (token: string) => shop.call('GET', '/admin/users/me', { token, key: null })
const identityOf = async (email: string) => {
  const [found] = await shop.modules.resolve(AuthService).listProviderIdentities({ entity_id: email })
  return found?.auth_identity_id as string
}

test('an invite is created, listed, read and deleted, and each is told', async () => {
  const { status, body } = await admin.post('/invites', {
    email: 'Listed@example.com',
    metadata: { team: 'a' },
  })
  expect(status).toBe(200)
  expect(body.invite).toEqual({
    id: expect.stringMatching(/^invite_0/),
    email: 'listed@example.com',
    accepted: false,
    token: expect.any(String),
    expires_at: expect.any(String),
    metadata: { team: 'a' },
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
  })
  const hours = (Date.parse(body.invite.expires_at) - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(23.9)
  expect(hours).toBeLessThanOrEqual(24)
  const { id, token } = body.invite
  expect((await admin.get(`/invites/${id}`)).body).toEqual(body)
  for (const query of [
    'email=LISTED@example.com',
    'q=listed',
    `id=${id}`,
    '$or[0][email]=Listed@example.com',
  ]) {
    expect((await admin.get(`/invites?${query}`)).body, query).toEqual({
      invites: [body.invite],
      count: 1,
      offset: 0,
      limit: 50,
    })
  }
  expect(await admin.remove(`/invites/${id}`)).toEqual({
    status: 200,
    body: { id, object: 'invite', deleted: true },
  })
  expect((await admin.get(`/invites/${id}`)).status).toBe(404)
  expect(await shop.told('invite.created')).toEqual([{ id }])
  expect(await shop.told('invite.deleted')).toEqual([{ id }])
  const registered = await shop.register('user', 'listed@example.com')
  expect((await accept(token, registered)).status).toBe(400)
})

test('someone registers, accepts, and is a user with the refreshed token', async () => {
  const { id, token } = await invite('ada@example.com')
  const registered = await shop.register('user', 'ada@example.com')
  expect((await me(registered)).status).toBe(401)
  const accepted = await accept(token, registered, { first_name: 'Ada', last_name: 'Byron' })
  expect(accepted).toMatchObject({ status: 200 })
  expect(accepted.body).toEqual({
    user: {
      id: expect.stringMatching(/^user_0/),
      email: 'ada@example.com',
      first_name: 'Ada',
      last_name: 'Byron',
      avatar_url: null,
      metadata: null,
      created_at: expect.any(String),
      updated_at: expect.any(String),
      deleted_at: null,
    },
  })
  expect((await me(registered)).status).toBe(401)
  const refreshed = await shop.call('POST', '/auth/token/refresh', { token: registered })
  expect((await me(refreshed.body.token)).body).toEqual(accepted.body)
  expect((await me(await shop.signIn('user', 'ada@example.com'))).status).toBe(200)
  expect((await shop.told('invite.accepted')).at(-1)).toEqual({ id })
  expect((await shop.told('user.created')).at(-1)).toEqual({ id: accepted.body.user.id })
  expect((await admin.get('/invites?q=ada')).body.count).toBe(0)
})

test('an invite is accepted once', async () => {
  const { token } = await invite('once@example.com')
  const [first, second] = [
    await shop.register('user', 'once@example.com'),
    await shop.register('user', 'twice@example.com'),
  ]
  expect((await accept(token, first)).status).toBe(200)
  expect(await accept(token, second, { email: 'twice@example.com' })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('accepted') },
  })
  expect((await admin.get('/users?email=twice@example.com')).body.count).toBe(0)
})

/** Runs `first` in a transaction that stays open until `second` waits for it. */
async function overlapping<Result>(first: () => Promise<unknown>, second: () => Promise<Result>) {
  const gate = createGate('the first has accepted')
  const held = shop.modules.transaction(async () => {
    await first()
    await gate.pass()
  })
  await gate.reached
  const waiting = second()
  await untilBlocked(shop.url)
  gate.open()
  await held
  return waiting
}

test('two who accept one invite at the same moment: one becomes a user, the other stays nobody', async () => {
  const { token } = await invite('both@example.com')
  await shop.register('user', 'quick@example.com')
  const slow = await shop.register('user', 'slow@example.com')
  const quick = await identityOf('quick@example.com')
  const answer = await overlapping(
    () => acceptInvite(shop.modules.container, token, quick, { email: 'quick@example.com' }),
    () => accept(token, slow, { email: 'slow@example.com' }),
  )
  expect(answer).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect((await admin.get('/users?email=quick@example.com')).body.count).toBe(1)
  expect((await admin.get('/users?email=slow@example.com')).body.count).toBe(0)
  const auth = shop.modules.resolve(AuthService)
  expect((await auth.retrieveAuthIdentity(await identityOf('slow@example.com'))).app_metadata).toBeNull()
})

test('one who accepts two invites at the same moment becomes one user, and the other invite stays open', async () => {
  const [one, two] = [await invite('hat-1@example.com'), await invite('hat-2@example.com')]
  const token = await shop.register('user', 'hats@example.com')
  const identity = await identityOf('hats@example.com')
  const answer = await overlapping(
    () => acceptInvite(shop.modules.container, one.token, identity, {}),
    () => accept(two.token, token),
  )
  expect(answer).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect((await admin.get('/invites?q=hat-')).body.invites).toMatchObject([{ id: two.id }])
  expect((await admin.get('/users?q=hat-')).body.users).toMatchObject([{ email: 'hat-1@example.com' }])
})

test('an invite that cannot be accepted now can be accepted later', async () => {
  const { token } = await invite('later@example.com')
  const registered = await shop.register('user', 'later@example.com')
  expect(await accept(token, registered, { email: 'admin@example.com' })).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining('admin@example.com') },
  })
  expect((await accept(token, registered, { email: null, first_name: null })).body.user).toMatchObject({
    email: 'later@example.com',
    first_name: null,
  })
})

test('a resent invite has a new token and term, and the old token is worth nothing', async () => {
  const old = await invite('resent@example.com')
  await shop.modules.database.query(
    "update stoa_user.invite set expires_at = now() - interval '1 second' where id = $1",
    [old.id],
  )
  const registered = await shop.register('user', 'resent@example.com')
  expect((await accept(old.token, registered)).status).toBe(400)
  const { status, body } = await admin.post(`/invites/${old.id}/resend`)
  expect(status).toBe(200)
  expect(body.invite).toMatchObject({ id: old.id, email: old.email, accepted: false })
  expect(body.invite.token).not.toBe(old.token)
  expect(await shop.told('invite.resent')).toEqual([{ id: old.id }])
  expect((await accept(old.token, registered)).status).toBe(400)
  expect((await accept(body.invite.token, registered)).status).toBe(200)
  expect((await admin.post(`/invites/${old.id}/resend`)).status).toBe(404)
  expect((await admin.post('/invites/invite_none/resend')).status).toBe(404)
})

test('nobody is invited twice, nor who is a user already', async () => {
  await invite('again@example.com')
  for (const [email, message] of [
    ['AGAIN@example.com', 'again@example.com'],
    ['ADMIN@example.com', 'There is a user with the address admin@example.com'],
  ] as const) {
    expect(await admin.post('/invites', { email })).toMatchObject({
      status: 400,
      body: { type: 'invalid_data', message: expect.stringContaining(message) },
    })
  }
})

test.each([
  [{}, 'email'],
  [{ email: 'no address' }, 'email'],
  [{ email: 'x@example.com', role: 'admin' }, 'role'],
])('the invite %j is refused by the name of the field', async (body, field) => {
  expect(await admin.post('/invites', body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(`'${field}'`) },
  })
})

test('an acceptance says what is wrong with it', async () => {
  const registered = await shop.register('user', 'wrong@example.com')
  const { token } = await invite('wrong@example.com')
  const without = await shop.call('POST', '/admin/invites/accept', { token: registered, body: {} })
  expect(without).toMatchObject({ status: 400, body: { message: expect.stringContaining("'token'") } })
  expect(await accept(token, registered, { password: 'x' })).toMatchObject({
    status: 400,
    body: { message: expect.stringContaining("'password'") },
  })
  expect((await accept('made.up.token', registered)).status).toBe(400)
})

test('an invite opens nothing to those who are not registered users-to-be', async () => {
  const { token } = await invite('closed@example.com')
  const customer = await shop.customer('buyer@example.com')
  const out = await shop.register('user', 'out@example.com')
  await shop.call('DELETE', '/auth/session', { token: out })
  for (const by of [undefined, 'a.b.c', token, customer.token, out]) {
    expect(await accept(token, by)).toMatchObject({ status: 401, body: { type: 'unauthorized' } })
  }
  expect(await accept(token, admin.token)).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
  expect((await admin.get('/invites?q=closed')).body.count).toBe(1)
})

test('who was a user can be invited again', async () => {
  const first = await shop.admin('returning@example.com')
  await admin.remove(`/users/${first.id}`)
  const { token } = await invite('returning@example.com')
  const nobody = await shop.signIn('user', 'returning@example.com')
  const { body } = await accept(token, nobody)
  expect(body.user.id).not.toBe(first.id)
  expect((await me(await shop.signIn('user', 'returning@example.com'))).body.user.id).toBe(body.user.id)
})

test('a customer who is invited is both, each behind its own door', async () => {
  await shop.customer('both-doors@example.com')
  const { token } = await invite('both-doors@example.com')
  const nobody = await shop.signIn('user', 'both-doors@example.com')
  expect((await accept(token, nobody)).status).toBe(200)
  const [user, customer] = [
    await shop.signIn('user', 'both-doors@example.com'),
    await shop.signIn('customer', 'both-doors@example.com'),
  ]
  expect([(await me(user)).status, (await me(customer)).status]).toEqual([200, 401])
  expect((await shop.call('GET', '/store/customers/me', { token: customer })).status).toBe(200)
  expect((await shop.call('GET', '/store/customers/me', { token: user })).status).toBe(401)
})

test('where accepting fails at its end, nothing of it stays', async () => {
  const { id, token } = await invite('rollback@example.com')
  const registered = await shop.register('user', 'rollback@example.com')
  const { database } = shop.modules
  await database.query(
    `create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
     create trigger refuse before insert on stoa_events.event for each row
       when (new.name = 'user.created') execute function refuse();`,
  )
  expect((await accept(token, registered)).status).toBe(500)
  await database.query('drop trigger refuse on stoa_events.event')
  expect(await shop.modules.resolve(UserService).listUsers({ email: 'rollback@example.com' })).toEqual([])
  expect((await admin.get(`/invites/${id}`)).body.invite.accepted).toBe(false)
  expect((await accept(token, registered)).status).toBe(200)
})
