import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createAdmin, userRbacRole } from '@stoa/accounts'
import { Events } from '@stoa/events'
import { createLinks } from '@stoa/query'
import { RbacService } from '@stoa/rbac'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { loadProjectConfig, startHost } from '../src/index.ts'

let database: TestDatabase
let project: string

beforeEach(async () => {
  database = await createTestDatabase()
  project = await mkdtemp(join(tmpdir(), 'stoa-project-'))
})

afterEach(async () => {
  await database.drop()
  await rm(project, { recursive: true })
})

const write = async (file: string, text: string) => {
  await mkdir(dirname(join(project, file)), { recursive: true })
  await writeFile(join(project, file), text)
}

const start = async () =>
  startHost({
    database: database.url,
    jwt_secret: 'a secret of the tests',
    cookie_secret: 'another secret of the tests',
    project,
    config: await loadProjectConfig(project),
  })

test('a project adds routes, subscribers, jobs and what its configuration names', async () => {
  await write(
    'src/api/hello/[name]/route.ts',
    'export const GET = (request) => ({ hello: request.params.name })',
  )
  await write(
    'src/subscribers/note-greeting.ts',
    `export default (event) => globalThis.stoaHeard.push(event.data.id)
     export const config = { event: 'greeting.sent' }`,
  )
  await write(
    'src/jobs/sweep.ts',
    `export default () => globalThis.stoaHeard.push('swept')
     export const config = { name: 'sweep-daily', schedule: '0 4 * * *' }`,
  )
  await write(
    'stoa.config.ts',
    `const area = async (app) => { app.get('/configured', () => ({ yes: true })) }
     export default { plugins: [{ areas: [area] }] }`,
  )
  const heard: string[] = []
  Object.assign(globalThis, { stoaHeard: heard })
  const host = await start()
  try {
    expect((await host.app.inject('/hello/world')).json()).toEqual({ hello: 'world' })
    expect((await host.app.inject('/configured')).json()).toEqual({ yes: true })
    const events = host.modules.resolve(Events)
    await events.emit('greeting.sent', { id: 'greeting_1' })
    await events.runJob('sweep-daily')
    await vi.waitFor(() => expect(heard.sort()).toEqual(['greeting_1', 'swept']), 15_000)
  } finally {
    await host.stop()
  }
})

test.each([
  ['src/subscribers/broken.ts', 'export default () => 1'],
  ['src/jobs/broken.ts', 'export const config = { schedule: "0 4 * * *" }'],
])('%s that lacks an export is named, and nothing stays open', async (file, text) => {
  await write(file, text)
  await expect(start()).rejects.toThrow(join(project, file))
})

test('who may use the routes of a project and its plugins is said by roles, and there are policies for it', async () => {
  await write('src/api/admin/reviews/[id]/route.ts', 'export const POST = () => ({ changed: true })')
  await write(
    'src/api/admin/reviews/[id]/publish/route.ts',
    `export const POST = () => ({ published: true })
     export const config = { permission: 'review:publish' }`,
  )
  await write(
    'stoa.config.ts',
    `const area = async (app) => { app.get('/admin/loyalty-points', () => ({ points: 1 })) }
     export default { plugins: [{ areas: [area] }] }`,
  )
  const host = await start()
  try {
    const { container } = host.modules
    const rbac = container.resolve(RbacService)
    const policies = await rbac.listRbacPolicies({ resource: ['review', 'loyalty_point'] })
    expect(policies.map(({ key }) => key).sort()).toEqual([
      ...['create', 'delete', 'read', 'update'].map((operation) => `loyalty_point:${operation}`),
      ...['create', 'delete', 'publish', 'read', 'update'].map((operation) => `review:${operation}`),
    ])
    await createAdmin(container, { email: 'owner@example.com', password: 'a long secret' })
    const editor = await createAdmin(container, { email: 'editor@example.com', password: 'a long secret' })
    const role = await rbac.createRbacRoles({ name: 'Editor' })
    const allowed = policies.filter(({ key }) => key === 'review:update')
    await rbac.addPolicies(
      role.id,
      allowed.map(({ id }) => id),
    )
    await createLinks(host.modules.database, userRbacRole, [{ user_id: editor.id, rbac_role_id: role.id }])
    const signedIn = await host.app.inject({
      method: 'POST',
      url: '/auth/user/emailpass',
      payload: { email: 'editor@example.com', password: 'a long secret' },
    })
    const headers = { authorization: `Bearer ${signedIn.json().token}` }
    const status = async (method: 'GET' | 'POST', url: string) =>
      (await host.app.inject({ method, url, headers })).statusCode
    expect(await status('POST', '/admin/reviews/1')).toBe(200)
    expect(await status('POST', '/admin/reviews/1/publish')).toBe(403)
    expect(await status('GET', '/admin/loyalty-points')).toBe(403)
  } finally {
    await host.stop()
  }
})

test('a project without anything of its own is fine', async () => {
  expect(await loadProjectConfig(project)).toEqual({})
  const host = await start()
  await host.stop()
})

test('the admin hears which plugins there are, and what it may count on', async () => {
  await write(
    'stoa.config.ts',
    `export default {
      plugins: [{ name: 'stoa-reviews', feature_flags: { reviews: true } }, { areas: [] }],
      feature_flags: { reviews: false, beta: true },
    }`,
  )
  const host = await start()
  try {
    const { feature_flags } = (await host.app.inject('/admin/feature-flags')).json()
    expect(feature_flags).toMatchObject({ rbac: true, index_engine: false, reviews: false, beta: true })
    const credentials = { email: 'owner@example.com', password: 'a long secret' }
    await createAdmin(host.modules.container, credentials)
    const signedIn = await host.app.inject({
      method: 'POST',
      url: '/auth/user/emailpass',
      payload: credentials,
    })
    const headers = { authorization: `Bearer ${signedIn.json().token}` }
    const { plugins } = (await host.app.inject({ url: '/admin/plugins', headers })).json()
    expect(plugins).toEqual([{ name: 'stoa-reviews' }])
  } finally {
    await host.stop()
  }
})
