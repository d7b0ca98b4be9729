import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'

/** What the reference's page needs beside its own script: inline code and styles, and its fonts. */
const PAGE_POLICY = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    fontSrc: ["'self'", 'data:', 'https://fonts.scalar.com'],
    imgSrc: ["'self'", 'data:', 'blob:', 'https:'],
    workerSrc: ["'self'", 'blob:'],
    frameAncestors: ["'none'"],
  },
}

/** Serves the reference for people under `/docs`. Its five megabytes of script are only loaded when someone reads it. */
export function addDocs(app: FastifyInstance): void {
  let pages: Promise<FastifyInstance> | undefined
  app.addHook('onClose', async () => (await pages)?.close())
  const show = async (request: FastifyRequest, reply: FastifyReply) => {
    pages ??= buildPages()
    const { routing } = await pages
    reply.hijack()
    routing(request.raw, reply.raw)
  }
  const options = {
    schema: { hide: true },
    helmet: { contentSecurityPolicy: PAGE_POLICY },
    logLevel: 'warn' as const,
  }
  app.get('/docs', options, show)
  app.get('/docs/*', options, show)
}

async function buildPages(): Promise<FastifyInstance> {
  const { default: reference } = await import('@scalar/fastify-api-reference')
  const pages = fastify()
  await pages.register(reference, { routePrefix: '/docs', configuration: { url: '/openapi.json' } })
  await pages.ready()
  return pages
}
