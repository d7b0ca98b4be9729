import { ApiKeyService } from '@stoa/api-key'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAdmin } from '../src/index.ts'
import { openShop, password, type Shop } from './shop.ts'

let shop: Shop
let token: string

beforeAll(async () => {
  shop = await openShop()
  await createAdmin(shop.modules.container, { email: 'Admin@example.com', password, first_name: 'Ada' })
  token = await signIn('admin@example.com')
})
afterAll(() => shop?.close())

const signIn = async (email: string) =>
  (await shop.call('POST', '/auth/user/emailpass', { body: { email, password } })).body.token as string
const get = (url: string) => shop.call('GET', url, { token, key: null })

test('an admin sees themselves and the others', async () => {
  const { status, body } = await get('/admin/users/me')
  expect(status).toBe(200)
  expect(body.user).toEqual({
    id: expect.stringMatching(/^user_/),
    email: 'admin@example.com',
    first_name: 'Ada',
    last_name: null,
    avatar_url: null,
    metadata: null,
    created_at: expect.any(String),
    updated_at: expect.any(String),
    deleted_at: null,
  })
  expect((await get(`/admin/users/${body.user.id}`)).body).toEqual(body)
  expect((await get('/admin/users?email=ADMIN@example.com')).body).toEqual({
    users: [body.user],
    count: 1,
    offset: 0,
    limit: 50,
  })
  expect((await get('/admin/users/user_x')).status).toBe(404)
})

test('making an admin again changes nothing, the password included', async () => {
  const make = (given: string) =>
    createAdmin(shop.modules.container, { email: 'again@example.com', password: given })
  const [first, second] = await Promise.all([make(password), make(password)])
  expect(second.id).toBe(first.id)
  expect((await make('another password')).id).toBe(first.id)
  expect(await signIn('again@example.com')).toEqual(expect.any(String))
  expect((await get('/admin/users?q=again')).body.count).toBe(1)
})

test('whoever registered first with the address does not become an admin by that', async () => {
  const body = { email: 'squatter@example.com', password: 'of the squatter' }
  const registered = await shop.call('POST', '/auth/customer/emailpass/register', { body })
  const made = createAdmin(shop.modules.container, { email: 'squatter@example.com', password })
  await expect(made).rejects.toMatchObject({ type: 'conflict' })
  const refreshed = await shop.call('POST', '/auth/token/refresh', { token: registered.body.token })
  expect((await shop.call('GET', '/admin/users/me', { token: refreshed.body.token })).status).toBe(401)
  expect((await get('/admin/users?q=squatter')).body.count).toBe(0)
})

test('keys are listed with their channels, publishable ones with their token, secret ones without', async () => {
  const [secret] = await shop.modules
    .resolve(ApiKeyService)
    .issueApiKeys([{ title: 'ERP', type: 'secret', created_by: '' }])
  const { body } = await get('/admin/api-keys?order=created_at')
  expect(body).toMatchObject({
    count: 2,
    limit: 20,
    api_keys: [
      { token: shop.key.token, type: 'publishable', sales_channels: [{ id: shop.channel, name: 'Web' }] },
      { token: secret?.redacted, redacted: secret?.redacted, type: 'secret', sales_channels: [] },
    ],
  })
  expect(JSON.stringify(body)).not.toContain('salt')
  expect((await get(`/admin/api-keys?token=${shop.key.token}`)).body.count).toBe(1)
  expect((await get(`/admin/api-keys/${secret?.id}`)).body.api_key.token).toBe(secret?.redacted)
  expect((await get('/admin/api-keys/apk_x')).status).toBe(404)
})
