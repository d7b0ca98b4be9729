import './augment.ts'

export {
  type Actor,
  type Asker,
  type AuthConfig,
  Authenticator,
  type AuthMethod,
  type Wants,
} from './asker.ts'
export type { Listed } from './augment.ts'
export { admitAgain } from './auth.ts'
export { type Credentials, credentialsOf } from './credentials.ts'
export { answerTo, statusOfType, type WireError } from './errors.ts'
export { type FileRoute, type FileRouteHandler, loadFileRoutes } from './file-routes.ts'
export type { Probe, ReadinessCheck } from './health.ts'
export { filtersOf, pagination } from './list-query.ts'
export { languageTag, localeOf } from './locale.ts'
export type { LoggerOptions } from './logging.ts'
export type { OpenApiInfo } from './openapi.ts'
export { type OrderBy, parseOrder } from './order.ts'
export type { CorsOptions, Origins } from './origins.ts'
export { allows, checkPermissions } from './permission.ts'
export type { RateLimit } from './rate-limit.ts'
export { addressSchema } from './schemas/address.ts'
export { moments, words } from './schemas/named-things.ts'
export { dateFilter, filter, type Operators, operators } from './schemas/operators.ts'
export { fieldsQuery, listQuery, MAX_LIMIT } from './schemas/queries.ts'
export { dateTime, decimal, email, metadata, nullable, oneOrMany } from './schemas/values.ts'
export { sendJson } from './send-json.ts'
export { createServer, type ServerOptions, type StoaServer } from './server.ts'
export { clearSessionCookie, type SessionCookie, setSessionCookie } from './session-cookie.ts'
