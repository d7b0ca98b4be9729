import { afterAll, beforeAll, expect, test } from 'vitest'
import { openModule, type TestModule } from './module.ts'

let module: TestModule
beforeAll(async () => {
  module = await openModule()
})
afterAll(() => module?.close())

test('sessions and tokens go a week after their end, and what lives stays', async () => {
  const { auth, modules } = module
  const { database } = modules
  const { id } = await auth.register('emailpass', { email: 'ada@example.com', password: 'correct horse' })
  const sessions = ['alive', 'expired', 'revoked', 'just_expired']
  for (const name of sessions) {
    const session = await auth.createSession(id, { actor_type: 'customer', actor_id: null, ttl: 3600 })
    await database.query('update stoa_auth.auth_session set id = $2 where id = $1', [session.id, name])
  }
  await database.query(
    `update stoa_auth.auth_session set expires_at = now() - interval '8 days' where id = 'expired'`,
  )
  await database.query(
    `update stoa_auth.auth_session set revoked_at = now() - interval '8 days' where id = 'revoked'`,
  )
  await database.query(
    `update stoa_auth.auth_session set expires_at = now() - interval '6 days' where id = 'just_expired'`,
  )
  await auth.createPasswordResetToken('emailpass', { email: 'ada@example.com' }, 'customer')
  await database.query(
    `update stoa_auth.auth_password_reset_token set expires_at = now() - interval '8 days'`,
  )
  expect(await auth.prune()).toBe(3)
  const rest = await database.query<{ id: string }>('select id from stoa_auth.auth_session order by id')
  expect(rest.map((row) => row.id)).toEqual(['alive', 'just_expired'])
})
