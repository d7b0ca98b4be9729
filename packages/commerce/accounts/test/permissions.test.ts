import { createLinks } from '@stoa/query'
import { RbacService } from '@stoa/rbac'
import type { FastifyRequest } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { StoaAuthenticator, userRbacRole } from '../src/index.ts'
import { all, openRolesShop, type RolesShop } from './roles-shop.ts'

let shop: RolesShop

beforeAll(async () => {
  shop = await openRolesShop()
})
afterAll(() => shop?.close())

const forbidden = (permission: string) => ({
  status: 403,
  body: { type: 'forbidden', message: expect.stringContaining(permission) },
})

test('a user may do what the roles allow, all of them taken together, and nothing else', async () => {
  const clerk = await shop.user(['customer:read'])
  const more = await shop.role(['customer_group:create'], await shop.role(['customer:update']))
  await shop.owner.post(`/users/${clerk.id}/roles`, { roles: [more] })
  const { customer } = (await shop.owner.post('/customers', { email: 'c@example.com' })).body
  expect((await clerk.get('/customers')).status).toBe(200)
  expect((await clerk.get(`/customers/${customer.id}/addresses`)).status).toBe(200)
  expect((await clerk.post(`/customers/${customer.id}`, { first_name: 'Cy' })).status).toBe(200)
  expect((await clerk.post(`/customers/${customer.id}/addresses`, { city: 'Athens' })).status).toBe(200)
  expect((await clerk.post('/customer-groups', { name: 'New' })).status).toBe(200)
  expect(await clerk.post('/customers', { email: 'd@example.com' })).toMatchObject(
    forbidden('customer:create'),
  )
  expect(await clerk.remove(`/customers/${customer.id}`)).toMatchObject(forbidden('customer:delete'))
  expect(await clerk.get('/customer-groups')).toMatchObject(forbidden('customer_group:read'))
  expect(await clerk.get('/users')).toMatchObject(forbidden('user:read'))
  expect(await clerk.get('/rbac/roles')).toMatchObject(forbidden('rbac_role:read'))
  expect(await clerk.get('/rbac/policies')).toMatchObject(forbidden('rbac_policy:read'))
  expect(await clerk.post(`/users/${clerk.id}/roles`, { roles: [] })).toMatchObject(forbidden('user:update'))
})

test('who may do nothing still sees who they are and what they may do', async () => {
  const nobody = await shop.user([])
  expect((await nobody.get('/users/me')).body.user.id).toBe(nobody.id)
  expect((await nobody.get('/rbac/me/permissions')).body).toEqual({ permissions: [] })
  expect((await nobody.get(`/users/${nobody.id}`)).status).toBe(403)
  expect((await shop.call('POST', '/auth/token/refresh', { token: nobody.token })).status).toBe(200)
  expect((await shop.call('DELETE', '/auth/session', { token: nobody.token })).status).toBe(200)
})

test('what is given and taken counts from the next request on, by token and by cookie', async () => {
  const clerk = await shop.user(['customer:read'])
  const { cookie } = await shop.call('POST', '/auth/session', { token: clerk.token })
  const meets = async () => [
    (await clerk.get('/customers')).status,
    (await shop.call('GET', '/admin/customers', { cookie: cookie as string })).status,
  ]
  expect(await meets()).toEqual([200, 200])
  const policy = await shop.policy('customer:read')
  await shop.owner.remove(`/rbac/roles/${clerk.role}/policies/${policy}`)
  expect(await meets()).toEqual([403, 403])
  const parent = await shop.role(['customer:read'])
  await shop.owner.post(`/rbac/roles/${clerk.role}`, { parent_id: parent })
  expect(await meets()).toEqual([200, 200])
  await shop.owner.remove(`/rbac/roles/${parent}`)
  expect(await meets()).toEqual([403, 403])
  await shop.owner.post(`/users/${clerk.id}/roles`, { roles: [await shop.role(['*:read'])] })
  expect(await meets()).toEqual([200, 200])
})

test('a role that is gone behind everybody’s back leaves a user nothing, not everything', async () => {
  const clerk = await shop.user(['customer:read'])
  const rbac = shop.modules.resolve(RbacService)
  await rbac.softDeleteRbacRoles(clerk.role)
  expect((await clerk.get('/customers')).status).toBe(403)
  await rbac.deleteRbacRoles(clerk.role)
  expect((await clerk.get('/customers')).status).toBe(403)
})

