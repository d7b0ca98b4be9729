import { SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { AuthOptions } from './auth-options.ts'
import { SessionTokens } from './session-tokens.ts'

const claims = {
  session_id: 'authses_1',
  actor_id: 'cus_1',
  actor_type: 'customer',
  auth_identity_id: 'authid_1',
  app_metadata: { customer_id: 'cus_1' },
  user_metadata: {},
}
const options = new AuthOptions({ jwt_secret: 'a secret for tests', session_ttl: 60 })
const tokens = new SessionTokens(options)

test('a token gives back what was signed, with its term', async () => {
  const read = await tokens.verify(await tokens.sign(claims))
  expect(read).toMatchObject(claims)
  expect((read?.exp ?? 0) - (read?.iat ?? 0)).toBe(60)
})

test('a token that has expired is none', async () => {
  expect(await tokens.verify(await tokens.sign(claims, new Date(Date.now() - 1000)))).toBeUndefined()
})

test('a token of another secret is none', async () => {
  const others = new SessionTokens(new AuthOptions({ jwt_secret: 'another secret' }))
  expect(await tokens.verify(await others.sign(claims))).toBeUndefined()
})

test('a token of another algorithm is none, even with the right secret', async () => {
  const key = new TextEncoder().encode(options.jwt_secret)
  const token = await new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS512' })
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(key)
  expect(await tokens.verify(token)).toBeUndefined()
})

test('an unsigned token is none', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  expect(
    await tokens.verify(`${part({ alg: 'none' })}.${part({ ...claims, iat: 1, exp: 9e9 })}.`),
  ).toBeUndefined()
})

test('without a secret nothing is signed', () => {
  expect(() => new AuthOptions({ jwt_secret: undefined })).toThrow('jwt_secret is empty')
})
