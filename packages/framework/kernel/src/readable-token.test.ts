import { expect, test } from 'vitest'
import { createReadableToken } from './readable-token.ts'

const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString())

test('a page can read what a token is for and until when', () => {
  const [header, payload, random] = createReadableToken({ id: 'invite_1' }, new Date(2_000_000_999)).split(
    '.',
  )
  expect(decode(header)).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(decode(payload)).toEqual({ id: 'invite_1', iat: expect.any(Number), exp: 2_000_000 })
  expect(Buffer.from(random ?? '', 'base64url')).toHaveLength(32)
})

test('two tokens for the same are not the same', () => {
  const token = () => createReadableToken({}, new Date())
  expect(token()).not.toBe(token())
})
