import { createHash, randomBytes } from 'node:crypto'
import type { apiKeyTypes } from './entities/api-key.ts'

/** What a key opens: `publishable` the store API, `secret` the admin API. */
export type ApiKeyType = (typeof apiKeyTypes)[number]

/** A new token: `pk_` or `sk_` and 256 random bits in hexadecimal digits. */
export const createToken = (type: ApiKeyType): string =>
  `${type === 'publishable' ? 'pk' : 'sk'}_${randomBytes(32).toString('hex')}`

/**
 * The form in which a secret token is stored and looked up. A plain hash is enough, and lets an index find it: there is
 * nothing to guess in 256 random bits.
 */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')

/** What may be shown of a token: `pk_abc***xyz`. */
export const redact = (token: string): string => `${token.slice(0, 6)}***${token.slice(-3)}`
