import type { FastifyReply } from 'fastify'

/** How the cookie that carries a session is set. */
export interface SessionCookie {
  name: string
  /** `none` is needed when a browser app on another site signs in with cookies; it works over HTTPS only. */
  same_site: 'lax' | 'strict' | 'none'
  /** `auto` follows the protocol of the request, which behind a proxy needs `trust_proxy`. */
  secure: boolean | 'auto'
  domain?: string
}

export const defaultSessionCookie: SessionCookie = { name: 'connect.sid', same_site: 'lax', secure: 'auto' }

/**
 * Gives the browser a session.
 *
 * @param token what `credentialsOf(request).session_token` will give back
 * @param maxAge seconds until the browser forgets it; without it, when the browser is closed
 */
export function setSessionCookie(reply: FastifyReply, token: string, maxAge?: number): FastifyReply {
  const { name } = reply.server.sessionCookie
  return reply.setCookie(name, token, {
    ...flags(reply),
    signed: true,
    ...(maxAge === undefined ? {} : { maxAge }),
  })
}

/** Takes the session's cookie away. */
export function clearSessionCookie(reply: FastifyReply): FastifyReply {
  return reply.clearCookie(reply.server.sessionCookie.name, flags(reply))
}

function flags(reply: FastifyReply) {
  const { same_site, secure, domain } = reply.server.sessionCookie
  return { path: '/', httpOnly: true, sameSite: same_site, secure, ...(domain ? { domain } : {}) }
}
