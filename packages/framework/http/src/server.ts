import cookie from '@fastify/cookie'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { Container } from '@stoa/kernel'
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyServerOptions,
  fastify,
  type RawReplyDefaultExpression,
  type RawRequestDefaultExpression,
  type RawServerDefault,
} from 'fastify'
import type { Authenticator } from './asker.ts'
import type { Listed } from './augment.ts'
import { addDoors } from './auth.ts'
import { addCors } from './cors.ts'
import { addDocs } from './docs.ts'
import { addErrorAnswers, sendError } from './errors.ts'
import { addHealth, type ReadinessCheck } from './health.ts'
import { addJsonBodies } from './json-body.ts'
import { addRequestIds, type LoggerOptions, loggerOf } from './logging.ts'
import { addOpenApi, type OpenApiInfo } from './openapi.ts'
import { allowedOrigins, type CorsOptions } from './origins.ts'
import { parseQueryString, refuseMalformedQuery } from './query-string.ts'
import { addRateLimits, defaultRateLimit, type RateLimit } from './rate-limit.ts'
import { operatorsSchema } from './schemas/operators.ts'
import { addSecurityHeaders } from './security-headers.ts'
import { defaultSessionCookie, type SessionCookie } from './session-cookie.ts'
import { refuseNullInUrl } from './unfit-text.ts'
import { buildValidator } from './validation.ts'

/** What {@link createServer} takes. */
export interface ServerOptions {
  /** Where routes and the authenticator are resolved from. */
  container: Container
  /** Signs the session cookie. Of several the first signs and all are accepted, so that one can be replaced. */
  cookie_secret: string | string[]
  /** Options of pino. Default: no log. */
  logger?: LoggerOptions
  /** Which browser apps may call which area. Default: none. */
  cors?: CorsOptions
  /** Which proxies' `x-forwarded-*` headers to believe; see Fastify's `trustProxy`. Default: none. */
  trust_proxy?: FastifyServerOptions['trustProxy']
  /** Bytes a body may have. Default: 1 MiB; a route can set its own `bodyLimit`. */
  body_limit?: number
  /** For /auth, by address and route. Default: 30 requests a minute. */
  auth_rate_limit?: RateLimit | false
  session_cookie?: Partial<SessionCookie>
  /** Default: what the container has under `Authenticator`, looked up when it is first needed. */
  authenticator?: Authenticator
  /** What `/ready` checks, by name. */
  readiness?: Record<string, ReadinessCheck>
  /** What `/openapi.json` says about the server. */
  openapi?: OpenApiInfo
}

/** A Fastify instance that takes the types of requests from TypeBox schemas. */
export type StoaServer = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression<RawServerDefault>,
  RawReplyDefaultExpression<RawServerDefault>,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

/** Longer than any id or file key. */
const MAX_PARAMETER_LENGTH = 1_024
const REQUEST_TIMEOUT = 120_000

/**
 * Makes the server that areas and plugins add their routes to. It validates, knows who is asking, answers errors, and
 * serves `/health`, `/ready`, `/openapi.json` and `/docs`.
 *
 * @example
 * const app = await createServer({ container: modules.container, cookie_secret: process.env.COOKIE_SECRET })
 * await app.register(catalog)
 * await app.listen({ port: 9000 })
 */
export async function createServer(options: ServerOptions): Promise<StoaServer> {
  const app = fastify({
    logger: loggerOf(options.logger) ?? false,
    trustProxy: options.trust_proxy ?? false,
    bodyLimit: options.body_limit ?? 1_048_576,
    requestTimeout: REQUEST_TIMEOUT,
    frameworkErrors: sendError,
    routerOptions: {
      ignoreTrailingSlash: true,
      maxParamLength: MAX_PARAMETER_LENGTH,
      querystringParser: parseQueryString,
    },
    // Schemas of answers are documentation: what is sent is not written a second time to fit them.
    schemaController: {
      compilersFactory: {
        buildValidator: buildValidator as never,
        buildSerializer: () => () => JSON.stringify,
      },
    },
  }) as unknown as FastifyInstance

  const { container } = options
  app.decorate('container', container)
  app.decorate('sessionCookie', { ...defaultSessionCookie, ...options.session_cookie })
  app.decorate('wantedPermissions', new Set<string>())
  app.decorate('listed', new Map<string, Listed>())
  app.decorateRequest('container', { getter: () => container })
  app.decorateRequest('asker')
  app.decorateRequest('raw_body')
  app.addHook('onRequest', async (request) => {
    request.asker = {}
    refuseNullInUrl(request.url)
    refuseMalformedQuery(request.query)
  })

  addRequestIds(app)
  addErrorAnswers(app)
  await addSecurityHeaders(app)
  const origins = allowedOrigins(options.cors)
  await addCors(app, origins)
  await app.register(cookie, { secret: options.cookie_secret })
  addJsonBodies(app)
  if (options.auth_rate_limit !== false) await addRateLimits(app, options.auth_rate_limit ?? defaultRateLimit)
  addDoors(app, options.authenticator, origins)
  app.addSchema(operatorsSchema)
  await addOpenApi(app, options.openapi)
  addDocs(app)
  addHealth(app, options.readiness)
  return app as unknown as StoaServer
}
