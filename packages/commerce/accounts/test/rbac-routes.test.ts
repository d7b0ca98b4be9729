import { afterAll, beforeAll, expect, test } from 'vitest'
import { all, openRolesShop, type RolesShop } from './roles-shop.ts'
import type { Admin } from './shop.ts'

let shop: RolesShop
let owner: Admin

beforeAll(async () => {
  shop = await openRolesShop()
  owner = shop.owner
})
afterAll(() => shop?.close())

const moments = { created_at: expect.any(String), updated_at: expect.any(String), deleted_at: null }
const names = async (path: string, key: string, field = 'name') =>
  (await owner.get(path)).body[key].map((row: any) => row[field])

test('there is a policy for every operation on what the routes are about', async () => {
  const { status, body } = await owner.get('/rbac/policies?limit=500&order=key')
  expect(status).toBe(200)
  expect(body).toMatchObject({ offset: 0, limit: 500 })
  const keys = body.policies.map(({ key }: { key: string }) => key)
  for (const resource of [
    'user',
    'invite',
    'customer',
    'customer_group',
    'api_key',
    'rbac_role',
    'rbac_policy',
  ]) {
    expect(keys).toEqual(expect.arrayContaining(all(resource)))
  }
  expect(body.count).toBe(keys.length)
  expect(body.policies[0]).toEqual({
    id: expect.stringMatching(/^rpol_0/),
    key: 'api_key:create',
    resource: 'api_key',
    operation: 'create',
    name: null,
    description: null,
    metadata: null,
    ...moments,
  })
})

test('a policy is made, found, changed and deleted', async () => {
  const wanted = {
    key: 'review:publish',
    resource: 'review',
    operation: 'publish',
    name: 'Publish',
    metadata: { a: 1 },
  }
  const created = await owner.post('/rbac/policies', wanted)
  const id = created.body.policy.id
  expect(created).toEqual({
    status: 200,
    body: { policy: { ...wanted, id, description: null, ...moments } },
  })
  expect(await owner.get(`/rbac/policies/${id}`)).toEqual(created)
  for (const query of [
    'q=publish',
    `id=${id}`,
    'key=review:publish',
    'resource=review',
    'operation=publish',
    '$or[0][key]=review:publish',
  ]) {
    expect((await owner.get(`/rbac/policies?${query}`)).body, query).toMatchObject({
      policies: [{ id }],
      count: 1,
      limit: 20,
    })
  }
  const changed = await owner.post(`/rbac/policies/${id}`, { operation: 'hide', description: 'Not for all' })
  expect(changed.body.policy).toMatchObject({
    key: 'review:hide',
    name: 'Publish',
    description: 'Not for all',
  })
  expect(await owner.remove(`/rbac/policies/${id}`)).toEqual({
    status: 200,
    body: { id, object: 'rbac_policy', deleted: true },
  })
  expect((await owner.get(`/rbac/policies/${id}`)).status).toBe(404)
  expect((await owner.post(`/rbac/policies/${id}`, { name: 'X' })).status).toBe(404)
})

test.each([
  [{ key: 'product:read', resource: '*', operation: '*' }, "'*:*'"],
  [{ key: 'a b:read', resource: 'a b', operation: 'read' }, "'a b'"],
  [{ key: 'user:read', resource: 'user', operation: 'read' }, 'user:read'],
  [{ key: 'user:read', resource: 'user' }, "'operation'"],
  [{ key: 'x:y', resource: 'x', operation: 'y', more: 1 }, "'more'"],
])('the policy %o is refused', async (body, reason) => {
  const before = (await owner.get('/rbac/policies')).body.count
  expect(await owner.post('/rbac/policies', body)).toMatchObject({
    status: 400,
    body: { type: 'invalid_data', message: expect.stringContaining(reason) },
  })
  expect((await owner.get('/rbac/policies')).body.count).toBe(before)
})

