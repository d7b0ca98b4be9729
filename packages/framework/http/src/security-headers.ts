import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/**
 * Headers that keep browsers from treating answers as pages. A route that does serve pages sets
 * `helmet: { contentSecurityPolicy: … }`, as the reference under /docs does.
 */
export async function addSecurityHeaders(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    },
    // Storefronts on other sites show images and downloads from here.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  })
}
