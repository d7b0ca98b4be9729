import { expect, test } from 'vitest'
import { openServer } from './shop.ts'

async function logins(options = {}) {
  const app = await openServer(options)
  app.post('/auth/:actor_type/:auth_provider', () => ({ token: 't' }))
  app.post('/auth/token/refresh', () => ({ token: 't' }))
  app.get('/open', () => 'ok')
  return (path = '/auth/user/emailpass', remoteAddress = '203.0.113.7') =>
    app.inject({ method: path === '/open' ? 'GET' : 'POST', url: path, remoteAddress })
}

test('one address may call one route so often', async () => {
  const login = await logins({ auth_rate_limit: { max: 2, window_seconds: 60 } })
  await login()
  expect((await login()).statusCode).toBe(200)
  const refused = await login()
  expect(refused.statusCode).toBe(429)
  expect(refused.json()).toMatchObject({ type: 'not_allowed', code: 'too_many_requests' })
  expect(refused.headers['retry-after']).toBeDefined()
  expect((await login('/auth/user/emailpass?x=1')).statusCode).toBe(429)
  expect((await login('/auth/%75ser/emailpass/')).statusCode).toBe(429)
  expect((await login('/auth/token/refresh')).statusCode).toBe(200)
  expect((await login(undefined, '203.0.113.8')).statusCode).toBe(200)
})

test('one IPv6 customer is one address', async () => {
  const login = await logins({ auth_rate_limit: { max: 1, window_seconds: 60 } })
  expect((await login(undefined, '2001:db8::1')).statusCode).toBe(200)
  expect((await login(undefined, '2001:db8::2')).statusCode).toBe(429)
})

test('there is a limit by default, under /auth only', async () => {
  const login = await logins()
  for (let times = 0; times < 30; times++) expect((await login()).statusCode).toBe(200)
  expect((await login()).statusCode).toBe(429)
  for (let times = 0; times < 31; times++) expect((await login('/open')).statusCode).toBe(200)
})

test('it can be turned off', async () => {
  const login = await logins({ auth_rate_limit: false })
  for (let times = 0; times < 31; times++) expect((await login()).statusCode).toBe(200)
})
