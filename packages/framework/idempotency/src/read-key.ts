import { createHash } from 'node:crypto'
import type {} from '@stoa/http'
import { StoaError } from '@stoa/kernel'
import type { FastifyRequest } from 'fastify'
import type { KeyedRequest } from './keyed-request.ts'

const KEY = /^[\x21-\x7e]{1,255}$/

/**
 * What a request says about its key; undefined for one that has none, or whose answer must never be kept.
 *
 * @throws StoaError `invalid_data` for a key that is none
 */
export function keyedRequest(request: FastifyRequest): KeyedRequest | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined || request.method !== 'POST' || request.routeOptions.config.idempotency === false)
    return undefined
  const [path = '', query = ''] = request.url.split('?', 2)
  if (/^\/auth(\/|$)/i.test(path) || isMultipart(request)) return undefined
  if (typeof key !== 'string' || !KEY.test(key)) {
    throw new StoaError(
      'invalid_data',
      'The header Idempotency-Key must be 1 to 255 visible ASCII characters, such as a UUID.',
    )
  }
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([query, request.body ?? null]))
    .digest('base64url')
  return {
    asker: askerOf(request),
    path,
    key,
    fingerprint,
    repeatable: request.routeOptions.config.idempotency === 'repeatable',
  }
}

/** Files are read by the route itself: what they hold is not known before. */
const isMultipart = ({ headers }: FastifyRequest) =>
  headers['content-type']?.toLowerCase().startsWith('multipart/') ?? false

function askerOf({ asker: { actor, auth_identity, publishable_key } }: FastifyRequest): string {
  if (actor) return `${actor.type} ${actor.id}`
  if (auth_identity) return `identity ${auth_identity.id}`
  return publishable_key ? `key ${publishable_key.id}` : 'anybody'
}
