import { type Modules, provide, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { UserOptions, UserService, userModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let users: UserService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([userModule, queryModule], { database: database.url })
  await modules.migrate()
  users = modules.resolve(UserService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

async function invite(email: string, ttl?: number) {
  const [made] = await users.issueInvites([{ email }], ttl)
  return made as NonNullable<typeof made>
}

test('of ten who accept one invite at once, one does', async () => {
  const { token } = await invite('ten@example.com')
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => users.acceptInvite(token)))
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('an invite that has expired is not accepted', async () => {
  const { token } = await invite('late@example.com', -1)
  await expect(users.acceptInvite(token)).rejects.toMatchObject({ type: 'invalid_data' })
})

test('a renewed invite has a new token, and the old one is worth nothing', async () => {
  const { id, token } = await invite('renewed@example.com', -1)
  const [renewed] = await users.renewInvites([id])
  await expect(users.acceptInvite(token)).rejects.toMatchObject({ type: 'invalid_data' })
  expect(await users.acceptInvite(renewed?.token as string)).toMatchObject({ id, accepted: true })
})

test('an invite lasts as long as the options say, and its token says so to the page', async () => {
  const brief = await startModules([userModule], {
    database: database.url,
    providers: [provide(UserOptions, () => new UserOptions({ invite_ttl: 60 }))],
  })
  onTestFinished(() => brief.close())
  const [made] = await brief.resolve(UserService).issueInvites([{ email: 'Brief@example.com' }])
  const { id, token, expires_at } = made as NonNullable<typeof made>
  const left = new Date(expires_at).getTime() - Date.now()
  expect(left).toBeGreaterThan(50_000)
  expect(left).toBeLessThanOrEqual(60_000)
  expect(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())).toEqual({
    id,
    jti: id,
    email: 'brief@example.com',
    iat: expect.any(Number),
    exp: Math.floor(new Date(expires_at).getTime() / 1000),
  })
})

test('an admin can copy the token of an invite again', async () => {
  const { id, token } = await invite('copied@example.com')
  expect(await modules.resolve(Query).retrieve('invite', id, { fields: ['token'] })).toEqual({ id, token })
})

test('one address is one user, whatever its case', async () => {
  await users.createUsers({ email: 'Admin@Example.com' })
  expect(await users.listUsers({ email: 'ADMIN@example.com' })).toMatchObject([
    { email: 'admin@example.com' },
  ])
  await expect(users.createUsers({ email: 'admin@EXAMPLE.com' })).rejects.toMatchObject({
    type: 'invalid_data',
  })
})
