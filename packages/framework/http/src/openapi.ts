import swagger from '@fastify/swagger'
import type { FastifyContextConfig, FastifyInstance, FastifySchema } from 'fastify'
import type { AuthMethod } from './asker.ts'
import { doorOf } from './door.ts'
import { sendJson } from './send-json.ts'

/** What the document says about the server. */
export interface OpenApiInfo {
  title?: string
  version?: string
  description?: string
}

const SCHEMES: Record<AuthMethod, string> = { bearer: 'bearer', session: 'session', 'api-key': 'secret_key' }

/** Serves `/openapi.json`, OpenAPI 3.1. Written on the first request for it. */
export async function addOpenApi(app: FastifyInstance, info: OpenApiInfo = {}): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Stoa', version: '0.0.0', ...info },
      components: {
        securitySchemes: {
          publishable_key: { type: 'apiKey', in: 'header', name: 'x-publishable-api-key' },
          bearer: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: app.sessionCookie.name },
          secret_key: {
            type: 'http',
            scheme: 'basic',
            description: 'The secret key as user name, no password.',
          },
        },
      },
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) => String(json.$id ?? `schema_${index}`),
    },
    transform: ({ schema, url, route }) => ({ schema: documented(schema, url, route.config), url }),
  })
  let text: string | undefined
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger())
    return sendJson(reply, text)
  })
}

function documented(
  schema: FastifySchema | undefined,
  url: string,
  config?: FastifyContextConfig,
): FastifySchema {
  const security = securityOf(url, config)
  return { tags: [tagOf(url)], ...(security ? { security } : {}), ...schema }
}

/** `/store/carts/:id` → `store carts` */
const tagOf = (url: string) =>
  url
    .split('/')
    .slice(1, 3)
    .filter((step) => step && !step.startsWith(':'))
    .join(' ')

/** Alternatives; the schemes within one are needed together. */
function securityOf(url: string, config?: FastifyContextConfig): Record<string, string[]>[] | undefined {
  const door = doorOf(url, config)
  if (!door) return undefined
  const key: Record<string, string[]> = door.publishable_key ? { publishable_key: [] } : {}
  const ways = (door.auth?.by ?? []).map((method) => ({ ...key, [SCHEMES[method]]: [] }))
  return !door.auth || door.auth.optional ? [key, ...ways] : ways
}
