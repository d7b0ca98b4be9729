import { type Modules, startModules } from '@stoa/kernel'
import { Query, queryModule } from '@stoa/query'
import { createTestDatabase, type TestDatabase } from '@stoa/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiKeyService, apiKeyModule } from '../src/index.ts'

let database: TestDatabase
let modules: Modules
let apiKeys: ApiKeyService

beforeAll(async () => {
  database = await createTestDatabase()
  modules = await startModules([apiKeyModule, queryModule], { database: database.url })
  await modules.migrate()
  apiKeys = modules.resolve(ApiKeyService)
})

afterAll(async () => {
  await modules?.close()
  await database?.drop()
})

async function issue(type: 'publishable' | 'secret') {
  const [key] = await apiKeys.issueApiKeys([{ title: 'Key', type, created_by: 'user_1' }])
  return key as NonNullable<typeof key>
}

test('a secret token is shown once, opens, and is stored nowhere', async () => {
  const key = await issue('secret')
  expect(key.token).toMatch(/^sk_[0-9a-f]{64}$/)
  expect(key.redacted).toBe(`${key.token.slice(0, 6)}***${key.token.slice(-3)}`)
  const stored = await apiKeys.retrieveApiKey(key.id)
  expect(JSON.stringify(stored)).not.toContain(key.token)
  expect(await apiKeys.findSecretKey(key.token)).toMatchObject({ id: key.id })
  expect(await apiKeys.findSecretKey(stored.token)).toBeUndefined()
})

test('a publishable token stays readable, and opens nothing that a secret one does', async () => {
  const key = await issue('publishable')
  const read = await modules.resolve(Query).retrieve('api_key', key.id, { fields: ['*'] })
  expect(read.token).toBe(key.token)
  expect(read).not.toHaveProperty('salt')
  expect(await apiKeys.findPublishableKey(key.token)).toMatchObject({ id: key.id })
  expect(await apiKeys.findSecretKey(key.token)).toBeUndefined()
})

test('a revoked key opens nothing, and keeps who revoked it first', async () => {
  const key = await issue('secret')
  await apiKeys.revokeApiKeys([key.id], { revoked_by: 'user_2' })
  const [again] = await apiKeys.revokeApiKeys([key.id], { revoked_by: 'user_3' })
  expect(again?.revoked_by).toBe('user_2')
  expect(await apiKeys.findSecretKey(key.token)).toBeUndefined()
})

test('a key that is revoked for later opens until then', async () => {
  const key = await issue('publishable')
  await apiKeys.revokeApiKeys([key.id], { revoked_by: 'user_2', revoke_in: 3600 })
  expect(await apiKeys.findPublishableKey(key.token)).toMatchObject({ id: key.id })
})

test('revoking an unknown key names it and revokes none', async () => {
  const key = await issue('secret')
  await expect(apiKeys.revokeApiKeys([key.id, 'apk_none'], { revoked_by: 'user_2' })).rejects.toMatchObject({
    type: 'not_found',
    message: 'API Key with id: apk_none was not found',
  })
  expect(await apiKeys.findSecretKey(key.token)).toMatchObject({ id: key.id })
})
