import { randomBytes } from 'node:crypto'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const seconds = (date: Date) => Math.floor(date.getTime() / 1000)

/**
 * A one-time token in the form of a JWT, so that a page can read from it what it is for and until when. Nothing trusts what
 * it says: it is good only because it, or its hash, is the one that is stored. So 256 random bits stand where the signature
 * would be.
 *
 * @param claims what the page needs to know; `iat` and `exp` are added
 * @example createReadableToken({ entity_id: 'ada@example.com', provider: 'emailpass' }, new Date(Date.now() + 900_000))
 */
export function createReadableToken(claims: Readonly<Record<string, unknown>>, expires_at: Date): string {
  const header = { alg: 'HS256', typ: 'JWT' }
  const payload = { ...claims, iat: seconds(new Date()), exp: seconds(expires_at) }
  return [encode(header), encode(payload), randomBytes(32).toString('base64url')].join('.')
}
