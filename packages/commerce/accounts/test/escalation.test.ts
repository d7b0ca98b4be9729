import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { all, openRolesShop, type RolesShop } from './roles-shop.ts'
import type { Admin } from './shop.ts'

let shop: RolesShop
/** May keep users, invites, keys, roles and policies, and otherwise read customers. */
let manager: Admin & { role: string }

const OWN = [...['user', 'invite', 'api_key', 'rbac_role', 'rbac_policy'].flatMap(all), 'customer:read']

beforeAll(async () => {
  shop = await openRolesShop()
})
afterAll(() => shop?.close())
beforeEach(async () => {
  manager = await shop.user(OWN)
})

const take = (path: string, body: object) =>
  shop.call('DELETE', `/admin${path}`, { token: manager.token, key: null, body })
const may = async (admin: Admin): Promise<string[]> =>
  (await admin.get('/rbac/me/permissions')).body.permissions

/** Does something that is refused because of a permission, and sees that nobody may do more or less than before. */
async function refused(permission: string, work: () => Promise<{ status: number; body: any }>) {
  const state = async () => {
    const { body } = await shop.owner.get('/users?fields=id,rbac_roles.id,rbac_roles.permissions&limit=500')
    const roles = await shop.owner.get('/rbac/roles?fields=id,permissions&limit=500')
    return [body.users, roles.body.roles]
  }
  const before = await state()
  expect(await work()).toMatchObject({
    status: 403,
    body: { type: 'forbidden', message: expect.stringContaining(permission) },
  })
  expect(await state()).toEqual(before)
}

const EVERYTHING = 'everything'

test('nobody gives somebody a role that allows more than they may', async () => {
  const clerk = await shop.user(['customer:read'])
  const wide = await shop.role(['customer:delete'])
  const wider = await shop.role(['customer:read'], wide)
  for (const role of [wide, wider]) {
    for (const id of [clerk.id, manager.id]) {
      await refused('customer:delete', () => manager.post(`/users/${id}/roles`, { roles: [role] }))
      await refused('customer:delete', () => manager.post(`/rbac/roles/${role}/users`, { users: [id] }))
    }
  }
  for (const key of ['*:*', '*:read', 'customer:*']) {
    const role = await shop.role([key])
    await refused(key, () => manager.post(`/users/${manager.id}/roles`, { roles: [role] }))
  }
})

test('nobody frees themselves or others of their roles: without any they could do everything', async () => {
  const clerk = await shop.user(['customer:read'])
  for (const { id, role } of [manager, clerk]) {
    await refused(EVERYTHING, () => manager.remove(`/users/${id}/roles/${role}`))
    await refused(EVERYTHING, () => take(`/users/${id}/roles`, { roles: [role] }))
    await refused(EVERYTHING, () => take(`/rbac/roles/${role}/users`, { users: [id] }))
    expect(await manager.remove(`/rbac/roles/${role}`)).toMatchObject({
      status: 400,
      body: { type: 'not_allowed' },
    })
  }
  // One of two may go.
  const second = await shop.role(['customer:read'])
  await manager.post(`/users/${clerk.id}/roles`, { roles: [second] })
  expect((await manager.remove(`/users/${clerk.id}/roles/${clerk.role}`)).status).toBe(200)
  await refused(EVERYTHING, () => manager.remove(`/users/${clerk.id}/roles/${second}`))
  expect(await may(clerk)).toEqual(['customer:read'])
})

test('nobody widens a role beyond what they may, their own or another', async () => {
  const policy = await shop.policy('customer:delete')
  const wide = await shop.role(['customer:delete'])
  const other = await shop.role([])
  for (const role of [manager.role, other]) {
    await refused('customer:delete', () =>
      manager.post(`/rbac/roles/${role}/policies`, { policies: [policy] }),
    )
    await refused('customer:delete', () => manager.post(`/rbac/roles/${role}`, { parent_id: wide }))
  }
  await refused('customer:delete', () => manager.post('/rbac/roles', { name: 'Wide', policy_ids: [policy] }))
  await refused('customer:delete', () => manager.post('/rbac/roles', { name: 'Wide', parent_id: wide }))
})

