import cors, { type FastifyCorsOptions } from '@fastify/cors'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type AllowedOrigins, areaOf } from './origins.ts'

type Done = (error: Error | null, options?: FastifyCorsOptions) => void

/** Lets browsers call each area from the origins configured for it. */
export async function addCors(app: FastifyInstance, origins: AllowedOrigins): Promise<void> {
  await app.register(cors, {
    hook: 'onRequest',
    delegator: (request: FastifyRequest, done: Done) => {
      // A preflight request meets one route for all paths: the URL tells the area.
      const origin = origins.get(areaOf(request.url)) ?? false
      done(null, {
        origin,
        credentials: origin !== '*',
        methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
        exposedHeaders: ['content-disposition', 'idempotency-replayed', 'retry-after'],
        maxAge: 600,
        strictPreflight: false,
      })
    },
  })
}
