import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isUnder } from './door.ts'
import { normalizeIp } from './ip.ts'

/** How often one address may call one path under /auth. */
export interface RateLimit {
  max: number
  window_seconds: number
}

export const defaultRateLimit: RateLimit = { max: 30, window_seconds: 60 }

/**
 * Slows down guessing of passwords and codes. Counts in memory, so each host counts for itself; behind a proxy it needs
 * `trust_proxy`, or all clients share one address.
 */
export async function addRateLimits(app: FastifyInstance, { max, window_seconds }: RateLimit): Promise<void> {
  app.addHook('onRoute', (route) => {
    if (isUnder('auth', route.url)) route.config = { rateLimit: {}, ...route.config }
  })
  await app.register(rateLimit, {
    global: false,
    max,
    timeWindow: window_seconds * 1_000,
    cache: 10_000,
    keyGenerator: (request: FastifyRequest) => `${normalizeIp(request.ip)} ${request.url.split('?', 1)[0]}`,
    errorResponseBuilder: (_request, { after }) =>
      Object.assign(new Error(`Too many requests. Try again in ${after}.`), { statusCode: 429 }),
  })
}
