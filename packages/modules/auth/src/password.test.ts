import { argon2Sync } from 'node:crypto'
import { expect, test } from 'vitest'
import { hashPassword, isOutdated, verifyPassword } from './password.ts'

test('a hash carries its parameters and knows its password', async () => {
  const encoded = await hashPassword('correct horse')
  expect(encoded).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/)
  expect(await verifyPassword(encoded, 'correct horse')).toBe(true)
  expect(await verifyPassword(encoded, 'correct horsf')).toBe(false)
})

test('the same password never gives the same hash', async () => {
  expect(await hashPassword('same')).not.toBe(await hashPassword('same'))
})

test('a hash of other parameters still verifies, and asks to be renewed', async () => {
  const nonce = Buffer.from('0123456789abcdef')
  const tag = argon2Sync('argon2id', {
    message: 'old',
    nonce,
    memory: 64,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  })
  const plain = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')
  const encoded = `$argon2id$v=19$m=64,t=1,p=1$${plain(nonce)}$${plain(tag)}`
  expect(await verifyPassword(encoded, 'old')).toBe(true)
  expect(isOutdated(encoded)).toBe(true)
  expect(isOutdated(await hashPassword('new'))).toBe(false)
})

test('what is no hash verifies nothing', async () => {
  expect(await verifyPassword('', '')).toBe(false)
  expect(await verifyPassword('$2b$10$abcdef', 'abc')).toBe(false)
})
