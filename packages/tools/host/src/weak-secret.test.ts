import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { refuseWeakSecrets, whyWeak } from './weak-secret.ts'

test.each([
  ['supersecret', 'guess'],
  ['change-me-in-production', 'guess'],
  ['your-super-secret-jwt-key', 'guess'],
  ['my_cookie_secret_12345678', 'guess'],
  ['SuperSecretSuperSecret', 'guess'],
  ['password password password', 'guess'],
  ['0000000000000000000000', 'guess'],
  ['7d1fa', 'too short'],
  ['xxxxxxxxxxxxxxxxxxxxxxxx', 'repeats'],
  ['abcabcabcabcabcabcabcabc', 'repeats'],
])('%s is no secret', (secret, why) => {
  expect(whyWeak(secret)).toContain(why)
})

test('random texts are', () => {
  for (let times = 0; times < 1_000; times++) {
    expect(whyWeak(randomBytes(32).toString('base64url'))).toBeUndefined()
    expect(whyWeak(randomBytes(16).toString('hex'))).toBeUndefined()
  }
})

test('a long text does not keep it busy', () => {
  const began = performance.now()
  whyWeak(`${'secretmein'.repeat(10_000)}?`)
  expect(performance.now() - began).toBeLessThan(1_000)
})

const good = 'c8f1d0a97b2e4435'

test('of several secrets each has to be good', () => {
  const refuse = (cookie_secret: string | string[], production = true) =>
    refuseWeakSecrets({ jwt_secret: good, cookie_secret }, production)
  expect(() => refuse([good, 'supersecret'])).toThrow('cookie_secret is a text that anybody would guess')
  expect(() => refuse([])).toThrow('cookie_secret is empty')
  expect(() => refuse('', false)).toThrow('cookie_secret is empty')
  expect(() => refuse('supersecret', false)).not.toThrow()
  expect(() => refuse([good, good])).not.toThrow()
})
