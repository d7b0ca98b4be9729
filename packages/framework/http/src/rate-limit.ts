import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { isUnder } from './door.ts'

/** How often one address may call one route under /auth. */
export interface RateLimit {
  max: number
  window_seconds: number
}

export const defaultRateLimit: RateLimit = { max: 30, window_seconds: 60 }

/**
 * Slows down guessing of passwords and codes. Counts by route, because a path can be written in many ways, and takes the
 * first 64 bits of an IPv6 address for one address. Counts in memory, so each host counts for itself; behind a proxy it
 * needs `trust_proxy`, or all clients share one address.
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
    errorResponseBuilder: (_request, { after }) =>
      Object.assign(new Error(`Too many requests. Try again in ${after}.`), { statusCode: 429 }),
  })
}
