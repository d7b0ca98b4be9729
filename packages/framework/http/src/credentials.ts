import type { FastifyRequest } from 'fastify'
import type { AuthMethod } from './asker.ts'

/** What a request shows to prove who is asking. Nothing here is checked yet, except the cookie's signature. */
export interface Credentials {
  /** From the header `x-publishable-api-key`. */
  publishable_key?: string
  /** From `Authorization: Bearer …`. */
  bearer?: string
  /** From the signed session cookie. */
  session_token?: string
  /** From `Authorization: Basic …` (the token is the user name) or `x-medusa-access-token`. */
  secret_key?: string
}

const PROVED_BY: Record<AuthMethod, keyof Credentials> = {
  bearer: 'bearer',
  session: 'session_token',
  'api-key': 'secret_key',
}

/** Reads all credentials off a request. */
export function credentialsOf(request: FastifyRequest): Credentials {
  const [scheme, value] = authorizationOf(request)
  return shown({
    publishable_key: headerOf(request, 'x-publishable-api-key'),
    bearer: scheme === 'bearer' ? value : undefined,
    session_token: sessionTokenOf(request),
    secret_key:
      (scheme === 'basic' ? userOf(value) : undefined) ?? headerOf(request, 'x-medusa-access-token'),
  })
}

/** The publishable key, and of the rest only what counts. */
export function only(credentials: Credentials, methods: readonly AuthMethod[]): Credentials {
  const names = new Set<string>(['publishable_key', ...methods.map((method) => PROVED_BY[method])])
  return Object.fromEntries(Object.entries(credentials).filter(([name]) => names.has(name)))
}

/** Whether anything that could prove an actor is there. */
export const canProveActor = ({ bearer, session_token, secret_key }: Credentials) =>
  (bearer ?? session_token ?? secret_key) !== undefined

function authorizationOf(request: FastifyRequest): [scheme: string, value: string] {
  const [scheme = '', value = ''] = (request.headers.authorization ?? '').trim().split(/\s+/, 2)
  return [scheme.toLowerCase(), value]
}

/** RFC 7617 wants `base64(user:password)`; clients also send a secret token as it is. */
function userOf(basic: string): string | undefined {
  if (basic.startsWith('sk_')) return basic
  return Buffer.from(basic, 'base64').toString('utf8').split(':', 1)[0]
}

function sessionTokenOf(request: FastifyRequest): string | undefined {
  const cookie = request.cookies[request.server.sessionCookie.name]
  if (!cookie) return undefined
  const { valid, value } = request.unsignCookie(cookie)
  return valid ? value : undefined
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value?.trim()
}

/** Leaves out what is empty, or cannot be a credential because PostgreSQL could not even compare it. */
function shown(credentials: { [Name in keyof Credentials]: string | undefined }): Credentials {
  return Object.fromEntries(
    Object.entries(credentials).filter(
      ([, value]) => value !== undefined && value !== '' && !value.includes('\0'),
    ),
  )
}
