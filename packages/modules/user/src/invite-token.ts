import { randomBytes } from 'node:crypto'

/** What a token says of its invite. */
export interface InviteClaims {
  id: string
  email: string
  expires_at: Date
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const seconds = (date: Date) => Math.floor(date.getTime() / 1000)

/**
 * A token for an invite, in the form of a JWT: pages that accept invites read from it whom it is for and until when.
 * Nothing here trusts what it says. It is good because it is the one that is stored, so 256 random bits stand where the
 * signature would be.
 */
export function createInviteToken({ id, email, expires_at }: InviteClaims): string {
  const header = { alg: 'HS256', typ: 'JWT' }
  const claims = { id, email, jti: id, iat: seconds(new Date()), exp: seconds(expires_at) }
  return [encode(header), encode(claims), randomBytes(32).toString('base64url')].join('.')
}