test('nobody changes a policy into one that allows more than they may', async () => {
  const id = await shop.policy('customer:read')
  await refused('customer:merge', () => manager.post(`/rbac/policies/${id}`, { operation: 'merge' }))
  await refused('sale:*', () => manager.post(`/rbac/policies/${id}`, { resource: 'sale', operation: '*' }))
  // Making one is of no use to them.
  const made = await manager.post('/rbac/policies', { key: 'sale:*', resource: 'sale', operation: '*' })
  expect(made.status).toBe(200)
  const role = await shop.role([])
  const policies = [made.body.policy.id]
  await refused('sale:*', () => manager.post(`/rbac/roles/${role}/policies`, { policies }))
})

test('nobody takes from others what they do not have', async () => {
  const rich = await shop.user(['customer:read', 'order:delete'])
  const policy = await shop.policy('order:delete')
  const child = await shop.role([], rich.role)
  await shop.owner.post(`/users/${rich.id}/roles`, { roles: [await shop.role([])] })
  await refused('order:delete', () => manager.remove(`/users/${rich.id}/roles/${rich.role}`))
  await refused('order:delete', () => manager.remove(`/rbac/roles/${rich.role}/policies/${policy}`))
  await refused('order:delete', () => manager.post(`/rbac/roles/${child}`, { parent_id: null }))
  await refused('order:delete', () => manager.remove(`/rbac/policies/${policy}`))
  await refused('order:delete', () => manager.post(`/rbac/policies/${policy}`, { operation: 'read' }))
  await refused('order:delete', () => manager.remove(`/users/${rich.id}`))
  const unused = await shop.role(['order:delete'])
  await refused('order:delete', () => manager.remove(`/rbac/roles/${unused}`))
})

test('who may do everything is not touched by who may not', async () => {
  const free = await shop.admin('untouched@example.com')
  await refused(EVERYTHING, () => manager.post(`/users/${free.id}/roles`, { roles: [manager.role] }))
  await refused(EVERYTHING, () => manager.post(`/rbac/roles/${manager.role}/users`, { users: [free.id] }))
  await refused(EVERYTHING, () => manager.remove(`/users/${free.id}`))
  await refused(EVERYTHING, () => manager.post(`/users/${free.id}/reset-password`))
  expect((await free.get('/customers')).status).toBe(200)
})

test('nobody signs in as somebody who may do more, by a new password', async () => {
  const rich = await shop.user(['customer:read', 'order:delete'])
  await refused('order:delete', () => manager.post(`/users/${rich.id}/reset-password`))
  const poor = await shop.user(['customer:read'])
  expect((await manager.post(`/users/${poor.id}/reset-password`)).body).toEqual({ token: expect.any(String) })
  expect((await manager.post(`/users/${manager.id}/reset-password`)).status).toBe(200)
  expect((await manager.post('/users/user_none/reset-password')).status).toBe(404)
})

test('nobody makes a key that may do everything, unless they may', async () => {
  await refused(EVERYTHING, () => manager.post('/api-keys', { title: 'Mine', type: 'secret' }))
  expect((await manager.post('/api-keys', { title: 'Shop', type: 'publishable' })).status).toBe(200)
  const full = await shop.user(['*:*'])
  expect((await full.post('/api-keys', { title: 'Mine', type: 'secret' })).status).toBe(200)
})

