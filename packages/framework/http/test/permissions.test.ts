import { join } from 'node:path'
import { type Actor, type Asker, Authenticator, loadFileRoutes, type Wants } from '@stoa/http'
import { expect, test } from 'vitest'
import { openServer } from './shop.ts'

/** Takes what a user may do from the token itself: `Bearer product:read,order:*`; `all` may do everything. */
class TokensThatSay extends Authenticator {
  override async authenticate(_request: unknown, { credentials }: Wants): Promise<Asker> {
    const { bearer } = credentials
    if (bearer === undefined) return {}
    const permissions = bearer.split(',').filter((permission) => permission !== 'none')
    const actor: Actor = { type: 'user', id: 'user_1' }
    return { actor: bearer === 'all' ? actor : { ...actor, permissions } }
  }
}

async function shop() {
  const app = await openServer({ authenticator: new TokensThatSay() })
  app.get('/admin/brands', () => ({}))
  app.get('/admin/brands/:id', () => ({}))
  app.post('/admin/brands', { schema: { body: { type: 'object', required: ['name'] } } }, () => ({}))
  app.delete('/admin/brands/:id', () => ({}))
  app.get('/admin/me', { config: { permission: false } }, () => ({}))
  app.get('/admin/open', { config: { auth: false } }, () => ({}))
  app.post('/admin/brands/:id/publish', { config: { permission: 'brand:publish' } }, () => ({}))
  app.post('/admin/imports', { config: { permission: ['brand', 'upload:read'] } }, () => ({}))
  app.route({ method: ['GET', 'DELETE'], url: '/admin/both', handler: () => ({}) })
  app.all('/admin/old/*', () => ({}))
  app.get('/admin/*', () => ({}))
  app.get(
    '/reviews',
    { config: { auth: { actor: 'user', by: ['bearer'] }, permission: 'review' } },
    () => ({}),
  )
  await app.register(async (plugin) => {
    plugin.get('/admin/plugged-things', () => ({}))
  })
  await app.register(
    async (plugin) => {
      plugin.post('/:id', () => ({}))
    },
    { prefix: '/admin/prefixed' },
  )
  const ask = async (method: string, url: string, token: string) =>
    app.inject({ method: method as 'GET', url, headers: { authorization: `Bearer ${token}` } })
  return { app, ask }
}

test.each([
  ['GET', '/admin/brands', 'brand:read'],
  ['HEAD', '/admin/brands', 'brand:read'],
  ['GET', '/admin/brands/1', 'brand:read'],
  ['GET', '/admin/%62rands/1?x=1', 'brand:read'],
  ['DELETE', '/admin/brands/1', 'brand:delete'],
  ['POST', '/admin/brands/1/publish', 'brand:publish'],
  ['GET', '/admin/both', 'both:read'],
  ['DELETE', '/admin/both', 'both:delete'],
  ['GET', '/admin/plugged-things', 'plugged_thing:read'],
  ['POST', '/admin/prefixed/1', 'prefixed:update'],
  ['PUT', '/admin/old/anything', 'old:update'],
  ['GET', '/admin/brands-of-another', '*:read'],
  ['GET', '/reviews', 'review:read'],
])('%s %s is for those who may %s', async (method, url, permission) => {
  const { ask } = await shop()
  const [resource, operation] = permission.split(':') as [string, string]
  for (const token of [permission, `${resource}:*`, `*:${operation}`, '*:*', `none,${permission}`, 'all']) {
    expect([token, (await ask(method, url, token)).statusCode]).toEqual([token, 200])
  }
  for (const token of ['none', `${resource}:other`, `other:${operation}`, `${resource}x:${operation}`]) {
    expect([token, (await ask(method, url, token)).statusCode]).toEqual([token, 403])
  }
})

test('who is refused is told which permission is missing, before what the body should be', async () => {
  const { ask } = await shop()
  const refused = await ask('POST', '/admin/brands', 'brand:read')
  expect(refused.statusCode).toBe(403)
  expect(refused.json()).toEqual({ type: 'forbidden', message: expect.stringContaining('brand:create') })
  expect((await ask('POST', '/admin/brands', 'brand:create')).json().message).toContain("'name'")
})

test('where several permissions are needed, one is not enough', async () => {
  const { ask } = await shop()
  const refused = await ask('POST', '/admin/imports', 'brand:create')
  expect([refused.statusCode, refused.json().message]).toEqual([403, expect.stringContaining('upload:read')])
  expect((await ask('POST', '/admin/imports', 'brand:create,upload:read')).statusCode).toBe(200)
})

test('what is for everybody is open to those who may do nothing', async () => {
  const { ask } = await shop()
  expect((await ask('GET', '/admin/me', 'none')).statusCode).toBe(200)
  expect((await ask('GET', '/admin/open', 'none')).statusCode).toBe(200)
})

test('routes from files are guarded like others', async () => {
  const app = await openServer({ authenticator: new TokensThatSay() })
  await loadFileRoutes(app, join(import.meta.dirname, 'routes'))
  const post = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` }
    const payload = { name: 'Acme' }
    return (await app.inject({ method: 'POST', url: '/admin/brands', headers, payload })).statusCode
  }
  expect([await post('brand:update'), await post('brand:create')]).toEqual([403, 200])
})

test('the server knows what all its routes want', async () => {
  const { app } = await shop()
  expect([...app.wantedPermissions]).toEqual(
    expect.arrayContaining(['brand:read', 'brand:create', 'brand:publish', 'both:delete', 'review:read']),
  )
  expect([...app.wantedPermissions].filter((permission) => permission.startsWith('open'))).toEqual([])
})
