import { ApiKeyService } from '@stoa/api-key'
import { createLinks } from '@stoa/query'
import { RbacService } from '@stoa/rbac'
import { behindLock, createGate, untilBlocked } from '@stoa/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { userRbacRole } from '../src/index.ts'
import { openRolesShop, type RolesShop } from './roles-shop.ts'

let shop: RolesShop

beforeEach(async () => {
  shop = await openRolesShop()
})
afterEach(() => shop?.close())

const refused = {
  status: 400,
  body: { type: 'not_allowed', message: expect.stringContaining('Nobody would be left') },
}

const LOCK = "select pg_advisory_xact_lock(hashtextextended('stoa/rbac', 0))"

/** Calls that are all let in, and then come to change roles one right after the other. */
async function atOnce(...calls: (() => Promise<{ status: number; body: any }>)[]) {
  const ends = await behindLock(shop.url, LOCK, [], calls)
  return ends.map((end) => (end.status === 'fulfilled' ? end.value : { status: 0, body: String(end.reason) }))
}

/** How many users may do everything, as the doors see it. */
async function full(...people: { get(path: string): Promise<{ status: number }> }[]) {
  const statuses = await Promise.all(people.map(async ({ get }) => (await get('/users')).status))
  return statuses.filter((status) => status === 200).length
}

test('the last user who may do everything cannot be given a role that allows less', async () => {
  const { owner } = shop
  const role = await shop.role(['customer:read'])
  expect(await owner.post(`/users/${owner.id}/roles`, { roles: [role] })).toMatchObject(refused)
  expect(await owner.post(`/rbac/roles/${role}/users`, { users: [owner.id] })).toMatchObject(refused)
  expect((await owner.get('/users')).status).toBe(200)
  const second = await shop.admin('second@example.com')
  expect((await owner.post(`/users/${owner.id}/roles`, { roles: [role] })).status).toBe(200)
  expect((await owner.get('/users')).status).toBe(403)
  expect(await second.post(`/users/${second.id}/roles`, { roles: [role] })).toMatchObject(refused)
})

test('one whose role allows everything counts, and the role cannot lose it', async () => {
  const { owner } = shop
  const everything = await shop.role(['*:*'])
  const chief = await shop.role([], everything)
  const policy = await shop.policy('*:*')
  expect((await owner.post(`/users/${owner.id}/roles`, { roles: [chief] })).status).toBe(200)
  expect((await owner.get('/users')).status).toBe(200)
  expect(await owner.remove(`/rbac/roles/${everything}/policies/${policy}`)).toMatchObject(refused)
  expect(await owner.remove(`/rbac/policies/${policy}`)).toMatchObject(refused)
  expect(await owner.post(`/rbac/policies/${policy}`, { operation: 'read' })).toMatchObject(refused)
  expect(await owner.post(`/rbac/roles/${chief}`, { parent_id: null })).toMatchObject(refused)
  expect(await owner.remove(`/rbac/roles/${everything}`)).toMatchObject(refused)
  expect((await owner.get('/users')).status).toBe(200)
  // Without a role it is everything all the same.
  expect((await owner.remove(`/users/${owner.id}/roles/${chief}`)).status).toBe(200)
})

test('the last user who may do everything is not deleted, by nobody', async () => {
  const { owner } = shop
  const key = (await owner.post('/api-keys', { title: 'ERP', type: 'secret' })).body.api_key.token
  const clerk = await shop.user(['*:read', 'user:delete'])
  const headers = { authorization: `Basic ${btoa(`${key}:`)}` }
  const remove = () => shop.call('DELETE', `/admin/users/${owner.id}`, { headers, key: null })
  expect(await remove()).toMatchObject(refused)
  expect((await clerk.remove(`/users/${owner.id}`)).status).toBe(403)
  expect((await owner.get('/users')).status).toBe(200)
  await shop.admin('second@example.com')
  expect((await remove()).status).toBe(200)
})

test('where nobody may do everything to begin with, roles can still be given by a key of the shop’s own', async () => {
  const { owner } = shop
  const keys = shop.modules.resolve(ApiKeyService)
  const [own] = await keys.issueApiKeys([{ title: 'Of the shop', type: 'secret', created_by: '' }])
  const key = own?.token
  const role = await shop.role(['customer:read'])
  await createLinks(shop.modules.database, userRbacRole, [{ user_id: owner.id, rbac_role_id: role }])
  const headers = { authorization: `Basic ${btoa(`${key}:`)}` }
  const body = {
    roles: [await shop.modules.resolve(RbacService).createRbacRoles({ name: 'X' })].map(({ id }) => id),
  }
  expect(
    (await shop.call('POST', `/admin/users/${owner.id}/roles`, { headers, key: null, body })).status,
  ).toBe(200)
})

