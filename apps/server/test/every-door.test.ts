import { TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoHost, openDemoHost } from './demo-host.ts'
import { fill, type Operation, operationsOf } from './operations.ts'

/** Doors that stand open: they are how somebody gets in. */
const OPEN = ['/admin/invites/accept', '/admin/feature-flags']
/** Doors that are open to every user, whatever their roles allow. */
const OPEN_TO_USERS = ['GET /admin/users/me', 'GET /admin/rbac/me/permissions']

/** Their path ends with the name of a kind, of which there are a few: any other is a bad request on the wire. */
const OF_A_KIND = ['/admin/promotions/rule-attribute-options/', '/admin/promotions/rule-value-options/']

let demo: DemoHost
let operations: Operation[]
/** Tokens that were good once, or are good elsewhere, by who shows them. */
const tokens = new Map<string, string>()
let revokedKey: string

const PASSWORD = 'a long enough secret'

const post = (path: string, token?: string, body: object = {}, headers: Record<string, string> = {}) =>
  demo.request(
    'POST',
    path,
    { ...headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body,
  )

/** The token of an identity that is nobody yet. */
const register = async (actor: 'customer' | 'user', name: string) => {
  const credentials = { email: `${name}@example.com`, password: PASSWORD }
  return (await post(`/auth/${actor}/emailpass/register`, undefined, credentials)).body.token as string
}

/** The token of a user who came by invite. */
async function user(name: string): Promise<{ id: string; token: string }> {
  const registered = await register('user', name)
  const { body } = await demo.admin('POST', '/admin/invites', { email: `${name}@example.com` })
  const accepted = await post(`/admin/invites/accept?token=${body.invite.token}`, registered)
  const { token } = (await post('/auth/token/refresh', registered)).body
  return { id: accepted.body.user.id, token }
}

async function customer(name: string): Promise<string> {
  const registered = await register('customer', name)
  await post('/store/customers', registered, {}, { 'x-publishable-api-key': demo.key })
  return (await post('/auth/token/refresh', registered)).body.token
}

beforeAll(async () => {
  demo = await openDemoHost()
  operations = await operationsOf(demo)
  tokens.set('an identity that is no user', await register('customer', 'visitor'))
  tokens.set('a customer', await customer('buyer'))
  tokens.set('a registered identity that nobody invited', await register('user', 'uninvited'))
  const left = await user('left')
  tokens.set('a user who signed out', left.token)
  const gone = await user('gone')
  tokens.set('a user who was deleted', gone.token)
  const { api_key } = (await demo.admin('POST', '/admin/api-keys', { title: 'Old', type: 'secret' })).body
  revokedKey = api_key.token
  // Each opened the door, so that what closes it is what happens now.
  for (const { token } of [left, gone]) expect(await meets({ authorization: `Bearer ${token}` })).toBe(200)
  expect(await meets(withKey(revokedKey), '/admin/users')).toBe(200)
  await demo.request('DELETE', '/auth/session', { authorization: `Bearer ${left.token}` })
  await demo.admin('DELETE', `/admin/users/${gone.id}`)
  const [away, deleted] = [await customer('away'), await customer('deleted')]
  const { id } = (await demo.admin('GET', '/admin/customers?email=deleted@example.com')).body.customers[0]
  for (const token of [away, deleted]) expect(await meets(asBuyer(token), '/store/customers/me')).toBe(200)
  await demo.request('DELETE', '/auth/session', { authorization: `Bearer ${away}` })
  await demo.admin('DELETE', `/admin/customers/${id}`)
  tokens.set('a customer who signed out', away)
  tokens.set('a customer who was deleted', deleted)
  await demo.admin('POST', `/admin/api-keys/${api_key.id}/revoke`, {})
  tokens.set('a user who has shown one of two factors', await halfSignedIn('user', 'half', user))
  tokens.set(
    'a customer who has shown one of two factors',
    await halfSignedIn('customer', 'half-buyer', customer),
  )
})

/** The token by which somebody may show their second factor, and do nothing else. */
async function halfSignedIn(
  actor: 'customer' | 'user',
  name: string,
  create: (name: string) => Promise<string | { token: string }>,
): Promise<string> {
  const created = await create(name)
  const token = typeof created === 'string' ? created : created.token
  const { mfa_factor, secret } = (await post('/auth/mfa/factors', token, { provider: 'totp' })).body
  const code = new TOTP({ secret }).generate()
  expect((await post(`/auth/mfa/factors/${mfa_factor.id}/verify`, token, { code })).status).toBe(200)
  const credentials = { email: `${name}@example.com`, password: PASSWORD }
  return (await post(`/auth/${actor}/emailpass`, undefined, credentials)).body.token
}

const asBuyer = (token: string | undefined) => ({
  'x-publishable-api-key': demo.key,
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
})
const withKey = (key: string) => ({ authorization: `Basic ${btoa(`${key}:`)}` })
const meets = async (headers: Record<string, string>, path = '/admin/users/me') =>
  (await demo.request('GET', path, headers)).status

afterAll(() => demo?.stop())

const under = (area: string) => operations.filter(({ path }) => path.startsWith(`/${area}/`))
const id = () => 'does-not-exist'
const label = ({ method, path }: Operation) => `${method} ${path}`
const bodyFor = ({ body }: Operation) => (body ? {} : undefined)

/** What the routes answer that do not answer as they should. */
async function strays(
  list: readonly Operation[],
  ask: (operation: Operation) => Promise<{ status: number; body: any }>,
  isRight: (answer: { status: number; body: any }) => boolean,
): Promise<string[]> {
  const wrong: string[] = []
  for (const operation of list) {
    const answer = await ask(operation)
    if (!isRight(answer)) wrong.push(`${label(operation)}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  return wrong
}

test('the document lists the routes of all areas', () => {
  expect(under('admin').length).toBeGreaterThan(50)
  expect(under('store').length).toBeGreaterThan(30)
})

describe('the admin API', () => {
  const guarded = () => under('admin').filter(({ path }) => !OPEN.includes(path))

  const bearer = (who: string) => [who, () => ({ authorization: `Bearer ${tokens.get(who)}` })] as const

  for (const [who, headers] of [
    ['nobody', () => ({})],
    ['a token nobody signed', () => ({ authorization: 'Bearer a.b.c' })],
    ['a secret key that does not exist', () => withKey('sk_0000')],
    ['a secret key that was revoked', () => withKey(revokedKey)],
    ['a publishable key', () => withKey(demo.key)],
    bearer('an identity that is no user'),
    bearer('a customer'),
    bearer('a registered identity that nobody invited'),
    bearer('a user who signed out'),
    bearer('a user who was deleted'),
    bearer('a user who has shown one of two factors'),
  ] as const) {
    test(`is closed to ${who}`, async () => {
      const wrong = await strays(
        guarded(),
        (operation) =>
          demo.request(operation.method, fill(operation.path, id), headers(), bodyFor(operation)),
        ({ status, body }) => status === 401 && typeof body.message === 'string',
      )
      expect(wrong).toEqual([])
    })
  }

  describe('to a user with roles', () => {
    const forUsers = () => guarded().filter((operation) => !OPEN_TO_USERS.includes(label(operation)))
    const ask = (operation: Operation, token: string) =>
      demo.request(
        operation.method,
        fill(operation.path, id),
        { authorization: `Bearer ${token}` },
        bodyFor(operation),
      )
    const isForbidden = ({ status, body }: { status: number; body: any }) =>
      status === 403 && body.type === 'forbidden'

    /** A user with one role that has these policies. */
    async function userWho(name: string, keys: readonly string[]): Promise<string> {
      const policies = await Promise.all(keys.map(policy))
      const { role } = (await demo.admin('POST', '/admin/rbac/roles', { name, policy_ids: policies })).body
      const { id: user_id, token } = await user(name)
      const given = await demo.admin('POST', `/admin/users/${user_id}/roles`, { roles: [role.id] })
      expect(given.status).toBe(200)
      return token
    }

    async function policy(key: string): Promise<string> {
      const known = (await demo.admin('GET', `/admin/rbac/policies?key=${key}`)).body.policies[0]
      if (known) return known.id
      const [resource, operation] = key.split(':')
      return (await demo.admin('POST', '/admin/rbac/policies', { key, resource, operation })).body.policy.id
    }

    test('is closed where the roles allow nothing, but for who they are', async () => {
      const token = await userWho('powerless', [])
      expect(await strays(forUsers(), (operation) => ask(operation, token), isForbidden)).toEqual([])
      const own = guarded().filter((operation) => OPEN_TO_USERS.includes(label(operation)))
      expect(own).toHaveLength(OPEN_TO_USERS.length)
      expect(
        await strays(
          own,
          (operation) => ask(operation, token),
          ({ status }) => status === 200,
        ),
      ).toEqual([])
    })

    test('is open for reading, and for nothing else, where they allow reading all', async () => {
      const token = await userWho('reader', ['*:read'])
      const [reads, others] = [
        forUsers().filter(({ method }) => method === 'GET'),
        // What an export writes is what may be read.
        forUsers().filter(({ method, path }) => method !== 'GET' && !path.endsWith('/export')),
      ]
      expect(await strays(others, (operation) => ask(operation, token), isForbidden)).toEqual([])
      expect(
        await strays(
          reads,
          (operation) => ask(operation, token),
          (answer) => !isForbidden(answer),
        ),
      ).toEqual([])
    })

    test('names a permission of which there is a policy, everywhere', async () => {
      const token = await userWho('unlucky', [])
      const keys = (await demo.admin('GET', '/admin/rbac/policies?limit=9999')).body.policies.map(
        ({ key }: { key: string }) => key,
      )
      const names = ({ body }: { body: any }) => keys.includes(body.message.match(/[a-z_]+:[a-z_]+/)?.[0])
      expect(await strays(forUsers(), (operation) => ask(operation, token), names)).toEqual([])
      expect(new Set(keys).size).toBe(keys.length)
    })
  })

  test('names each field that is missing', async () => {
    const withRequired = guarded().filter(({ body }) => body?.required?.length > 0)
    expect(withRequired.length).toBeGreaterThan(5)
    const wrong: string[] = []
    for (const operation of withRequired) {
      const { status, body } = await demo.admin(operation.method, fill(operation.path, id), {})
      const named = operation.body?.required.every((field: string) => body.message?.includes(`'${field}'`))
      if (status !== 400 || body.type !== 'invalid_data' || !named)
        wrong.push(`${label(operation)}: ${body.message}`)
    }
    expect(wrong).toEqual([])
  })
})

test('the store API is closed without a key, and to one that does not exist', async () => {
  for (const headers of [{}, { 'x-publishable-api-key': 'pk_none' }] as Record<string, string>[]) {
    const wrong = await strays(
      under('store'),
      (operation) => demo.request(operation.method, fill(operation.path, id), headers, bodyFor(operation)),
      ({ status, body }) => status === 400 && body.type === 'not_allowed',
    )
    expect(wrong).toEqual([])
  }
})

test.each([
  'nobody',
  'an identity that is no user',
  'a registered identity that nobody invited',
  'a user who signed out',
  'a customer who signed out',
  'a customer who was deleted',
  'a customer who has shown one of two factors',
  'a user',
])("what is a customer's own is closed to %s", async (who) => {
  const token = who === 'a user' ? (await user('curious')).token : tokens.get(who)
  expect(token === undefined).toBe(who === 'nobody')
  const own = under('store').filter(({ path }) => path.startsWith('/store/customers/me'))
  expect(own.length).toBeGreaterThan(5)
  const wrong = await strays(
    own,
    (operation) =>
      demo.request(operation.method, fill(operation.path, id), asBuyer(token), bodyFor(operation)),
    ({ status, body }) => status === 401 && body.type === 'unauthorized',
  )
  expect(wrong).toEqual([])
})

test('second factors are closed to nobody signed in, and to who has shown one of two', async () => {
  const routes = operations.filter(({ path }) => path.startsWith('/auth/mfa/'))
  expect(routes).toHaveLength(6)
  const answers = async (headers: Record<string, string>, list: readonly Operation[]) =>
    strays(
      list,
      (operation) => demo.request(operation.method, fill(operation.path, id), headers, bodyFor(operation)),
      ({ status, body }) => status === 401 && body.type === 'unauthorized',
    )
  expect(await answers({}, routes)).toEqual([])
  const half = { authorization: `Bearer ${tokens.get('a user who has shown one of two factors')}` }
  const others = routes.filter(({ path }) => !path.includes('/challenges/'))
  expect(await answers(half, others)).toEqual([])
  const body = { method: 'totp', code: '000000' }
  const challenge = await post(
    '/auth/mfa/challenges/does-not-exist/verify',
    half.authorization.slice(7),
    body,
  )
  expect(challenge).toMatchObject({ status: 404, body: { type: 'not_found' } })
})

test('broken JSON is a bad request everywhere', async () => {
  const wrong = await strays(
    operations.filter(({ body, path }) => body && !OPEN.includes(path) && path.startsWith('/admin/')),
    async (operation) => {
      const answer = await demo.raw(operation.method, fill(operation.path, id), '{"title": ')
      return { status: answer.statusCode, body: answer.json() }
    },
    ({ status, body }) => status === 400 && body.type === 'invalid_data',
  )
  expect(wrong).toEqual([])
})

test('lists bound what is asked of them, and name what they do not know', async () => {
  const lists = under('admin').filter(
    ({ method, query }) => method === 'GET' && query.some(({ name }) => name === 'limit'),
  )
  expect(lists.length).toBeGreaterThan(10)
  const deep = Array.from({ length: 12 }, () => 'a').join('.')
  for (const query of [
    'limit=-1',
    'limit=1e9',
    'limit=ten',
    'offset=-1',
    'offset=99999999999999999999',
    'fields=no_such_field',
    `fields=${deep}`,
    'order=no_such_field',
    'order=;drop table x',
    'created_at[$gt]=yesterdayish',
    'created_at[$nope]=1',
  ]) {
    const known = query.startsWith('created_at')
      ? lists.filter(({ query: names }) => names.some(({ name }) => name === 'created_at'))
      : lists
    const wrong = await strays(
      known,
      ({ path }) => demo.admin('GET', `${fill(path, id)}?${query}`),
      ({ status, body }) => (status === 400 && body.type === 'invalid_data') || status === 404,
    )
    expect(wrong, query).toEqual([])
  }
})

test('what does not exist is not found, and is not made by asking', async () => {
  const wrong = await strays(
    under('admin').filter(
      ({ method, path }) =>
        method === 'GET' && path.endsWith('}') && !OF_A_KIND.some((start) => path.startsWith(start)),
    ),
    ({ path }) => demo.admin('GET', fill(path, id)),
    ({ status, body }) => status === 404 && body.type === 'not_found',
  )
  expect(wrong).toEqual([])
})
