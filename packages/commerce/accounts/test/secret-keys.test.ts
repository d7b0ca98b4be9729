import { ApiKeyService } from '@stoa/api-key'
import { RbacService } from '@stoa/rbac'
import { UserService } from '@stoa/user'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openRolesShop, type RolesShop } from './roles-shop.ts'
import type { Admin } from './shop.ts'

let shop: RolesShop

beforeAll(async () => {
  shop = await openRolesShop()
})
afterAll(() => shop?.close())

/** A program that shows a secret key. */
const program = (token: string) => {
  const headers = { authorization: `Basic ${btoa(`${token}:`)}` }
  const ask = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
    shop.call(method, `/admin${path}`, { headers, key: null, ...(body ? { body } : {}) })
  return {
    ask,
    /** What reading customers and orders, which nobody serves here, is answered with. */
    meets: async () => (await ask('GET', '/customers')).status,
  }
}

async function keyOf(maker: Pick<Admin, 'post'>) {
  const { body, status } = await maker.post('/api-keys', { title: 'ERP', type: 'secret' })
  expect(status).toBe(200)
  return { id: body.api_key.id as string, ...program(body.api_key.token) }
}

test('a secret key may do what its maker may now', async () => {
  const maker = await shop.admin('maker@example.com')
  const erp = await keyOf(maker)
  expect(await erp.meets()).toBe(200)
  const role = await shop.role(['api_key:read'])
  await shop.owner.post(`/users/${maker.id}/roles`, { roles: [role] })
  expect(await erp.meets()).toBe(403)
  expect((await erp.ask('GET', '/api-keys')).status).toBe(200)
  await shop.owner.post(`/rbac/roles/${role}/policies`, { policies: [await shop.policy('customer:read')] })
  expect(await erp.meets()).toBe(200)
  // Nor does it give its maker back what was taken.
  expect((await erp.ask('DELETE', `/users/${maker.id}/roles/${role}`)).status).toBe(403)
  await shop.owner.remove(`/users/${maker.id}/roles/${role}`)
  expect((await erp.ask('POST', '/customers', { email: 'of-the-erp@example.com' })).status).toBe(200)
})

test('what a key of a user with roles may do, it says', async () => {
  const maker = await shop.admin('told@example.com')
  const erp = await keyOf(maker)
  await shop.owner.post(`/users/${maker.id}/roles`, { roles: [await shop.role(['customer:read'])] })
  expect((await erp.ask('GET', '/rbac/me/permissions')).body.permissions).toEqual(['customer:read'])
})

test('the keys of a user who was deleted open nothing, however they were deleted', async () => {
  const [left, gone] = [await shop.admin('left@example.com'), await shop.admin('gone@example.com')]
  const [first, second] = [await keyOf(left), await keyOf(gone)]
  expect([await first.meets(), await second.meets()]).toEqual([200, 200])
  await shop.owner.remove(`/users/${left.id}`)
  await shop.modules.resolve(UserService).deleteUsers(gone.id)
  expect([await first.meets(), await second.meets()]).toEqual([401, 401])
})

test('a key that was made with a key is of whoever made the first, also when that one is gone', async () => {
  const maker = await shop.admin('rotating@example.com')
  const first = await keyOf(maker)
  const second = await keyOf({ post: (path, body) => first.ask('POST', path, body) })
  const { body } = await shop.owner.get(`/api-keys/${second.id}`)
  expect(body.api_key.created_by).toBe(first.id)
  await shop.owner.post(`/api-keys/${first.id}/revoke`, {})
  await shop.owner.remove(`/api-keys/${first.id}`)
  expect([await first.meets(), await second.meets()]).toEqual([401, 200])
  await shop.owner.post(`/users/${maker.id}/roles`, { roles: [await shop.role([])] })
  expect(await second.meets()).toBe(403)
  await shop.owner.remove(`/users/${maker.id}`)
  expect(await second.meets()).toBe(401)
})

test('a key without a maker is the shop’s own and may do everything; one of a stranger opens nothing', async () => {
  const keys = shop.modules.resolve(ApiKeyService)
  const made = async (created_by: string) =>
    program(
      (await keys.issueApiKeys([{ title: 'Made by code', type: 'secret', created_by }]))[0]?.token as string,
    )
  const own = await made('')
  expect(await own.meets()).toBe(200)
  const role = await shop.modules.resolve(RbacService).createRbacRoles({ name: 'Given by the shop' })
  const clerk = await shop.admin('clerk@example.com')
  expect((await own.ask('POST', `/users/${clerk.id}/roles`, { roles: [role.id] })).status).toBe(200)
  expect(await (await made('user_nobody')).meets()).toBe(401)
})

test('keys that name each other as maker open nothing', async () => {
  const keys = shop.modules.resolve(ApiKeyService)
  const [a] = await keys.issueApiKeys([{ title: 'A', type: 'secret', created_by: '' }])
  const [b] = await keys.issueApiKeys([{ title: 'B', type: 'secret', created_by: a?.id as string }])
  await keys.updateApiKeys({ id: a?.id as string, created_by: b?.id as string })
  expect(await program(a?.token as string).meets()).toBe(401)
})

test('a key costs no statement more', async () => {
  const maker = await shop.user(['*:*'])
  const erp = await keyOf(maker)
  expect(await shop.counted(() => erp.meets())).toBe(2)
})
