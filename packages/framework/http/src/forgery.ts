import type { FastifyRequest } from 'fastify'
import { type AllowedOrigins, areaOf } from './origins.ts'

const HARMLESS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a page that has no business here may have made the browser send a request that changes something. Such a
 * request carries the cookies of a session with `same_site: 'none'`, and without a body it needs no preflight.
 */
export function isForged(request: FastifyRequest, origins: AllowedOrigins): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (HARMLESS.has(request.method) || site === 'same-origin' || site === 'none') return false
  // Programs that are no browsers send neither.
  if (origin === undefined) return site !== undefined
  if (origin === `${request.protocol}://${request.host}`) return false
  const allowed = origins.get(areaOf(request.routeOptions.url ?? ''))
  if (allowed === undefined || allowed === '*') return true
  return !allowed.some((one) => (typeof one === 'string' ? one === origin : one.test(origin)))
}
