import { join } from 'node:path'
import { loadFileRoutes } from '@stoa/http'
import { expect, test } from 'vitest'
import { KnownAskers, openServer } from './shop.ts'

const directory = join(import.meta.dirname, 'routes')
const USER = { authorization: 'Bearer user' }

async function fileServer(options = {}) {
  const app = await openServer({ authenticator: new KnownAskers() })
  const added = await loadFileRoutes(app, directory, options)
  return { app, added }
}

test('folders are paths', async () => {
  const { app, added } = await fileServer()
  expect(added.sort()).toEqual(['GET /hello', 'GET /store/brands/:id', 'POST /admin/brands'])
  expect((await app.inject('/hello')).body).toBe('hello')
})

test('custom routes have the doors of their area', async () => {
  const { app } = await fileServer()
  expect((await app.inject('/store/brands/b_1')).statusCode).toBe(400)
  const headers = { 'x-publishable-api-key': 'pk_known' }
  expect((await app.inject({ url: '/store/brands/b_1', headers })).json()).toEqual({
    brand: { id: 'b_1' },
    sales_channel_ids: ['sc_1'],
  })
  expect((await app.inject({ method: 'POST', url: '/admin/brands' })).statusCode).toBe(401)
})

test('their schemas are checked', async () => {
  const { app } = await fileServer()
  const post = (payload: object) =>
    app.inject({ method: 'POST', url: '/admin/brands', headers: USER, payload })
  expect((await post({})).json().message).toContain("Field 'name' is required")
  expect((await post({ name: 'Acme' })).json()).toEqual({ brand: { name: 'Acme' }, by: 'user_1' })
})

test('a prefix stands before all', async () => {
  const { added } = await fileServer({ prefix: '/plugins/brands' })
  expect(added).toContain('GET /plugins/brands/hello')
})

test('a file without a handler is named', async () => {
  const app = await openServer()
  const broken = join(import.meta.dirname, 'broken-routes')
  await expect(loadFileRoutes(app, broken)).rejects.toThrow(/nothing.route\.ts exports no handler/)
})