test('a role is made with policies and a parent, found, changed and deleted', async () => {
  const parent = await shop.role(['customer:read'])
  const policy_ids = [await shop.policy('invite:read'), await shop.policy('invite:create')]
  const created = await owner.post('/rbac/roles', {
    name: 'Host',
    description: 'Invites people',
    metadata: { floor: 2 },
    parent_id: parent,
    policy_ids,
  })
  const id = created.body.role?.id
  expect(created).toEqual({
    status: 200,
    body: {
      role: {
        id: expect.stringMatching(/^role_0/),
        name: 'Host',
        parent_id: parent,
        description: 'Invites people',
        metadata: { floor: 2 },
        ...moments,
      },
    },
  })
  expect(await owner.get(`/rbac/roles/${id}`)).toEqual(created)
  for (const query of ['q=host', `id=${id}`, 'name=Host', `parent_id=${parent}`, '$and[0][name]=Host']) {
    expect((await owner.get(`/rbac/roles?${query}`)).body, query).toEqual({
      roles: [created.body.role],
      count: 1,
      offset: 0,
      limit: 50,
    })
  }
  expect((await owner.get(`/rbac/roles/${id}?fields=permissions`)).body.role).toEqual({
    id,
    permissions: ['customer:read', 'invite:create', 'invite:read'],
  })
  const shown = (await owner.get(`/rbac/roles/${id}?policies=true`)).body.role.policies
  expect(shown.map(({ policy }: any) => policy.key).sort()).toEqual(['invite:create', 'invite:read'])
  const changed = await owner.post(`/rbac/roles/${id}`, { name: 'Doorkeeper', parent_id: null })
  expect(changed.body.role).toMatchObject({
    name: 'Doorkeeper',
    parent_id: null,
    description: 'Invites people',
  })
  expect((await owner.post(`/rbac/roles/${id}`, { description: null })).body.role).toMatchObject({
    name: 'Doorkeeper',
    description: null,
  })
  expect(await owner.remove(`/rbac/roles/${id}`)).toEqual({
    status: 200,
    body: { id, object: 'rbac_role', deleted: true },
  })
  expect((await owner.get(`/rbac/roles/${id}`)).status).toBe(404)
  expect((await owner.post(`/rbac/roles/${id}`, { name: 'X' })).status).toBe(404)
})

test('of a role that cannot be made nothing stays', async () => {
  const count = async () => (await owner.get('/rbac/roles')).body.count
  const before = await count()
  const make = (more: object) => owner.post('/rbac/roles', { name: 'Half', ...more })
  expect(await make({ policy_ids: ['rpol_none'] })).toMatchObject({
    status: 404,
    body: { message: 'There is no policy rpol_none.' },
  })
  expect(await make({ parent_id: 'role_none' })).toMatchObject({ status: 404 })
  expect(await make({ fields: 'x' })).toMatchObject({ status: 400 })
  expect(await owner.post('/rbac/roles?fields=nothing', { name: 'Half' })).toMatchObject({ status: 400 })
  expect(await count()).toBe(before)
  expect((await make({})).status).toBe(200)
  expect(await make({})).toMatchObject({ status: 400, body: { type: 'invalid_data' } })
})

test('a role cannot inherit from itself, on whatever way', async () => {
  const top = await shop.role(['customer:read'])
  const middle = await shop.role([], top)
  const bottom = await shop.role([], middle)
  for (const parent_id of [top, middle, bottom]) {
    expect(await owner.post(`/rbac/roles/${top}`, { parent_id })).toMatchObject({
      status: 400,
      body: { type: 'invalid_data', message: expect.stringContaining(parent_id) },
    })
  }
  expect((await owner.get(`/rbac/roles/${top}`)).body.role.parent_id).toBeNull()
})

test('a role is given policies and loses them', async () => {
  const id = await shop.role([])
  const [read, create] = [await shop.policy('region:read'), await shop.policy('region:create')]
  const given = await owner.post(`/rbac/roles/${id}/policies`, { policies: [read, create, read] })
  expect(given.status).toBe(200)
  const row = {
    id: expect.stringMatching(/^rlpl_0/),
    role_id: id,
    policy_id: read,
    policy: expect.objectContaining({ id: read, key: 'region:read', resource: 'region', operation: 'read' }),
    metadata: null,
    ...moments,
  }
  expect(given.body.policies).toHaveLength(2)
  expect(given.body.policies).toContainEqual(row)
  const list = (await owner.get(`/rbac/roles/${id}/policies`)).body
  expect(list).toMatchObject({ policies: given.body.policies, count: 2, offset: 0 })
  expect((await owner.get(`/rbac/roles/${id}/policies?policies=${read}`)).body.policies).toEqual([row])
  expect((await owner.post(`/rbac/roles/${id}/policies`, { policies: [read] })).body.count).toBe(2)
  expect((await owner.post(`/rbac/roles/${id}/policies`, { policies: ['rpol_none'] })).status).toBe(404)
  expect((await owner.post('/rbac/roles/role_none/policies', { policies: [read] })).status).toBe(404)
  expect((await owner.post(`/rbac/roles/${id}/policies`, {})).status).toBe(400)
  expect(await owner.remove(`/rbac/roles/${id}/policies/${read}`)).toEqual({
    status: 200,
    body: { id: read, object: 'rbac_policy', deleted: true },
  })
  expect((await owner.get(`/rbac/roles/${id}?fields=permissions`)).body.role.permissions).toEqual([
    'region:create',
  ])
  await owner.remove(`/rbac/policies/${create}`)
  expect((await owner.get(`/rbac/roles/${id}/policies`)).body.policies).toEqual([])
})

