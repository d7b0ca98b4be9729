import type { FastifyContextConfig } from 'fastify'
import type { AuthConfig } from './asker.ts'

/** What a request has to show before a route is run. */
export interface Door {
  publishable_key: boolean
  auth: AuthConfig | undefined
}

const USERS: AuthConfig = { actor: 'user', by: ['bearer', 'session', 'api-key'] }

/** Whether a route's pattern lies under one of the three areas. */
export const isUnder = (area: 'store' | 'admin' | 'auth', url: string) =>
  url === `/${area}` || url.startsWith(`/${area}/`)

/** The door of a route: what its config says, or else that of its area. `undefined` if it stands open. */
export function doorOf(url: string, config: FastifyContextConfig = {}): Door | undefined {
  const auth = config.auth ?? (isUnder('admin', url) ? USERS : undefined)
  const publishable_key = config.publishable_key ?? isUnder('store', url)
  return auth || publishable_key ? { publishable_key, auth: auth || undefined } : undefined
}