test('without any role a user may do everything, and so does a secret key', async () => {
  const free = await shop.admin('free@example.com')
  const clerk = await shop.user(['customer:read'])
  expect((await free.get('/users')).status).toBe(200)
  const { api_key } = (await free.post('/api-keys', { title: 'ERP', type: 'secret' })).body
  const headers = { authorization: `Basic ${btoa(`${api_key.token}:`)}` }
  const byKey = (method: 'GET' | 'POST', path: string, body?: object) =>
    shop.call(method, `/admin${path}`, { headers, key: null, body })
  expect((await byKey('GET', '/users')).status).toBe(200)
  expect(
    (await byKey('POST', `/users/${clerk.id}/roles`, { roles: [await shop.role(['order:read'])] })).status,
  ).toBe(200)
  expect((await byKey('GET', '/rbac/me/permissions')).body.permissions).toEqual(
    expect.arrayContaining(all('user')),
  )
})

test('who is asking says what users with roles may do, and nothing of that for anybody else', async () => {
  const authenticator = new StoaAuthenticator(shop.modules.container)
  const asker = async (token: string, actor: 'user' | 'customer') =>
    (
      await authenticator.authenticate({ query: {} } as FastifyRequest, {
        credentials: { bearer: token },
        auth: { actor, by: ['bearer'] },
      })
    ).actor
  const clerk = await shop.user(['customer:read', 'order:*'])
  expect((await asker(clerk.token, 'user'))?.permissions).toEqual(['customer:read', 'order:*'])
  expect((await asker((await shop.user([])).token, 'user'))?.permissions).toEqual([])
  expect(await asker(shop.owner.token, 'user')).not.toHaveProperty('permissions')
  const { id, token } = await shop.customer('buyer@example.com')
  // Not even if the tables said that a customer has a role.
  await shop.modules.database.query(
    'insert into stoa_link.user_rbac_role (user_id, rbac_role_id) values ($1, $2)',
    [id, clerk.role],
  )
  expect(await asker(token, 'customer')).toMatchObject({ type: 'customer', id })
  expect(await asker(token, 'customer')).not.toHaveProperty('permissions')
})

test('to know what somebody may do takes no statement more', async () => {
  const clerk = await shop.user(['*:read'])
  await createLinks(
    shop.modules.database,
    userRbacRole,
    await Promise.all(
      [1, 2, 3].map(async () => ({ user_id: clerk.id, rbac_role_id: await shop.role(['order:*']) })),
    ),
  )
  for (const path of [
    '/customers',
    '/users/me',
    '/invites',
    `/users/${clerk.id}/roles`,
    '/rbac/roles',
    '/rbac/roles?fields=*policies,permissions',
    `/rbac/roles/${clerk.role}`,
    `/rbac/roles/${clerk.role}/users`,
    `/rbac/roles/${clerk.role}/policies`,
    '/rbac/policies',
    `/rbac/policies/${await shop.policy('*:read')}`,
    `/rbac/policies/${await shop.policy('*:read')}/roles`,
    '/rbac/roles/assignable',
    '/rbac/policies/assignable',
    '/rbac/me/permissions',
  ]) {
    let status = 0
    const statements = await shop.counted(async () => {
      status = (await clerk.get(path)).status
    })
    expect([path, status, statements]).toEqual([path, 200, 2])
  }
})

test('a change of roles takes as many statements for many as for one', async () => {
  const roles = await Promise.all(Array.from({ length: 6 }, () => shop.role(['customer:read'])))
  const people = await Promise.all([1, 2, 3, 4].map(() => shop.user([])))
  const policies = await Promise.all(all('gift').map(shop.policy))
  const someone = people[0] as { id: string }
  const give = (list: string[]) =>
    shop.counted(() => shop.owner.post(`/users/${someone.id}/roles`, { roles: list }))
  expect(await give(roles.slice(1))).toBe(await give(roles.slice(0, 1)))
  const take = (list: string[]) =>
    shop.counted(() =>
      shop.call('DELETE', `/admin/users/${someone.id}/roles`, {
        token: shop.owner.token,
        key: null,
        body: { roles: list },
      }),
    )
  expect(await take(roles.slice(1))).toBe(await take(roles.slice(0, 1)))
  const put = (ids: string[]) =>
    shop.counted(() => shop.owner.post(`/rbac/roles/${roles[0]}/users`, { users: ids }))
  expect(await put(people.slice(1).map(({ id }) => id))).toBe(await put([someone.id]))
  const allow = (list: string[]) =>
    shop.counted(() => shop.owner.post(`/rbac/roles/${roles[0]}/policies`, { policies: list }))
  expect(await allow(policies.slice(1))).toBe(await allow(policies.slice(0, 1)))
  const make = (name: string, policy_ids: string[]) =>
    shop.counted(() => shop.owner.post('/rbac/roles', { name, policy_ids, parent_id: roles[1] }))
  expect(await make('with many', policies)).toBe(await make('with one', policies.slice(0, 1)))
})
