import { UserService } from '@stoa/user'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Admin, openShop, password, type Shop } from './shop.ts'

let shop: Shop
let admin: Admin

beforeAll(async () => {
  shop = await openShop()
  admin = await shop.admin('admin@example.com')
})
afterAll(() => shop?.close())

test('a user is changed in what is theirs to change, and it is told', async () => {
  const { id } = await shop.admin('change@example.com')
  const change = {
    first_name: 'Ada',
    last_name: null,
    avatar_url: 'https://a.example/ada.png',
    metadata: { a: 1 },
  }
  const { status, body } = await admin.post(`/users/${id}`, {
    ...change,
    id: 'user_mine',
    email: 'x@example.com',
  })
  expect(status).toBe(200)
  expect(body.user).toEqual({
    ...change,
    id,
    email: 'change@example.com',
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
  })
  expect((await admin.get(`/users/${id}`)).body).toEqual(body)
  expect(await shop.told('user.updated')).toEqual([{ id }])
  expect((await admin.post('/users/user_none', { first_name: 'X' })).status).toBe(404)
  expect((await admin.post('/users/me', { first_name: 'X' })).status).toBe(404)
})

test('a user who is deleted is out at once, whatever the door, and their identity is nobody', async () => {
  const { id, token, get } = await shop.admin('gone@example.com')
  const { cookie } = await shop.call('POST', '/auth/session', { token })
  expect((await get('/users/me')).status).toBe(200)
  expect(await admin.remove(`/users/${id}`)).toEqual({
    status: 200,
    body: { id, object: 'user', deleted: true },
  })
  expect((await get('/users/me')).status).toBe(401)
  expect((await shop.call('GET', '/admin/users', { cookie: cookie as string })).status).toBe(401)
  expect((await shop.call('POST', '/auth/token/refresh', { token })).status).toBe(401)
  const fresh = await shop.signIn('user', 'gone@example.com')
  expect((await shop.call('GET', '/admin/users', { token: fresh })).status).toBe(401)
  expect((await admin.get(`/users/${id}`)).status).toBe(404)
  expect(await shop.told('user.deleted')).toEqual([{ id }])
})

test('a user cannot delete themselves', async () => {
  expect(await admin.remove(`/users/${admin.id}`)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: 'A user cannot delete itself' },
  })
  expect((await admin.get('/users/me')).body.user.id).toBe(admin.id)
})

test('users are found by what is known of them', async () => {
  const { id } = await shop.admin('Find@example.com')
  await admin.post(`/users/${id}`, { first_name: 'Fin', last_name: 'Der' })
  for (const query of ['email=FIND@example.com', 'q=fin%20der', `id=${id}`, 'first_name=Fin&last_name=Der']) {
    expect((await admin.get(`/users?${query}`)).body.users, query).toMatchObject([{ id }])
  }
})

test('it is shown by which providers a user signs in', async () => {
  expect(await admin.get(`/users/${admin.id}/auth-providers`)).toEqual({
    status: 200,
    body: { providers: ['emailpass'] },
  })
  const { id } = await shop.modules.resolve(UserService).createUsers({ email: 'import@example.com' })
  expect((await admin.get(`/users/${id}/auth-providers`)).body).toEqual({ providers: [] })
  expect((await admin.get('/users/user_none/auth-providers')).status).toBe(404)
})

test('an admin gives a user a link to a new password; it works once, and ends the sessions', async () => {
  const forgetful = await shop.admin('forgetful@example.com')
  const ask = async () => (await admin.post(`/users/${forgetful.id}/reset-password`)).body.token as string
  const [first, token] = [await ask(), await ask()]
  expect(await shop.told('auth.password_reset')).toEqual([])
  const renew = (by: string, given: string, actor = 'user') =>
    shop.call('POST', `/auth/${actor}/emailpass/update`, { token: by, body: { password: given } })
  expect((await renew(first, 'of the first link')).status).toBe(401)
  expect((await renew(token, 'as a customer', 'customer')).status).toBe(401)
  expect(await renew(token, 'a new secret')).toMatchObject({ status: 200, body: { success: true } })
  expect((await renew(token, 'a third secret')).status).toBe(401)
  expect((await forgetful.get('/users/me')).status).toBe(401)
  expect(await shop.signIn('user', 'forgetful@example.com', password)).toBeUndefined()
  expect(await shop.signIn('user', 'forgetful@example.com', 'a new secret')).toEqual(expect.any(String))
})

test('who has no password has none to reset', async () => {
  const { id } = await shop.modules.resolve(UserService).createUsers({ email: 'sso@example.com' })
  expect(await admin.post(`/users/${id}/reset-password`)).toMatchObject({
    status: 400,
    body: { type: 'not_allowed', message: expect.stringContaining(id) },
  })
  expect((await admin.post('/users/user_none/reset-password')).status).toBe(404)
})
