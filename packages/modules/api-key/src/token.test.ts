import { expect, test } from 'vitest'
import { createToken, hashToken, redact } from './token.ts'

test('a token says by its prefix what it opens, and no two are alike', () => {
  expect(createToken('publishable')).toMatch(/^pk_[0-9a-f]{64}$/)
  expect(createToken('secret')).toMatch(/^sk_[0-9a-f]{64}$/)
  expect(createToken('secret')).not.toBe(createToken('secret'))
})

test('the hash of a token is the same each time and is not the token', () => {
  const token = createToken('secret')
  expect(hashToken(token)).toBe(hashToken(token))
  expect(hashToken(token)).not.toContain(token.slice(3))
})

test('a redacted token shows three characters of each end', () => {
  expect(redact('pk_abcdefghijuvwxyz')).toBe('pk_abc***xyz')
})