test('of two who give each other a role at once, one succeeds', async () => {
  const [a, b] = [shop.owner, await shop.admin('b@example.com')]
  const role = await shop.role(['customer:read'])
  const answers = await atOnce(
    () => a.post(`/users/${b.id}/roles`, { roles: [role] }),
    () => b.post(`/users/${a.id}/roles`, { roles: [role] }),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
  expect(await full(a, b)).toBe(1)
})

test('of two who each take a role upon themselves at once, one succeeds', async () => {
  const [a, b] = [shop.owner, await shop.admin('b@example.com')]
  const role = await shop.role(['customer:read'])
  const answers = await atOnce(
    () => a.post(`/users/${a.id}/roles`, { roles: [role] }),
    () => b.post(`/users/${b.id}/roles`, { roles: [role] }),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  expect(answers).toContainEqual(expect.objectContaining(refused))
  expect(await full(a, b)).toBe(1)
})

test('of two who delete each other at once, one succeeds', async () => {
  const [a, b] = [shop.owner, await shop.admin('b@example.com')]
  const answers = await atOnce(
    () => a.remove(`/users/${b.id}`),
    () => b.remove(`/users/${a.id}`),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  expect(await full(a, b)).toBe(1)
})

test('who loses a right while a request waits does not use it any more', async () => {
  const { owner } = shop
  const rival = await shop.user(['*:*'])
  const [clerk, wide] = [await shop.user(['customer:read']), await shop.role(['order:*'])]
  const gate = createGate('the rival has lost everything')
  const held = shop.modules.transaction(async () => {
    const rbac = shop.modules.resolve(RbacService)
    await rbac.lock()
    await rbac.removePolicies(rival.role, [await shop.policy('*:*')])
    await gate.pass()
  })
  await gate.reached
  const late = rival.post(`/users/${clerk.id}/roles`, { roles: [wide] })
  await untilBlocked(shop.url)
  gate.open()
  await held
  expect(await late).toMatchObject({ status: 403, body: { message: expect.stringContaining('order:*') } })
  expect((await owner.get(`/users/${clerk.id}/roles`)).body.count).toBe(1)
})

test('two who each take one of somebody’s two roles at once do not set them free', async () => {
  const managers = await Promise.all([shop.user(['user:update']), shop.user(['user:update'])])
  const clerk = await shop.user([])
  const second = await shop.role([])
  await shop.owner.post(`/users/${clerk.id}/roles`, { roles: [second] })
  const roles = [clerk.role, second]
  const answers = await atOnce(
    ...managers.map((manager, at) => () => manager.remove(`/users/${clerk.id}/roles/${roles[at]}`)),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
  expect((await clerk.get('/users')).status).toBe(403)
})

test('a role that is deleted while it is given does not set anybody free', async () => {
  const clerk = await shop.user(['user:read'])
  const role = await shop.role([])
  const answers = await atOnce(
    () => shop.owner.post(`/users/${clerk.id}/roles`, { roles: [role] }),
    () => shop.owner.remove(`/rbac/roles/${role}`),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.map(({ status }) => status)).toEqual(expect.arrayContaining([200]))
  expect((await clerk.get('/customers')).status).toBe(403)
})

test('an invite that is deleted while it is accepted makes nobody free', async () => {
  const role = await shop.role([])
  const { invite } = (await shop.owner.post('/invites', { email: 'in@example.com', roles: [role] })).body
  const token = await shop.register('user', 'in@example.com')
  const [accepted, deleted] = await behindLock(
    shop.url,
    'select from stoa_user.invite where id = $1 for update',
    [invite.id],
    [
      () => shop.call('POST', `/admin/invites/accept?token=${invite.token}`, { token, key: null, body: {} }),
      () => shop.owner.remove(`/invites/${invite.id}`),
    ],
  )
  expect(deleted).toMatchObject({ status: 'fulfilled', value: { status: 200 } })
  const { status, body } = (accepted as PromiseFulfilledResult<any>).value
  expect([200, 400]).toContain(status)
  const held = await shop.owner.get(`/users/${body.user?.id}/roles`)
  expect(held.body.roles.map((row: any) => row.rbac_role_id)).toEqual(status === 200 ? [role] : [])
  const signedIn = await shop.signIn('user', 'in@example.com')
  expect((await shop.call('GET', '/admin/users', { token: signedIn, key: null })).status).toBe(
    status === 200 ? 403 : 401,
  )
})
