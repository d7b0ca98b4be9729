import { createHash, randomBytes } from 'node:crypto'

/** A token that is good for one time: 256 random bits. */
export const createOneTimeToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of it. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex')