test('a policy says which roles have it, and who has those', async () => {
  const { role, id: user_id } = await shop.user(['tax_rate:read'])
  const policy = await shop.policy('tax_rate:read')
  expect(await owner.get(`/rbac/policies/${policy}/roles`)).toEqual({
    status: 200,
    body: {
      roles: [
        {
          id: expect.stringMatching(/^rlpl_/),
          role: {
            id: role,
            name: expect.any(String),
            description: null,
            created_at: expect.any(String),
            updated_at: expect.any(String),
            users: [{ id: user_id }],
          },
        },
      ],
      count: 1,
      offset: 0,
      limit: 10,
    },
  })
})

const shownRole = (id: string) => ({
  id,
  name: expect.any(String),
  description: null,
  metadata: null,
  ...moments,
})

test('a user is given roles and loses them', async () => {
  const { id } = await shop.admin('clerk@example.com')
  const [one, two] = [await shop.role(['customer:read']), await shop.role(['customer:update'])]
  const row = (role: string) => ({
    id: `${id}:${role}`,
    user_id: id,
    rbac_role_id: role,
    rbac_role: shownRole(role),
  })
  expect(await owner.get(`/users/${id}/roles`)).toEqual({
    status: 200,
    body: { roles: [], count: 0, offset: 0, limit: 50 },
  })
  expect(await owner.post(`/users/${id}/roles`, { roles: [one, two, one] })).toEqual({
    status: 200,
    body: { roles: [row(one), row(two)] },
  })
  expect((await owner.get(`/users/${id}/roles`)).body).toEqual({
    roles: [row(one), row(two)],
    count: 2,
    offset: 0,
    limit: 50,
  })
  expect((await owner.get(`/users/${id}/roles?role_id=${two}`)).body.roles).toEqual([row(two)])
  expect((await owner.get(`/users/${id}/roles?fields=rbac_role.name&limit=1&offset=1`)).body.roles).toEqual([
    { id: `${id}:${two}`, rbac_role: { id: two, name: expect.any(String) } },
  ])
  expect((await owner.get(`/users/${id}?fields=%2Brbac_roles.id`)).body.user.rbac_roles).toEqual([
    { id: one },
    { id: two },
  ])
  expect(await owner.remove(`/users/${id}/roles/${one}`)).toEqual({
    status: 200,
    body: { id: one, object: 'user_role', deleted: true },
  })
  expect(
    await shop.call('DELETE', `/admin/users/${id}/roles`, { token: owner.token, body: { roles: [two] } }),
  ).toEqual({
    status: 200,
    body: { ids: [two], object: 'user_role', deleted: true },
  })
  expect((await owner.get(`/users/${id}/roles`)).body.roles).toEqual([])
  expect((await owner.post(`/users/${id}/roles`, { roles: ['role_none'] })).status).toBe(404)
  expect((await owner.post('/users/user_none/roles', { roles: [one] })).status).toBe(404)
  expect((await owner.post(`/users/${id}/roles`, { roles: [''] })).status).toBe(400)
})