test('nobody invites somebody who may do more, or sees how to be them', async () => {
  const wide = await shop.role(['order:delete'])
  const count = async () => (await shop.owner.get('/invites')).body.count
  const before = await count()
  for (const roles of [undefined, null, []]) {
    await refused(EVERYTHING, () => manager.post('/invites', { email: 'full@example.com', roles }))
  }
  await refused('order:delete', () => manager.post('/invites', { email: 'wide@example.com', roles: [wide] }))
  await refused('order:delete', () =>
    manager.post('/invites', { email: 'wide@example.com', roles: [manager.role, wide] }),
  )
  expect(await count()).toBe(before)

  const narrow = (await manager.post('/invites', { email: 'narrow@example.com', roles: [manager.role] })).body
    .invite
  expect(narrow.token).toEqual(expect.any(String))
  const invite = async (email: string, roles?: string[]) =>
    (await shop.owner.post('/invites', { email, ...(roles ? { roles } : {}) })).body.invite
  const [free, rich] = [await invite('free@example.com'), await invite('rich@example.com', [wide])]
  expect(free.token && rich.token).toEqual(expect.any(String))
  const seen = (await manager.get('/invites?fields=id,token')).body.invites
  expect(seen).toEqual(
    expect.arrayContaining([
      { id: narrow.id, token: narrow.token },
      { id: free.id, token: null },
      { id: rich.id, token: null },
    ]),
  )
  expect((await manager.get(`/invites/${free.id}`)).body.invite).toEqual({ ...free, token: null })
  expect((await manager.get(`/invites/${narrow.id}`)).body.invite.token).toBe(narrow.token)
  await refused(EVERYTHING, () => manager.post(`/invites/${free.id}/resend`))
  await refused('order:delete', () => manager.post(`/invites/${rich.id}/resend`))
  expect((await shop.owner.get(`/invites/${free.id}`)).body.invite).toEqual(free)
  expect((await manager.post(`/invites/${narrow.id}/resend`)).body.invite.token).not.toBe(narrow.token)
  expect((await shop.owner.get('/invites?fields=id,token')).body.invites).toContainEqual({
    id: rich.id,
    token: rich.token,
  })
})

test('who accepts an invite has its roles, and no more', async () => {
  const role = await shop.role(['customer:read'])
  const { invite } = (await shop.owner.post('/invites', { email: 'new@example.com', roles: [role, role] }))
    .body
  expect((await shop.owner.get(`/invites/${invite.id}?fields=rbac_roles.id`)).body.invite.rbac_roles).toEqual(
    [{ id: role }],
  )
  const token = await shop.register('user', 'new@example.com')
  const accepted = await shop.call('POST', `/admin/invites/accept?token=${invite.token}`, {
    token,
    key: null,
    body: {},
  })
  expect(accepted.status).toBe(200)
  const signedIn = await shop.signIn('user', 'new@example.com')
  const meets = async (path: string) =>
    (await shop.call('GET', `/admin${path}`, { token: signedIn, key: null })).status
  expect([await meets('/customers'), await meets('/users'), await meets('/users/me')]).toEqual([
    200, 403, 200,
  ])
  expect((await shop.owner.get(`/users/${accepted.body.user.id}/roles`)).body.roles).toMatchObject([
    { rbac_role_id: role },
  ])
  expect((await shop.owner.post('/invites', { email: 'x@example.com', roles: ['role_none'] })).status).toBe(
    404,
  )
  expect((await shop.owner.get('/invites?email=x@example.com')).body.count).toBe(0)
})

test('within what they may, a manager does all of it', async () => {
  const clerk = await shop.user([])
  const policies = [await shop.policy('customer:read')]
  const { role } = (await manager.post('/rbac/roles', { name: 'Reader', policy_ids: policies })).body
  expect((await manager.post(`/users/${clerk.id}/roles`, { roles: [role.id] })).status).toBe(200)
  expect(await may(clerk)).toEqual(['customer:read'])
  const { role: parent } = (await manager.post('/rbac/roles', { name: 'Keeper of invites' })).body
  await manager.post(`/rbac/roles/${parent.id}/policies`, { policies: [await shop.policy('invite:read')] })
  expect((await manager.post(`/rbac/roles/${role.id}`, { parent_id: parent.id })).status).toBe(200)
  expect(await may(clerk)).toEqual(['customer:read', 'invite:read'])
  expect((await manager.remove(`/rbac/roles/${parent.id}`)).status).toBe(200)
  expect(await may(clerk)).toEqual(['customer:read'])
  expect((await manager.remove(`/users/${clerk.id}/roles/${role.id}`)).status).toBe(200)
  expect((await manager.remove(`/users/${clerk.id}`)).status).toBe(200)
})