test('a role is given to users and taken from them', async () => {
  const people = await Promise.all(['ann', 'bea', 'cy'].map((name) => shop.admin(`${name}@example.com`)))
  const ids = people.map(({ id }) => id).sort()
  const role = await shop.role(['customer:read'])
  const given = await owner.post(`/rbac/roles/${role}/users`, { users: ids })
  expect(given.status).toBe(200)
  expect(given.body.users).toHaveLength(3)
  expect(given.body.users[0]).toEqual({
    id: `${ids[0]}:${role}`,
    user_id: ids[0],
    rbac_role_id: role,
    user: { ...shownUser(ids[0] as string) },
  })
  const pages = await Promise.all(
    [0, 1, 2].map(
      async (offset) =>
        (await owner.get(`/rbac/roles/${role}/users?limit=1&offset=${offset}`)).body.users[0].user_id,
    ),
  )
  expect(pages).toEqual(ids)
  expect((await owner.get(`/rbac/roles/${role}/users`)).body).toMatchObject({
    count: 3,
    offset: 0,
    limit: 50,
  })
  expect((await owner.get(`/rbac/roles/${role}/users?user_id=${ids[1]}`)).body.count).toBe(1)
  expect((await owner.get(`/rbac/roles/${role}/users?$or[0][user_id]=${ids[1]}`)).body.count).toBe(1)
  expect(
    await shop.call('DELETE', `/admin/rbac/roles/${role}/users`, {
      token: owner.token,
      body: { users: ids.slice(1) },
    }),
  ).toEqual({ status: 200, body: { ids: ids.slice(1), object: 'role_user', deleted: true } })
  expect(await names(`/rbac/roles/${role}/users`, 'users', 'user_id')).toEqual([ids[0]])
  await owner.remove(`/users/${ids[0]}`)
  expect((await owner.get(`/rbac/roles/${role}/users`)).body.users).toEqual([])
  expect((await owner.post(`/rbac/roles/${role}/users`, { users: ['user_none'] })).status).toBe(404)
  expect((await owner.post('/rbac/roles/role_none/users', { users: [owner.id] })).status).toBe(404)
})

const shownUser = (id: string) => ({
  id,
  first_name: null,
  last_name: null,
  email: expect.any(String),
  avatar_url: null,
  metadata: null,
  ...moments,
})

test('a role that somebody has is not deleted: without any they could do everything', async () => {
  const { role, id } = await shop.user(['customer:read'])
  expect(await owner.remove(`/rbac/roles/${role}`)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining('1 users') },
  })
  await owner.remove(`/users/${id}`)
  expect((await owner.remove(`/rbac/roles/${role}`)).status).toBe(200)
  const invited = await shop.role(['customer:read'])
  const { invite } = (await owner.post('/invites', { email: 'later@example.com', roles: [invited] })).body
  expect(await owner.remove(`/rbac/roles/${invited}`)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining('1 open invites') },
  })
  await owner.remove(`/invites/${invite.id}`)
  expect((await owner.remove(`/rbac/roles/${invited}`)).status).toBe(200)
})

test('everybody is told what they may do, stars spelt out', async () => {
  const may = async (admin: Admin) => (await admin.get('/rbac/me/permissions')).body.permissions
  await shop.policy('*:*')
  const everything = await may(owner)
  expect(everything).toEqual(expect.arrayContaining([...all('user'), ...all('customer')]))
  expect(everything.filter((key: string) => key.includes('*'))).toEqual([])
  const reader = await shop.user(['*:read', 'customer:*'])
  const permissions = await may(reader)
  expect(permissions).toEqual(expect.arrayContaining(['user:read', 'invite:read', ...all('customer')]))
  expect(permissions).not.toContain('user:update')
  expect(await may(await shop.user([]))).toEqual([])
  expect(await may(await shop.user(['*:*']))).toEqual(everything)
})

test('what somebody may give to others is listed', async () => {
  const customers = await shop.role(['customer:read'])
  const orders = await shop.role(['order:delete'])
  const both = await shop.role(['customer:read'], orders)
  const clerk = await shop.user(['customer:*', 'rbac_role:read', 'rbac_policy:read'])
  const { status, body } = await clerk.get('/rbac/roles/assignable')
  expect(status).toBe(200)
  const ids = body.roles.map(({ id }: { id: string }) => id)
  expect(ids).toEqual(expect.arrayContaining([customers, clerk.role]))
  expect(ids).not.toContain(orders)
  expect(ids).not.toContain(both)
  expect(body.count).toBe(ids.length)
  expect(body.roles[0]).toEqual({
    ...shownRole(expect.any(String) as never),
    parent_id: null,
    description: null,
  })
  expect((await owner.get('/rbac/roles/assignable')).body.count).toBe(
    (await owner.get('/rbac/roles')).body.count,
  )
  const policies = (await clerk.get('/rbac/policies/assignable')).body
  expect(policies.policies.map(({ key }: { key: string }) => key).sort()).toEqual([
    'customer:*',
    ...all('customer').sort(),
    'rbac_policy:read',
    'rbac_role:read',
  ])
  expect(policies.count).toBe(policies.policies.length)
  expect((await clerk.get('/rbac/policies/assignable?fields=id')).body.policies[0]).toEqual({
    id: expect.any(String),
  })
})
